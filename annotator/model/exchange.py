"""What passes between a project and another tool's files: what reads an input, what writes an output, what is lost.

A format is a `Format`: a value that says what it is called, and how it is recognised, read and written. Those that come
with the program and those of other packages (entry points in the group `annotator.formats`) are alike.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import BinaryIO, Literal, Protocol, TextIO

from annotator.model.counting import how_many
from annotator.model.document import AnyAnnotation, Decision, Document, Kind, Quote, Span, Speaker, Status
from annotator.model.faults import Fault
from annotator.model.imported import IMPORTED, title_of
from annotator.model.labels.layers import Layer, Layers
from annotator.model.notes import noted

Contents = Literal["clause", "marked"]
"""What counts as a mixed quote's contents: the whole reported clause, or only what stands in quote marks."""


def chosen_contents(quotes: Iterable[Quote], contents: Contents) -> tuple[list[Quote], tuple[str, ...]]:
    """The quotes with the contents that are wanted, and the ids of those of which nothing is left.

    With "marked", speech without marks that is direct all the same (set off by a dash) keeps its contents.
    """
    if contents == "clause":
        return list(quotes), ()
    chosen, left_out = [], []
    for quote in quotes:
        if quote.marked:
            chosen.append(replace(quote, contents=quote.marked))
        elif quote.kind is Kind.DIRECT:
            chosen.append(quote)
        else:
            left_out.append(quote.id)
    return chosen, tuple(left_out)


class Lost(StrEnum):
    """What one side has and the other has no place for, in a person's words and in the plural."""

    OVERLAPS = "overlapping spans"
    PARTS = "parts of what is in several parts"
    OFF_TOKENS = "spans off token borders"
    MISPLACED = "places that do not fit the text"
    QUOTES = "quotes"
    UNMARKED = "quotes of which nothing stands in marks"
    SPEAKERS = "identities of speakers"
    RELATIONS = "relations"
    ATTRIBUTES = "attributes and notes"
    DECISIONS = "decisions, origins and scores"
    LABELS = "labels"
    ENTITIES = "entities"
    TEXT = "characters of the text"
    META = "things known of the article"

    def times(self, count: int) -> str:
        """So many of them, in words: "1 relation", "2 relations"."""
        return how_many(count, _ONE[self], self.value)


_ONE = {
    Lost.OVERLAPS: "overlapping span",
    Lost.PARTS: "part of what is in several parts",
    Lost.OFF_TOKENS: "span off token borders",
    Lost.MISPLACED: "place that does not fit the text",
    Lost.QUOTES: "quote",
    Lost.UNMARKED: "quote of which nothing stands in marks",
    Lost.SPEAKERS: "identity of a speaker",
    Lost.RELATIONS: "relation",
    Lost.ATTRIBUTES: "attribute or note",
    Lost.DECISIONS: "decision, origin or score",
    Lost.LABELS: "label",
    Lost.ENTITIES: "entity",
    Lost.TEXT: "character of the text",
    Lost.META: "thing known of the article",
}


@dataclass(frozen=True)
class Loss:
    """Something of one article that does not come over.

    count   how many such things, where they are told together
    span    where it stands in the article's text, if it has a place there
    detail  which it is: an id, a label, a value
    kept    whether it is kept as it came, and written again to the format it came from
    """

    what: Lost
    count: int = 1
    span: Span | None = None
    detail: str = ""
    kept: bool = False

    def __str__(self) -> str:
        where = f" at {self.span.start} to {self.span.end}" if self.span is not None else ""
        which = f" ({self.detail})" if self.detail else ""
        return f"{self.what.times(self.count)}{where}{which}" + (", kept for this format" if self.kept else "")


