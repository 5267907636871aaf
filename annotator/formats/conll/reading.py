"""Columns of tokens and tags, as CoNLL's shared tasks and many data sets since have them, as articles.

Which column is which, and what parts them, is told by the first lines; the scheme of the tags by the tags.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any, BinaryIO

from annotator.formats.bio import OUTSIDE, is_tag, runs
from annotator.formats.fields import Fields
from annotator.formats.inputs import head
from annotator.formats.jsontext import parsed
from annotator.formats.linked.joining import joined, places_of
from annotator.formats.linked.reading import Task, imported
from annotator.formats.linked.spans import RECORD
from annotator.model.document import Tokens
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault

FORM = "conll"
DOCSTART = "-DOCSTART- -X- O O"
"""What an article begins with; spaCy looks for this very line."""
BESIDE = ".annotator"
"""What the name of the file beside ends with, behind the name of the file with the tokens."""
SHA, SPANS, LABELS = "tokens_sha256", "spans", "labels"
"""What stands in a line of the file beside: by what its article is known, and what tags do not tell."""
COLUMNS, SENTENCES = "columns", "sentences"
"""What is kept of a file: its columns between token and tag, and at which token each sentence ends."""
_START = "-DOCSTART-"
_NEW = re.compile(r"#\s*newdoc\b")
_LOOKED_AT = 400
"""Lines by which the columns are told."""
_MOST = 0.95
"""The share of them that must have a tag in the column of tags."""
_REMEDY = "Mend that line or take it out, and import again."
_PUT_TOGETHER = "the text was put together from its tokens by the usual spacing, a sentence a line"
_EMPTY = frozenset("_-*")
_SHA_FIRST = re.compile(rb'\{"tokens_sha256":\s*"([0-9a-f]{64})"')


def one_column(tag: str) -> str:
    """A tag without white space, which would part it."""
    return "_".join(tag.split())


def digest(forms: Iterable[str]) -> str:
    """By what an article is known in the file beside: the SHA-256 of its tokens, one after another."""
    return sha256("".join(forms).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Layout:
    """Where a line's token and tag are; `tabs` is whether tabs part the columns, else blanks do."""

    tabs: bool
    token: int
    tag: int

    def parts(self, line: str) -> list[str]:
        """A line's columns."""
        return line.rstrip("\t").split("\t") if self.tabs else [each for each in re.split("[ \t]+", line) if each]


def recognises(given: Input) -> bool:
    """Whether the first lines all have as many columns, one of them tags, of which one at least begins a span."""
    data = head(given)
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    rows = _rows(lines[: -1 if len(data) == 65_536 else None])
    layout = _layout(rows)
    if layout is None:
        return False
    split = [layout.parts(row) for row in rows]
    if len({len(row) for row in split}) > 1 or not all(is_tag(row[layout.tag]) for row in split):
        return False
    return any(row[layout.tag] != OUTSIDE for row in split) or lines[0].startswith(_START)


def _rows(lines: Iterable[str]) -> list[str]:
    """The lines with a token among the first ones."""
    rows = (line for line in lines if line.strip() and not line.startswith((_START, "#")))
    return list(islice(rows, _LOOKED_AT))


def _layout(rows: Sequence[str]) -> Layout | None:
    """Where tokens and tags are in these lines: tags in the last column that holds them, tokens in the first besides.

    A first column of numbers is none. A few lines may be wrong. None where no column holds tags.
    """
    tabs = bool(rows) and all("\t" in row for row in rows)
    lines = [Layout(tabs, 0, 0).parts(row) for row in rows]
    width = Counter(map(len, lines)).most_common(1)[0][0] if lines else 0
    split = [line for line in lines if len(line) == width]
    tags = [at for at in range(width) if sum(is_tag(row[at]) for row in split) >= _MOST * len(split)]
    if width < 2 or not tags:
        return None
    numbered = all(row[0].isdecimal() for row in split) and split[0][0] in ("0", "1") and width > 2
    tag = tags[-1]
    token = next((at for at in range(numbered, width) if at not in tags), None)
    return None if token is None else Layout(tabs, token, tag)


