"""What a project should hold, the naive way: one flat dict of everything there is, a copy of which is kept for undo.

It shares nothing with the program but the values that edits are made of.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.document import AnyAnnotation, Span, paragraphs
from annotator.model.edits import (
    AddCase,
    AddDocument,
    AddEntity,
    AddQuote,
    AddSpeaker,
    DecideAll,
    Edit,
    MoveBoundary,
    NameAll,
    Remove,
    RemoveCase,
    RemoveDocument,
    RemoveSpeaker,
    ReplaceAnnotations,
    ReplaceSpeaker,
    SetAbout,
    SetBoilerplate,
    SetContents,
    SetFlag,
    SetLabel,
    SetLabels,
    SetLanguage,
    SetNote,
    SetSpeaker,
    SetStatus,
    SetText,
    SetTokens,
)
from annotator.model.history import Transaction
from annotator.model.labels.labels import Label
from annotator.model.state import spans_of
from tests.session.flat import (
    GONE,
    LABELS,
    Flat,
    Key,
    hueless,
    of_annotation,
    of_case,
    of_document,
    of_speaker,
)
from tests.session.letters import SPANS, Letters, in_words, moved

_OF_ENTITIES = (MoveBoundary, SetLabel)
_OF_EITHER = ("Decide", "SetFlag", "SetNote", "SetSpeaker")


class Unfit(Exception):
    """An edit does not fit what there is."""


@dataclass
class Done:
    """A transaction that was done: its edits, and what each key that it touched was before and after.

    called  the names that there were before it of labels, in the set or of entities
    """

    edits: tuple[Edit, ...]
    before: Flat
    after: Flat
    called: frozenset[str]


@dataclass
class Naive:
    """The project as it should be.

    done, undone  steps of transactions, oldest first, each with its name
    """

    now: Flat = field(default_factory=dict)
    done: list[tuple[str, list[Done]]] = field(default_factory=list)
    undone: list[tuple[str, list[Done]]] = field(default_factory=list)

    def follow(self, transaction: Transaction) -> None:
        """Do what a transaction says; raises Unfit where it does not fit, and then nothing has changed."""
        did = self.do(transaction.edits)
        if transaction.origin.startswith("user."):
            step = transaction.step or transaction.id
            known = next((dids for name, dids in self.done if name == step), None)
            known.append(did) if known is not None else self.done.append((step, [did]))
            self.undone.clear()

    def do(self, edits: tuple[Edit, ...]) -> Done:
        """Do edits, as one; likewise."""
        copy = dict(self.now)
        touched: set[Key] = set()
        for edit in edits:
            for key, value in list(_written(copy, edit)):
                touched.add(key)
                copy.pop(key, None) if value is GONE else copy.__setitem__(key, value)
        _check_references(copy)
        before, after = ({key: state.get(key, GONE) for key in touched} for state in (self.now, copy))
        names = {label.name for label in self.now.get(LABELS, ())}
        called = names.union(value for key, value in self.now.items() if key[-1] == "label")
        self.now = copy
        return Done(edits, before, after, frozenset(called))

    def relabel(self, edit: SetLabels, step: str) -> None:
        """Give the project another label set, as a step."""
        self.done.append((step, [self.do((edit,))]))
        self.undone.clear()

    def undo(self) -> None:
        """Take the newest step back, all of it that fits; what does not is forgotten, and Unfit is raised."""
        name, dids = self.done.pop()
        fitting = [did for did in reversed(dids) if self._took_back(did)]
        if fitting:
            self.undone.append((name, fitting[::-1]))
        if len(fitting) < len(dids):
            raise Unfit

    def _took_back(self, did: Done) -> bool:
        copy = dict(self.now)
        try:
            _take_back(copy, did)
            _check_references(copy)
        except Unfit:
            return False
        self.now = copy
        return True

    def redo(self) -> None:
        """Do the step that was undone last again, likewise; where it is one edit, none can be redone then."""
        name, dids = self.undone.pop()
        again = [self._did_again(did) for did in dids]
        fitting = [did for did in again if did is not None]
        if fitting:
            self.done.append((name, fitting))
        if len(fitting) < len(dids):
            if len(dids) == 1:
                self.undone.clear()
            raise Unfit

    def _did_again(self, did: Done) -> Done | None:
        try:
            return self.do(did.edits)
        except Unfit:
            return None


def _take_back(state: Flat, did: Done) -> None:
    if isinstance(did.edits[0], SetLabels):
        _call_as_before(state, did.edits[0], did)
        return
    for edit in did.edits:
        if isinstance(edit, SetText):
            _word_as_before(state, edit, did)
            return
    for key, value in did.after.items():
        there = _thing(key)
        if (there in state) is (did.after.get(there, value) is GONE):
            raise Unfit(f"{there} is not as it was left")
    removed = {key[0] for key, value in did.before.items() if key[-1] == "text" and value is GONE}
    for key, value in did.before.items():
        state.pop(key, None) if value is GONE else state.__setitem__(key, value)
    for key in [key for key in state if key[0] in removed]:  # an article goes with all that came into it since
        del state[key]


def _call_as_before(state: Flat, edit: SetLabels, did: Done) -> None:
    """Entities that were given a name which others had keep it, but for those that were there and have it still.

    A name that was new is taken back from all, for the first of the labels that got it.
    """
    first: dict[str, str] = {}
    for name, after in edit.renamed.items():
        if after not in did.called or after in edit.renamed:
            first.setdefault(after, name)
    for key, had in [(key, had) for key, had in state.items() if _is_label(key)]:
        was = did.before.get(key)
        one_by_one = was is not None and did.after[key] == had and first.get(had) != was
        state[key] = was if one_by_one else first.get(had, had)
    state[LABELS] = _labels_after(state, did.after[LABELS], did.before[LABELS])


def _word_as_before(state: Flat, edit: SetText, did: Done) -> None:
    """What lost its words, or some of them, is as it was; all else moves back with its words, be it there since."""
    document = edit.document
    _need((document, "text") in state)
    back = Letters.of(did.before[document, "text"], edit.pieces).back
    restored = {key[:3] for key, value in did.before.items() if key[-1] == "id" and value is not GONE}
    tokens = state[document, "tokens"]
    for key, spans in list(_moved(state, document, back, restored)):
        if spans is None:
            for each in list(_gone(state, key)):
                del state[each[0]]
        else:
            state.update({(*key, name): value for name, value in spans.items()})
    state.update({key: value for key, value in did.before.items() if len(key) == 2 or key[:3] in restored})
    if tokens is not None and state[document, "tokens"] is None:  # they have come since
        state[document, "tokens"] = in_words(back.new, tokens.tokenizer)


def _moved(
    state: Mapping[Key, Any], document: str, letters: Letters, given: Collection[Key]
) -> Iterator[tuple[Key, dict[str, Any] | None]]:
    """Each annotation of a document with its spans in another text; None where it is given, or lost some of its own."""
    for key in {key[:3] for key in state if key[0] == document and key[1] in ("entity", "quote")}:
        fields = {name: state[*key, name] for name in SPANS if (*key, name) in state}
        yield key, None if key in given else moved(letters, fields)


def _labels_after(state: Flat, former: Iterable[Label], labels: Iterable[Label]) -> tuple[Label, ...]:
    """A label set in place of a former one, and at its end what has come to the project's since."""
    found, known = list(hueless(labels)), {label.name for label in former}
    for label in state.get(LABELS, ()):
        if label.name not in known and label.name not in {other.name for other in found}:
            taken = label.key in {other.key for other in labels}
            found.append(replace(label, key=None) if taken else label)
    return tuple(found)