@dataclass(frozen=True, kw_only=True)
class Imported:
    """One article of an input.

    speakers  those that its annotations name; their ids are the input's
    notes     what was left out of the text or guessed, in words a person reads
    encoding  the codec the file was decoded with
    losses    what else the input had and the document has no place for
    layers    its layers of spans, of which somebody may say that they are entities
    """

    document: Document
    speakers: tuple[Speaker, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8"
    losses: tuple[Loss, ...] = ()
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True)
class Portable:
    """An article that is to be written: its document, with tokens, and the speakers by their ids.

    split  the part of the data that it belongs to ("train"), "" where there are none
    """

    document: Document
    speakers: Mapping[str, Speaker]
    split: str = ""


def untold(
    article: Portable,
    told: Collection[Lost] = (),
    *,
    shown: Collection[str] = (),
    form: str = "",
    notes: Collection[str] = (),
    kept: bool = False,
) -> Iterator[Loss]:
    """In sums what is known of an article, and of what is not rejected in it, but a format does not tell.

    told   the sorts that the format tells: SPEAKERS by name and role, ATTRIBUTES how quotes are attributed (no notes);
           of others the writer says itself what is lost
    shown  the names of the article's and the document's fields that it tells
    form   under this name documents keep what the format alone has a place for, and that it tells again
    notes  the ids of the annotations whose notes it tells
    kept   whether all this is kept beside for this program

    An annotation's decision and origin count where one that another tool made would not have the same.
    """
    document = article.document
    rows = document.annotations
    speakers = [article.speakers[name] for name in {*map(attrgetter("speaker"), rows)} & article.speakers.keys()]
    attributed = (
        () if Lost.ATTRIBUTES in told else (each for each in rows if isinstance(each, Quote) and each.attribution)
    )
    said = (replace(each, note=None) if each.id in notes else each for each in rows)
    more = {each.id for each in (*attributed, *(each for each in said if each.extra.keys() - {form} or noted(each)))}
    named = [each for each in speakers if Lost.SPEAKERS in told and (each.aliases or each.wikidata or each.extra)]
    counts = {
        Lost.ENTITIES: 0 if Lost.ENTITIES in told else sum(not isinstance(each, Quote) for each in rows),
        Lost.QUOTES: 0 if Lost.QUOTES in told else sum(isinstance(each, Quote) for each in rows),
        Lost.SPEAKERS: 0 if Lost.SPEAKERS in told else len(speakers),
        Lost.ATTRIBUTES: len(more) + len(named),
        Lost.DECISIONS: 0 if Lost.DECISIONS in told else sum(map(_is_decided, rows)),
        Lost.META: sum(1 for name in _known(document) if name not in {*shown, form}),
    }
    yield from (Loss(what, count, kept=kept) for what, count in counts.items() if count)


def _is_decided(annotation: AnyAnnotation) -> bool:
    about = (annotation.score, annotation.reason, annotation.accepted_by, annotation.by, annotation.at)
    by_others = annotation.decision is Decision.ADDED and annotation.origin == IMPORTED
    return not by_others or any(each is not None for each in about)


def _known(document: Document) -> Iterator[str]:
    """The names of what is known of an article beyond its text; a title that is its first line is not."""
    article = document.article
    for name in ("outlet", "url", "published", "language", "file", "headings"):
        if getattr(article, name):
            yield name
    if article.title and article.title != title_of(article.text):
        yield "title"
    if document.status is not Status.NEW:
        yield "status"
    if document.annotator is not None:
        yield "annotator"
    if document.note is not None:
        yield "note"
    if document.flagged:
        yield "flagged"
    yield from ("boilerplate" for _ in document.boilerplate)
    yield from ("cases" for _ in document.cases)
    yield from (*document.extra, *document.meta_extra)


