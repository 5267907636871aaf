"""An article's words, without the markup they came in."""

from dataclasses import dataclass

from annotator.formats.sourcemap import Runs
from annotator.model.document import Heading


@dataclass(frozen=True, kw_only=True)
class Prose:
    """What is left of a text when its markup is left out.

    runs       from `text` to the code points of the text it was taken from
    notes      what was left out, in words a person reads
    title, outlet, url, published, byline  where the text says them plainly, on one line, else None
    headings   where the markup says which lines are
    """

    text: str
    runs: Runs
    notes: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    byline: str | None = None
    headings: tuple[Heading, ...] = ()


def left_out(count: int, thing: str, things: str) -> tuple[str, ...]:
    """The note that so many things were left out; none for no thing."""
    if not count:
        return ()
    return (f"{count} {thing if count == 1 else things} left out",)