def _is_label(key: Key) -> bool:
    return key[1] == "entity" and key[-1] == "label"


def _thing(key: Key) -> Key:
    """The key that says whether what a key is about is there."""
    return (key[0], "text") if len(key) == 2 else (*key[:-1], "id")


def _check_references(state: Mapping[Key, Any]) -> None:
    for key, value in state.items():
        if key[-1] == "speaker" and value is not None and ("speaker", value, "id") not in state:
            raise Unfit(f"{key} is no speaker")


def _written(state: Mapping[Key, Any], edit: Edit) -> Iterator[tuple[Key, Any]]:
    """The keys that an edit writes, with their new values; raises Unfit."""
    if isinstance(edit, SetLabels):
        yield LABELS, _labels_after(state, edit.former.labels, edit.labels.labels)
        yield from ((key, edit.renamed[had]) for key, had in state.items() if _is_label(key) and had in edit.renamed)
    elif isinstance(edit, AddDocument):
        _need((edit.added.id, "text") not in state)
        yield from of_document(edit.added).items()
    elif isinstance(edit, AddSpeaker):
        _need(("speaker", edit.speaker.id, "id") not in state)
        yield from of_speaker(edit.speaker).items()
    elif isinstance(edit, ReplaceSpeaker):
        _need(("speaker", edit.speaker.id, "id") in state)
        yield from of_speaker(edit.speaker).items()
    elif isinstance(edit, RemoveSpeaker):
        _need(("speaker", edit.removed, "id") in state)
        _need(not any(key[-1] == "speaker" and value == edit.removed for key, value in state.items()))
        yield from _gone(state, ("speaker", edit.removed))
    else:
        assert edit.document_id is not None
        _need((edit.document_id, "text") in state)
        yield from _written_in(state, edit.document_id, edit)


