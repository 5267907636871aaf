"""Boilerplate beyond one article: which others have the same paragraph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.model.document import paragraphs
from annotator.store.project import Project


@dataclass(frozen=True)
class Elsewhere:
    """How many other articles have one of the paragraphs and have not set it aside."""

    articles: int


def look_elsewhere(
    path: Path,
    document_id: str,
    lines: Sequence[str],
    _progress: Callable[..., None],
    wanted: Callable[[], bool],
    _hand: Callable[[Any], None],
) -> Elsewhere:
    """Looks through the articles of a project but one for paragraphs of these words; a look (see `looks`)."""
    with Project.open(path, by="", read_only=True) as project:
        found = frozenset[str]().union(*map(project.holding, lines)) - {document_id}
        count = 0
        for each in sorted(found):
            if not wanted():
                break
            document = project.document(each)
            whole = {span: document.words(span) for span in paragraphs(document.text)}
            count += any(words in lines and span not in document.boilerplate for span, words in whole.items())
    return Elsewhere(count)
