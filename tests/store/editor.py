"""What a session does to a project, without one: edits are applied and saved, and it is remembered what must be there.

With no project it only remembers, so that the same steps say what a project should hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random

from annotator.model.about import About
from annotator.model.cases import Case
from annotator.model.document import (
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    Status,
    Tokens,
)
from annotator.model.edits import (
    AddCase,
    AddDocument,
    AddEntity,
    AddQuote,
    AddSpeaker,
    Decide,
    DecideAll,
    Edit,
    MoveBoundary,
    NameAll,
    Remove,
    RemoveCase,
    RemoveDocument,
    ReplaceAnnotations,
    ReplaceSpeaker,
    SetAbout,
    SetAllowed,
    SetAttribution,
    SetBoilerplate,
    SetContents,
    SetCue,
    SetFlag,
    SetKind,
    SetLabel,
    SetLanguage,
    SetNote,
    SetSource,
    SetSpeaker,
    SetStatus,
    SetTokens,
    State,
)
from annotator.model.finding.allowed import Allowed
from annotator.model.history import History, Transaction, Update
from annotator.store.project import Project
from annotator.store.sources import Source

BY = "Ana"
SAID = Allowed("label", ("Mara Lind",), ("ORG", "PERSON"), BY)
SENTENCE = "Mara Lind met “the harbour 👍 board” in Øst. "


@dataclass
class Editor:
    project: Project | None = None
    by: str = BY
    state: State = field(default_factory=State)
    history: History = field(default_factory=History)
    log: dict[str, tuple[Transaction, tuple[Edit, ...]]] = field(default_factory=dict)

    def do(
        self,
        *edits: Edit,
        origin: str = "user.test",
        sources: Mapping[str, Source] | None = None,
        step: str | None = None,
    ) -> str:
        made = self._save(edits, origin, None, sources, step)
        if origin.startswith("user."):
            self.history = self.history.record(step or made)
        return made

    def undo(self, of: str | None = None) -> str:
        of = of or self.history.done[-1]
        made = self._save(self.log[of][1], f"undo.{self.log[of][0].origin}", of)
        self.history = self.history.undo()
        return made

    def redo(self) -> str:
        of = self.history.undone[-1]
        made = self._save(self.log[of][0].edits, f"redo.{self.log[of][0].origin}", of)
        self.history = self.history.redo()
        return made

    def _save(
        self,
        edits: tuple[Edit, ...],
        origin: str,
        of: str | None,
        sources: Mapping[str, Source] | None = None,
        step: str | None = None,
    ) -> str:
        number = f"{self.by}-{len(self.log):04}"
        transaction = Transaction(
            id=number, origin=origin, edits=edits, by=self.by, at=number, summary="Test it", step=step
        )
        after, inverse = transaction.apply(self.state)
        if self.project is not None:
            self.project.save(Update(transaction, self.state, after), inverse, of=of, sources=sources or {})
        self.state = after
        self.log[number] = transaction, inverse
        return number


def article(name: str, sentences: int = 3) -> Document:
    return Document(article=Article(id=name, text=SENTENCE * sentences, title=f"On {name}", file=f"{name}.txt"))


def source(document: Document) -> Source:
    data = document.text.encode()
    return Source(f"{document.id}.txt", data, sha256(data).hexdigest(), "utf-8")


def suggestions(document: Document) -> tuple[Edit, ...]:
    """What a pipeline would propose: the same entity in every sentence."""
    starts = range(0, len(document.text), len(SENTENCE))
    entities = tuple(
        Entity(id=f"e{start}", span=Span(start, start + 9), label="PERSON", origin="p 1", score=0.5) for start in starts
    )
    words = Tokens("p 1", tuple(starts), tuple(s + 4 for s in starts), tuple(True for _ in starts))
    return SetTokens(document.id, words), ReplaceAnnotations(document.id, entities=entities)


def step(editor: Editor, random: Random) -> str:
    """One more gesture, chosen by `random`; the id of its transaction."""
    count = len(editor.log)
    if count % 40 == 0:
        new = article(f"a{count:04}", sentences=100)
        return editor.do(AddDocument(new), origin="import.text", sources={new.id: source(new)})
    if count % 40 == 1:
        return editor.do(*suggestions(editor.state.documents[f"a{count - 1:04}"]), origin="nlp.suggestions")
    if editor.history.done and random.random() < 0.2:
        return editor.undo()
    if editor.history.undone and random.random() < 0.5:
        return editor.redo()
    return editor.do(*gesture(editor.state, random, f"n{count}"))


def gesture(state: State, random: Random, new: str) -> tuple[Edit, ...]:
    """Edits of an article of the state, of any kind that there is but for bringing articles in; `new` names what is."""
    document = random.choice(list(state.documents.values()))
    start = random.randrange(len(document.text) - 9)
    span = Span(start, start + random.randrange(1, 9))
    choices: list[tuple[Edit, ...]] = [
        (AddEntity(document.id, Entity(id=new, span=span, label="ORG", decision=Decision.ADDED, by=BY, at=new)),),
        (
            AddSpeaker(Speaker(id=new, name=f"Speaker {new}")),
            AddQuote(document.id, Quote(id=f"q{new}", kind=Kind.DIRECT, contents=(span,), speaker=new)),
        ),
        (SetStatus(document.id, random.choice(list(Status)), BY),),
        (SetLanguage(document.id, random.choice(["en", "de", None])),),
        (SetAbout(document.id, About(title=f"Title {new}", byline=random.choice([None, "Mara Lind"]))),),
        (SetNote(document.id, None, f"Note {new}"), SetFlag(document.id, None, random.random() < 0.5)),
        (SetBoilerplate(document.id, random.choice([(), document.article.paragraphs[:1]])),),
        (
            *(RemoveCase(document.id, case.id) for case in document.cases),
            AddCase(document.id, Case(id=new, annotation="e1", sort="ORG", sentence=SENTENCE, marks=(0, 4), why=new)),
        ),
    ]
    pending = tuple(entity.id for entity in document.entities if entity.pending and entity.by is None)
    if pending:
        choices.append((DecideAll(document.id, pending, Decision.ACCEPTED, None, BY, new),))
    if document.entities:
        chosen = random.choice(document.entities).id
        choices += [
            (SetLabel(document.id, chosen, "GPE"), MoveBoundary(document.id, chosen, span)),
            (Decide(document.id, chosen, random.choice(list(Decision)), None, BY, new),),
            (Remove(document.id, chosen),),
        ]
        if state.speakers:
            choices.append((SetSpeaker(document.id, chosen, random.choice(list(state.speakers))),))
            nameless = tuple(entity.id for entity in document.entities if entity.speaker is None)
            if nameless:
                choices.append((NameAll(document.id, nameless, random.choice(list(state.speakers))),))
    if document.quotes:
        choices += _quote_gestures(document, random.choice(document.quotes), span, random)
    choices.append((SetAllowed(SAID.key, replace(SAID, at=new) if random.random() < 0.7 else None),))
    if state.speakers:
        speaker = random.choice(list(state.speakers.values()))
        choices.append((ReplaceSpeaker(replace(speaker, role=f"role {new}")),))
    if len(state.documents) > 1 and random.random() < 0.03:
        return (RemoveDocument(document.id),)
    return random.choice(choices)


def _quote_gestures(document: Document, quote: Quote, span: Span, random: Random) -> list[tuple[Edit, ...]]:
    return [
        (SetKind(document.id, quote.id, random.choice(list(Kind))),),
        (SetContents(document.id, quote.id, (span,), (span,)),),
        (SetCue(document.id, quote.id, span), SetSource(document.id, quote.id, span)),
        (SetAttribution(document.id, quote.id, random.choice(list(Attribution))),),
    ]