def _written_in(state: Mapping[Key, Any], document: str, edit: Edit) -> Iterator[tuple[Key, Any]]:
    if isinstance(edit, RemoveDocument):
        yield from _gone(state, (document,))
    elif isinstance(edit, SetAbout | SetBoilerplate | SetStatus | SetLanguage | SetTokens) or _is_on_article(edit):
        _check_aside(state[document, "text"], getattr(edit, "paragraphs", ()))
        yield from (((document, name), value) for name, value in _fields(edit).items())
    elif isinstance(edit, AddCase | RemoveCase | SetText):
        written = _written_of_text if isinstance(edit, SetText) else _written_of_case
        yield from written(state, document, edit)
    elif isinstance(edit, AddEntity):
        yield from _added(state, document, [edit.entity], ())
    elif isinstance(edit, AddQuote):
        yield from _added(state, document, [edit.quote], ())
    elif isinstance(edit, ReplaceAnnotations):
        for name in edit.removed:
            yield from _gone(state, (document, _sort(state, document, name), name))
        yield from _added(state, document, [*edit.entities, *edit.quotes], edit.removed)
    elif isinstance(edit, DecideAll):
        names = ("decision", "accepted_by", "by", "at")
        keys = [(document, _sort(state, document, each), each) for each in edit.annotations]
        _need(len({tuple(state[*key, name] for name in names) for key in keys}) == 1)
        yield from (((*key, name), getattr(edit, name)) for key in keys for name in names)
    elif isinstance(edit, NameAll):
        _need(edit.speaker is None or ("speaker", edit.speaker, "id") in state)
        keys = [(document, "entity", each) for each in edit.entities]
        _need(all((*key, "speaker") in state for key in keys))
        _need(len({state[*key, "speaker"] for key in keys}) == 1)
        yield from (((*key, "speaker"), edit.speaker) for key in keys)
    else:
        assert edit.annotation_id is not None
        yield from _written_on(state, (document, _sort(state, document, edit.annotation_id), edit.annotation_id), edit)


