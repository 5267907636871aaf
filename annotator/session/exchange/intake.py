"""Taking articles that have been read into a project, with no more of them in memory than are saved at a time."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.model.counting import how_many
from annotator.model.document import Document, Speaker
from annotator.model.edits import AddDocument, AddSpeaker, Edit, EditError, State
from annotator.model.exchange import Imported, LossCount
from annotator.model.faults import Fault
from annotator.model.history import Transaction, Update
from annotator.model.imported import id_of_hash
from annotator.model.labels.layers import LayerSum
from annotator.model.texts.correcting import with_text
from annotator.model.texts.wrapping import Wrapped, wrapped
from annotator.session.exchange.importing import Found
from annotator.session.exchange.losses import ArticleLoss, LossList, beside
from annotator.session.session import Session
from annotator.session.stamps import new_id, now
from annotator.store.earlier import earlier_texts
from annotator.store.project import Project
from annotator.store.sources import Source

MOST_NOTES = 3
"""How many notes an import's sentence holds; the command line and the log have more."""
BATCH = 50
"""How many articles are saved in one transaction."""
_TOLD = 1_000
"""How many notes are held in memory."""


@dataclass
class ImportReport:
    """What an import came to.

    added   the ids of the new articles
    known   the ids of those that the project had already
    corrected those of them that have had the text of these, and have another one since
    notes   what was left out of an article, as (title, note), the first thousand
    noted   how many notes there are in all
    losses  what else an article had and the project has no place for, the first thousand of it
    lost    all of it in sum
    listed  the file that lists it, None where there is none
    faults  what could not be read
    labels  those of the new articles' entities
    layers  the layers of spans of the new articles, by the formats' names
    wrapped the ids of the new articles whose lines are cut at a width
    dry     whether nothing was added: it says what would be
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    noted: int = 0
    losses: list[ArticleLoss] = field(default_factory=list)
    lost: LossCount = field(default_factory=LossCount)
    listed: Path | None = None
    faults: list[Fault] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    layers: dict[str, LayerSum] = field(default_factory=dict)
    wrapped: list[str] = field(default_factory=list)
    dry: bool = False

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        parts = [how_many(len(self.added), "article") + (" would be added" if self.dry else " added")]
        if self.known:
            corrected = f", {len(self.corrected)} with its text corrected since" if self.corrected else ""
            parts.append(f"{len(self.known)} here already{corrected}")
        if self.notes:
            parts += self._noted()
        if self.lost:
            listed = f" (listed in {self.listed.name})" if self.listed else ""
            parts.append(f"not carried over whole: {self.lost.sentence}{listed}")
        if self.faults:
            parts.append(how_many(len(self.faults), "input") + " could not be read")
        return ", ".join(parts) + "."

    def _noted(self) -> list[str]:
        """The notes, with the article's name where not all articles share one."""
        if len(self.added) <= 1:
            return list(dict.fromkeys(note for _, note in self.notes))
        named = [f"{title or 'untitled'}: {note}" for title, note in self.notes]
        return (
            named
            if len(named) <= MOST_NOTES
            else [*named[:MOST_NOTES], f"{how_many(self.noted - MOST_NOTES, 'note')} more"]
        )