@dataclass
class _Article:
    """An article's tokens and tags as they come in.

    number  the line that it begins at
    """

    number: int
    forms: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    others: list[list[str]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    fault: Fault | None = None
    begun: bool = False

    def end_sentence(self) -> None:
        if len(self.forms) > (self.ends[-1] if self.ends else 0):
            self.ends.append(len(self.forms))


def read(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a file, and a Fault in place of each that cannot be read.

    The text is that of the file beside where its tokens are these, else it is put together from them. Raises Fault
    where no column holds tags.
    """
    with given.open() as file:
        lines = _decoded(file, given.name)
        first = list(islice(lines, 4 * _LOOKED_AT))
        rows = _rows(line for _, line in first)
        if not rows and not any(line.startswith(_START) for _, line in first):
            raise Fault(f"{given.name} is empty: there is no article in it.", "Look whether it is the file you meant.")
        layout = _layout(rows) if rows else Layout(False, 0, 1)
        if layout is None:
            raise Fault(
                f"{given.name}: no column holds tags such as O, B-PER and I-PER.",
                "Look whether it is the file you meant.",
            )
        beside = _Beside(given.beside(given.name + BESIDE))
        for article in _articles(chain(first, lines), layout, given.name):
            try:
                if article.fault is not None:
                    raise article.fault
                yield _imported(article, f"{given.name}, line {article.number}", given.name, beside)
            except Fault as fault:
                yield fault


def _decoded(file: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, counted from 1, without what ends them."""
    for number, raw in enumerate(file, 1):
        try:
            line = raw.decode()
        except UnicodeDecodeError as error:
            raise Fault(
                f"{name}, line {number} is not UTF-8 (byte {error.start} of the line is wrong).",
                "Save the file anew as UTF-8.",
            ) from error
        yield number, (line.removeprefix("\ufeff") if number == 1 else line).rstrip("\r\n")


def _articles(lines: Iterable[tuple[int, str]], layout: Layout, name: str) -> Iterator[_Article]:
    article = _Article(1)
    for number, line in lines:
        if line.startswith(_START) or _NEW.match(line):
            if article.begun or article.forms or article.fault is not None:
                article.end_sentence()
                yield article
            article = _Article(number, begun=line.startswith(_START))
        elif not line.strip():
            article.end_sentence()
        elif article.fault is None:
            _take(article, line, layout, f"{name}, line {number}")
    article.end_sentence()
    if article.begun or article.forms or article.fault is not None:
        yield article


def _take(article: _Article, line: str, layout: Layout, where: str) -> None:
    parts = layout.parts(line)
    width = max(layout.token, layout.tag) + 1
    if line.startswith("#") and (len(parts) < width or not is_tag(parts[layout.tag])):
        return
    if len(parts) < width:
        article.fault = Fault(
            f"{where}: it ends at column {len(line)}, with {len(parts)} columns where at least {width} belong.",
            _REMEDY,
        )
        return
    article.forms.append(parts[layout.token])
    article.tags.append(parts[layout.tag])
    article.others.append([each for at, each in enumerate(parts) if at not in (layout.token, layout.tag)])


class _Beside:
    """The file beside: the lines of its articles, found by their tokens.

    It is read on from where the last one was found: its articles are in the order of theirs, and then no place has to
    be held for each of a hundred thousand. What is passed over is found all the same.
    """

    def __init__(self, given: Input | None) -> None:
        self._given = given
        self._at = 0
        self._passed: dict[str, list[int]] = {}

    def row(self, forms: Sequence[str]) -> Mapping[str, Any]:
        """What is known of an article with these tokens, nothing where it is not there; each line is given once."""
        if self._given is None:
            return {}
        try:
            with self._given.open() as file:
                value = parsed(self._line(file, digest(forms)), self._given.name)
        except (Fault, OSError):
            return {}
        return value if isinstance(value, dict) and isinstance(value.get("text"), str) else {}

    def _line(self, file: BinaryIO, wanted: str) -> bytes:
        """The line of an article, "null" where there is none."""
        if places := self._passed.get(wanted):
            file.seek(places.pop(0))
            return file.readline()
        file.seek(self._at)
        for line in file:
            at, self._at = self._at, self._at + len(line)
            if found := _SHA_FIRST.match(line):
                if found[1].decode() == wanted:
                    return line
                self._passed.setdefault(found[1].decode(), []).append(at)
        return b"null"


def _imported(article: _Article, where: str, file: str, beside: _Beside) -> Imported:
    row = beside.row(article.forms)
    places = places_of(row["text"], article.forms) if row else None
    whole = places is not None
    if places is None:
        row = {}
        if not article.forms:
            raise Fault(f"{where}: there are no tokens in this article.", "Take it out, and import again.")
        text, places = joined(_sentences(article))
    else:
        text = row["text"]
    task = Task(where, text, file)
    names = {one_column(each): each for each in row.get(LABELS) or () if isinstance(each, str)}
    for start, end in zip([0, *article.ends], article.ends, strict=False):  # no span goes on behind a sentence
        for label, first, last in runs(article.tags[start:end]):
            task.add(start + first, names.get(label, label), places[start + first][0], places[start + last - 1][1])
    for number, each in enumerate(Fields(row, where).items(SPANS)):
        task.add(("beside", number), *(each if isinstance(each, list) and len(each) == 3 else (None, None, None)))
    columns = _columns(article)
    if columns:
        task.losses.append(Loss(Lost.ATTRIBUTES, len(columns), detail="columns of tokens", kept=True))
    kept = {**({COLUMNS: columns} if columns else {}), **({} if whole else {SENTENCES: article.ends})}
    found = imported(task, FORM, about=row, record=row.get(RECORD), kept=kept)
    tokens = _tokens(task, places, text)
    notes = found.notes if whole else (*found.notes, _PUT_TOGETHER)
    return replace(found, notes=notes, document=replace(found.document, tokens=tokens))


def _sentences(article: _Article) -> list[list[str]]:
    starts = [0, *article.ends]
    return [article.forms[start:end] for start, end in zip(starts, article.ends, strict=False)]


def _columns(article: _Article) -> list[list[str]]:
    """The columns that are neither token nor tag, but for those that say nothing."""
    width = min(map(len, article.others), default=0)
    columns = [[row[at] for row in article.others] for at in range(width)]
    return [column for column in columns if not all(set(each) <= _EMPTY for each in column)]


def _tokens(task: Task, places: Sequence[tuple[int, int]], text: str) -> Tokens | None:
    """The file's tokens, None where the text was changed as it was read."""
    if task.text != text or not places:
        return None
    starts, ends = (tuple(column) for column in zip(*places, strict=True))
    return Tokens(FORM, starts, ends, tuple(text[end : end + 1] == " " for end in ends))