def _written_of_text(state: Mapping[Key, Any], document: str, edit: Any) -> Iterator[tuple[Key, Any]]:
    try:
        letters = Letters.of(state[document, "text"], edit.pieces)
    except ValueError as error:
        raise Unfit(str(error)) from error
    _need(bool(letters.new))
    _check_aside(letters.new, edit.boilerplate)
    given = [*edit.entities, *edit.quotes]
    keys = [(document, sort, each.id) for each in given for sort in ("entity", "quote")]
    for key, spans in _moved(state, document, letters, keys):
        if spans is None:
            yield from _gone(state, key)
        else:
            yield from (((*key, name), value) for name, value in spans.items())
    for annotation in given:
        _need(all(0 <= a < b <= len(letters.new) for a, b in spans_of(annotation)))
        _need(annotation.speaker is None or ("speaker", annotation.speaker, "id") in state)
        yield from of_annotation(document, annotation).items()
    yield (document, "text"), letters.new
    yield (document, "tokens"), letters.tokens(state[document, "tokens"], edit.tokens)
    yield (document, "boilerplate"), edit.boilerplate
    yield (document, "headings"), edit.headings
    yield (document, "file places"), letters.file_places(state[document, "file places"])


def _written_of_case(state: Mapping[Key, Any], document: str, edit: Any) -> Iterator[tuple[Key, Any]]:
    if isinstance(edit, RemoveCase):
        yield from _gone(state, (document, "case", edit.case))
    else:
        _need((document, "case", edit.case.id, "id") not in state)
        yield from of_case(document, edit.case).items()


def _is_on_article(edit: Edit) -> bool:
    return isinstance(edit, SetNote | SetFlag) and edit.annotation is None


def _fields(edit: Edit) -> Mapping[str, Any]:
    """The fields of a document that an edit of it as a whole writes."""
    if isinstance(edit, SetAbout):
        return vars(edit.about)
    if isinstance(edit, SetBoilerplate):
        return {"boilerplate": edit.paragraphs}
    return {name: value for name, value in vars(edit).items() if name not in ("document", "annotation")}


def _written_on(state: Mapping[Key, Any], key: Key, edit: Edit) -> Iterator[tuple[Key, Any]]:
    if isinstance(edit, Remove):
        yield from _gone(state, key)
        return
    if type(edit).__name__ not in _OF_EITHER:
        _need(key[1] == ("entity" if isinstance(edit, _OF_ENTITIES) else "quote"))
    if isinstance(edit, SetSpeaker) and edit.speaker is not None:
        _need(("speaker", edit.speaker, "id") in state)
    values = {name: value for name, value in vars(edit).items() if name not in ("document", "annotation")}
    for name, value in values.items():
        if name in ("span", "cue", "source"):
            _check_within(state, key[0], [value] if value is not None else [])
    if isinstance(edit, SetContents):
        _check_within(state, key[0], edit.contents)
        _need(bool(edit.contents))
        _need(all(a.end <= b.start for a, b in zip(edit.contents, edit.contents[1:], strict=False)))
    yield from (((*key, name), value) for name, value in values.items())


def _added(
    state: Mapping[Key, Any], document: str, annotations: Iterable[AnyAnnotation], removed: Iterable[str]
) -> Iterator[tuple[Key, Any]]:
    taken = {key[2] for key in state if key[0] == document and key[1] in ("entity", "quote")} - set(removed)
    for annotation in annotations:
        _need(annotation.id not in taken)
        _check_within(state, document, spans_of(annotation))
        _need(annotation.speaker is None or ("speaker", annotation.speaker, "id") in state)
        taken.add(annotation.id)
        yield from of_annotation(document, annotation).items()


def _gone(state: Mapping[Key, Any], start: Key) -> Iterator[tuple[Key, Any]]:
    found = [key for key in state if key[: len(start)] == start]
    _need(bool(found))
    yield from ((key, GONE) for key in found)


def _sort(state: Mapping[Key, Any], document: str, annotation: str) -> str:
    found = [sort for sort in ("entity", "quote") if (document, sort, annotation, "id") in state]
    _need(bool(found))
    return found[0]


def _check_within(state: Mapping[Key, Any], document: str, spans: Iterable[Any]) -> None:
    _need(all(0 <= span.start < span.end <= len(state[document, "text"]) for span in spans))


def _check_aside(text: str, chosen: Sequence[Span]) -> None:
    _need(set(chosen) <= {span for span in paragraphs(text) if span.start < span.end})
    _need(list(chosen) == sorted(set(chosen)))


def _need(true: bool) -> None:
    if not true:
        raise Unfit