@dataclass(frozen=True, kw_only=True)
class WriteOptions:
    """How articles are written.

    contents     of a mixed quote the whole clause, or only what stands in quote marks
    rejected     rejected suggestions too, as hard negatives, where the format has a place for them
    source_map   where the text stood in the imported file, where the format has a place for it
    exported_by  the program and its version
    splits       the parts that the data is divided into, in order; empty where it is not divided
    labels       every label of what is written, in alphabetical order, for formats that declare them first
    """

    contents: Contents = "clause"
    rejected: bool = False
    source_map: bool = False
    exported_by: str = "annotator"
    splits: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class Input(Protocol):
    """A file that is read."""

    @property
    def name(self) -> str:
        """Its name, without folders."""

    def open(self) -> BinaryIO:
        """Its bytes, from the first. Raises Fault where it cannot be read, or is too large."""

    def beside(self, name: str, folder: str = "") -> "Input | None":
        """The file of that name in the same folder, or in the one called `folder` that stands beside it.

        None where there is none, or where `name` or `folder` leads elsewhere.
        """


class Output(Protocol):
    """Where files are written. Nothing of it can be seen by others before all has gone well.

    stem  what the export is called, without a suffix
    """

    stem: str

    def text(self, name: str = "") -> TextIO:
        r"""The file of that name, in UTF-8 with `\n` as line ends; "" is the one file of a format that has one."""

    def binary(self, name: str = "") -> BinaryIO:
        """The same for bytes."""

    def put(self, name: str, data: bytes) -> None:
        """Writes a whole file of that name at once: better where there is one for each article."""


class Writer(Protocol):
    """Writes articles, one by one, each whole or not at all."""

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes an article and tells what of it the format has no place for.

        Raises Fault where it cannot be written; then nothing of it is.
        """

    def finish(self) -> None:
        """Writes what comes after the last article."""


def _never(_: Input) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Format:
    """A form that articles are kept in outside this program.

    name        what it is called on the command line ("prodigy")
    title       what it is called in the window ("Prodigy JSONL")
    suffixes    how its files' names end, with the dot; an export's name gets the first
    recognises  whether an input is of this form, told by what stands in it; must be quick and never raise
    part_of     whether an input is read along with another, and passed over where a folder is searched; as quick
    read        the articles of an input, one by one, and a Fault in place of each that cannot be read
    read_layers the same where somebody has said which of its layers are entities; None where it has no layers
    write       what writes articles to an output; None where the form is only read
    folder      whether an export is a folder of files, with names, and not one file
    by_split    whether the writer divides the files by `Portable.split` itself
    carries     what it has a place for and what not, in a sentence a person reads before choosing it
    usage       how the files of an export are used, in Markdown, for the README that lies beside them
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Input], bool] = _never
    part_of: Callable[[Input], bool] = _never
    read: Callable[[Input], Iterator[Imported | Fault]] | None = None
    read_layers: Callable[[Input, Layers], Iterator[Imported | Fault]] | None = None
    write: Callable[[Output, WriteOptions], Writer] | None = None
    folder: bool = False
    by_split: bool = False
    carries: str = ""
    usage: str = ""


@dataclass
class LossCount:
    """Losses in sum: how many of each sort, and how many of these are kept as they came."""

    counts: dict[Lost, int] = field(default_factory=dict)
    kept: dict[Lost, int] = field(default_factory=dict)

    def add(self, losses: Iterable[Loss]) -> None:
        """Counts an article's losses."""
        for loss in losses:
            self.counts[loss.what] = self.counts.get(loss.what, 0) + loss.count
            if loss.kept:
                self.kept[loss.what] = self.kept.get(loss.what, 0) + loss.count

    def include(self, other: "LossCount") -> None:
        """Adds another sum."""
        for mine, theirs in ((self.counts, other.counts), (self.kept, other.kept)):
            for what, number in theirs.items():
                mine[what] = mine.get(what, 0) + number

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def sentence(self) -> str:
        """The sum in words, "" where nothing is lost: `2 overlapping spans; kept for this format: 3 relations`."""
        kept = {what: number for what, number in self.kept.items() if number}
        lost = {what: number - kept.get(what, 0) for what, number in self.counts.items()}
        parts = [_listed(lost), f"kept for this format: {_listed(kept)}" if kept else ""]
        return "; ".join(filter(None, parts))


def _listed(counts: Mapping[Lost, int]) -> str:
    return ", ".join(what.times(number) for what, number in counts.items() if number)