class Intake:
    """Takes articles into a project; for a `with` block, at whose end the losses are listed.

    project  None where there is none yet, and nothing is to be saved
    by       the person's name
    saved    is given the update of each transaction, in which the states hold nothing but what it touched
    listed   the file that losses are listed in, None for none
    join     whether lines that were cut at a width are joined
    dry      whether only the report is wanted

    `take` raises Fault where it cannot save.
    """

    def __init__(
        self,
        project: Project | None,
        by: str,
        *,
        clock: Callable[[], str] = now,
        new_id: Callable[[str], str] = new_id,
        saved: Callable[[Update], None] = lambda update: None,
        listed: Path | None = None,
        join: bool = False,
        dry: bool = False,
    ) -> None:
        self._project, self._by, self._clock, self._new_id, self._saved = project, by, clock, new_id, saved
        self._losses = LossList(None if dry else listed)
        self._join = join
        self._dry = dry
        self._texts: dict[str, str] = {}
        self._cut: set[str] = set()  # the texts' hashes
        self._earlier: dict[str, str] | None = None
        self.report = ImportReport(losses=self._losses.losses, lost=self._losses.lost, dry=dry)

    def take(self, found: Iterable[Found | Fault]) -> None:
        """Takes in articles, those with a text that is there already excepted."""
        batch: list[Found] = []
        for item in found:
            if isinstance(item, Fault):
                self.report.faults.append(item)
                continue
            came_as = id_of_hash(item.imported.document.article.text_sha256)
            cut = wrapped(item.imported.document)
            if cut is not None and self._join:
                item = replace(item, imported=_joined(item.imported, cut))
            if self._is_new(item.imported, came_as):
                self._note(item.imported)
                if item.imported.layers:
                    self.report.layers.setdefault(item.format, LayerSum()).add(item.imported.layers)
                batch.append(item)
                if cut is not None and not self._join:
                    self._cut.add(item.imported.document.article.text_sha256)
            if len(batch) == BATCH:
                self._save(batch)
                batch = []
        self._save(batch)

    def finish(self) -> ImportReport:
        """Lists the losses, and gives what it came to."""
        self._losses.__exit__(None, None, None)
        self.report.listed = self._losses.listed
        return self.report

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            self.finish()
        else:
            self._losses.__exit__(*error)

    def _is_new(self, imported: Imported, came_as: str) -> bool:
        """Whether the project has no article with this text, nor one that had it before it was corrected.

        came_as  the id that the article would have got from the text that it comes with
        """
        article = imported.document.article
        there = self._texts.get(article.text_sha256)
        if there is None and self._project is not None:
            there = self._project.find(article.text_sha256)
        if there is None and self._project is not None:
            there = came_as if self._project.known([came_as]) else self._earlier_texts.get(article.text_sha256)
            self.report.corrected += [there] if there is not None else []
        if there is not None:
            self.report.known.append(there)
            return False
        self._texts[article.text_sha256] = article.id
        return True

    @property
    def _earlier_texts(self) -> dict[str, str]:
        """The ids of the articles by the texts that they had before."""
        if self._earlier is None:
            self._earlier = self._project.ask(earlier_texts) if self._project is not None else {}
        return self._earlier

    def _note(self, imported: Imported) -> None:
        report, article = self.report, imported.document.article
        report.noted += len(imported.notes)
        report.notes += [(article.title, note) for note in imported.notes[: max(0, _TOLD - len(report.notes))]]
        report.labels |= {entity.label for entity in imported.document.entities}
        self._losses.add(article, imported.losses)

    def _save(self, batch: Sequence[Found]) -> None:
        if not batch:
            return
        if self._dry or self._project is None:
            self.report.added += [found.imported.document.id for found in batch]
            return
        taken = set(self._project.known([found.imported.document.id for found in batch]))
        speakers = self._project.speakers_of({each.id for found in batch for each in found.imported.speakers})
        before = State({}, dict(speakers))
        edits: list[Edit] = []
        sources: dict[str, Source] = {}
        for found in batch:
            document, added = _fitted(found.imported, taken, speakers, self._new_id)
            taken.add(document.id)
            edits += [*(AddSpeaker(speaker) for speaker in added), AddDocument(document)]
            sources[document.id] = found.source
            if document.article.text_sha256 in self._cut:
                self.report.wrapped.append(document.id)
        self._commit(edits, before, sources)
        self.report.added += sources
        self._texts.clear()  # what is saved the project knows

    def _commit(self, edits: Sequence[Edit], before: State, sources: dict[str, Source]) -> None:
        assert self._project is not None
        transaction = Transaction(
            id=self._new_id("t"),
            origin="import.articles",
            edits=tuple(edits),
            by=self._by,
            at=self._clock(),
            summary=f"Import {how_many(len(sources), 'article')}",
        )
        after, inverse = transaction.apply(before)
        update = Update(transaction, before, after)
        try:
            self._project.save(update, inverse, sources=sources)
        except EditError as error:
            raise Fault(f"The articles do not fit the project: {error}.", "Import them again.") from error
        self._saved(update)


def _joined(imported: Imported, cut: Wrapped) -> Imported:
    """The article with its lines joined, and a note that they were."""
    note = f"{how_many(cut.joined, 'line')} joined that were cut at {cut.width} characters"
    return replace(imported, document=with_text(imported.document, cut.pieces), notes=(*imported.notes, note))


def beside_project(project: Path, inputs: Sequence[Path]) -> Path:
    """Where an import lists what it could not carry over: beside the project, under the first input's name too."""
    named = f".{inputs[0].name}" if inputs and inputs[0].name else ""
    return beside(project.with_name(f"{project.stem}{named}"))


def bring_in(session: Session, found: Iterable[Found | Fault]) -> ImportReport:
    """Add articles to the project under work, those with a text it has already excepted. Raises Fault likewise."""
    with intake(session) as taking:
        taking.take(found)
    return taking.report


def intake(session: Session, listed: Path | None = None) -> Intake:
    """What takes articles into the project under work."""
    return Intake(
        session.project,
        session.by,
        clock=session.clock,
        new_id=session.new_id,
        saved=session.receive,
        listed=listed,
    )


def _fitted(
    imported: Imported, ids: Container[str], speakers: dict[str, Speaker], new_id: Callable[[str], str]
) -> tuple[Document, list[Speaker]]:
    """The document and its speakers with ids that are free in the project; `speakers` grows by those added."""
    document = imported.document
    if document.id in ids:
        document = replace(document, article=replace(document.article, id=new_id("a")))
    renamed: dict[str, str] = {}
    added = []
    for speaker in imported.speakers:
        there = speakers.get(speaker.id)
        if there is not None and there.name == speaker.name:
            continue
        if there is not None:
            renamed[speaker.id] = new_id("s")
            speaker = replace(speaker, id=renamed[speaker.id])
        speakers[speaker.id] = speaker
        added.append(speaker)
    if renamed:
        document = replace(
            document,
            entities=tuple(replace(e, speaker=renamed.get(e.speaker or "", e.speaker)) for e in document.entities),
            quotes=tuple(replace(q, speaker=renamed.get(q.speaker or "", q.speaker)) for q in document.quotes),
        )
    return document, added
