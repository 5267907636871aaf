"""What an import or export could not carry, as it comes to light: counted, the first told, and all listed in a file."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.formats.files import written_beside
from annotator.model.document import Article
from annotator.model.exchange import Loss, LossCount

SUFFIX = ".losses.tsv"
_COLUMNS = ("article", "title", "what", "count", "start", "end", "detail", "kept")
_TOLD = 1_000
"""How many are held in memory; the file has them all."""


@dataclass(frozen=True)
class ArticleLoss:
    """A loss, and the title and id of the article that it is of."""

    title: str
    article: str
    loss: Loss


class LossList:
    """The losses of many articles, for a `with` block; where that ends well, they are listed in `path`.

    path    the file, which is made once there is a loss; None for none
    losses  the first thousand
    lost    all in sum
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._open = ExitStack()
        self._rows: Any = None
        self.losses: list[ArticleLoss] = []
        self.lost = LossCount()

    @property
    def listed(self) -> Path | None:
        """The file that lists them, None where there is none."""
        return self._path if self._rows is not None else None

    def add(self, article: Article, losses: Iterable[Loss]) -> None:
        """Takes those of an article. Raises Fault where the file cannot be written."""
        losses = tuple(losses)
        if not losses:
            return
        self.lost.add(losses)
        self.losses += [ArticleLoss(article.title, article.id, loss) for loss in losses[: _TOLD - len(self.losses)]]
        if self._path is not None:
            self._list(article, losses, self._path)

    def _list(self, article: Article, losses: Iterable[Loss], path: Path) -> None:
        if self._rows is None:
            self._rows = csv.writer(self._open.enter_context(written_beside(path)), delimiter="\t", lineterminator="\n")
            self._rows.writerow(_COLUMNS)
        for loss in losses:
            start, end = loss.span or ("", "")
            kept = "yes" if loss.kept else ""
            self._rows.writerow((article.id, article.title, loss.what, loss.count, start, end, loss.detail, kept))

    def __enter__(self) -> "LossList":
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)
        if error[0] is None and self._rows is None and self._path is not None:
            _remove_earlier(self._path)


def beside(path: Path) -> Path:
    """Where the losses of what stands at `path` are listed."""
    return path.with_name(path.name + SUFFIX)


def _remove_earlier(path: Path) -> None:
    """Removes the list of an earlier export to the same place: it would tell of losses that there are not."""
    with suppress(OSError, ValueError):
        with path.open(encoding="utf-8") as file:
            is_ours = file.readline().split("\t")[:4] == list(_COLUMNS[:4])
        if is_ours:
            path.unlink()
