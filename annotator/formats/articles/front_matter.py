"""The block of `key: value` lines between two `---` with which many Markdown files begin."""

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"---[ \t]*\n((?:(?!(?:---|\.\.\.)[ \t]*(?:\n|\Z)).*\n)*)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"[\w.-]+[ \t]*:(?:[ \t]|$)")
_QUOTED = re.compile(r"""\"((?:[^"\\]|\\.)*)\"|'((?:[^']|'')*)'""")
_URL = re.compile(r"https?://\S+")
_OUTLET = ("outlet", "publication", "publisher", "newspaper", "site", "site_name", "source")
_NAME = re.compile(r"(?!https?://|\S+@\S+$)\S.*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ][\d:.]+ ?(Z|[+-]\d{2}:?\d{2})?)?")


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What the front matter says plainly; `length` is how many code points of the text it takes, 0 without any."""

    length: int = 0
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    byline: str | None = None


def front_matter(text: str) -> FrontMatter:
    """The front matter of canonical `text`.

    A rule and a paragraph at an article's head are none: every line must be a field, a comment, or belong to a field.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter()
    lines = block[1].split("\n")[:-1]
    if not lines or not _FIELD.match(next((line for line in lines if line.strip()), "")):
        return FrontMatter()
    fields: dict[str, str] = {}
    for line in lines:
        if _FIELD.match(line):
            key, _, value = line.partition(":")
            fields.setdefault(key.strip().lower(), _plain(value.strip()))
        elif line.strip() and not line.startswith((" ", "\t", "-", "#", "]", "}")):
            return FrontMatter()
    return FrontMatter(
        length=block.end(),
        title=fields.get("title") or None,
        outlet=_first(
            fields, ("outlet", "publication", "publisher", "newspaper", "site", "site_name", "source"), _NAME
        ),
        url=_first(fields, ("url", "link", "canonical_url", "canonical", "source_url", "source"), _URL),
        published=_first(fields, ("date", "published", "pubdate", "publishdate", "date_published"), _DATE),
        byline=_first(fields, ("byline", "author", "authors"), _NAME),
    )


def _plain(value: str) -> str:
    """A scalar without its quotes or a comment behind it; nothing for a list, a mapping or a block."""
    quoted = _QUOTED.match(value)
    if quoted:
        double, single = quoted.groups()
        return single.replace("''", "'") if double is None else re.sub(r'\\(["\\])', r"\1", double)
    if value.startswith(("[", "{", "|", ">", "&", "*", "!")):
        return ""
    return value.partition(" #")[0].rstrip()


def _first(fields: dict[str, str], keys: tuple[str, ...], form: re.Pattern[str]) -> str | None:
    return next((fields[key] for key in keys if key in fields and form.fullmatch(fields[key])), None)
