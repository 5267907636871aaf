"""Running the pipeline again: what was decided is untouched, what is done is what was shown, undo gives all back."""

from dataclasses import replace

import pytest

from annotator.model.document import Article, Decision, Document, Span, Speaker
from annotator.model.edits import AddDocument, Decide
from annotator.model.faults import Fault
from annotator.model.renewal import Sort
from annotator.model.suggestions import QuoteKinds, Suggestions, Wish
from annotator.session.suggesting import runagain
from annotator.session.suggesting.runagain import Changed, Extent, Spool, Unread, carry_out, look_again
from tests.session.readers import Plain

READER = "tests.session.readers:Plain"
WISH = Wish(QuoteKinds.MARKED, "p 2")


class Naming(Plain):
    """Every entity names a speaker of the same words."""

    def read(self, text, language, wish) -> Suggestions:
        found = super().read(text, language, wish)
        names = dict.fromkeys(entity.label for entity in found.entities)
        speakers = tuple(Speaker(id=f"s{n}", name=f"Sir {name}") for n, name in enumerate(names, 1))
        ids = {speaker.name: speaker.id for speaker in speakers}
        named = tuple(replace(e, label="PERSON", speaker=ids[f"Sir {e.label}"]) for e in found.entities)
        return replace(found, entities=named, speakers=speakers)


def look(session, articles, within=None, *, reader=READER, wish=WISH, wanted=lambda: True):
    handed, spool = [], Spool()
    look_again(session.project.path, Extent(tuple(articles), within), wish, reader, lambda *_: None, wanted,
               handed.append)  # fmt: skip
    for each in handed:
        if isinstance(each, Changed):
            spool.put(each)
    return handed, spool


@pytest.fixture
def decided(session):
    """One accepted, one rejected, one pending entity, and a decided quote, in the first article; a third article."""
    session.dispatch("user.x", [Decide("first", "e1", Decision.ACCEPTED, by="mk", at="now"),
                                Decide("first", "e3", Decision.REJECTED, by="mk", at="now"),
                                Decide("first", "q1", Decision.CORRECTED, by="mk", at="now")])  # fmt: skip
    third = Document(article=Article(id="third", text="Old Bo met Old Ann."))
    session.dispatch("import.x", [AddDocument(third)])
    return session


def state(session):
    return {entry.id: session.project.document(entry.id) for entry in session.entries}


def kept(document):
    return [a for a in document.by_id.values() if not a.pending]


@pytest.mark.parametrize("reader", [READER, f"{__name__}:Naming"])
def test_what_is_done_is_what_was_shown_in_one_step_that_undo_takes_back(decided, reader):
    session = decided
    before, speakers, steps = state(session), session.project.speakers(), len(session.history.done)
    handed, spool = look(session, ["second", "first", "third"], reader=reader)
    assert [each.document_id for each in handed] == ["second", "first", "third"]
    assert state(session) == before, "a look changes nothing"
    carry_out(session, spool, [each.document_id for each in handed])
    made = state(session)
    for name, document in made.items():
        assert kept(document) == kept(before[name])
        assert all(document.tokens is not None for document in made.values())
    again, more = look(session, made, reader=reader)
    assert not again, "nothing is left that would change"
    more.close()
    new = sum(number for each in handed for (_, sort), number in each.counts.items() if sort is Sort.NEW)
    gone = sum(number for each in handed for (_, sort), number in each.counts.items() if sort is Sort.GONE)
    assert sum(len(d.by_id) for d in made.values()) == sum(len(d.by_id) for d in before.values()) + new - gone
    assert len(session.history.done) == steps + 1
    assert session.entries[2].prepared
    session.undo()
    assert {name: (d.entities, d.quotes, d.tokens) for name, d in state(session).items()} == {
        name: (d.entities, d.quotes, d.tokens) for name, d in before.items()
    }
    assert session.project.speakers() == speakers
    assert not session.entries[2].prepared, "suggestions are made for it again once it is opened"
    assert session.entries == session.project.entries()
    session.redo()
    assert state(session) == made
    assert session.entries[2].prepared
    assert session.entries == session.project.entries()


def test_labels_and_articles_can_be_left_out_and_what_changed_meanwhile_is_told(decided):
    session, told = decided, []
    _, spool = look(session, ["first", "third"])
    session.subscribe(told.append)
    before = state(session)
    session.dispatch("user.x", [Decide("first", "e4", Decision.ACCEPTED)])
    carry_out(session, spool, ["first"], frozenset({"Mara", "Okafor", ""}))
    made = state(session)
    assert made["third"] == before["third"]
    assert made["first"].by_id["e4"].decision is Decision.ACCEPTED
    assert made["first"].quotes == before["first"].quotes
    assert not {"Mara", "Okafor"} & {e.label for e in made["first"].entities}
    assert any("left, where something was changed meanwhile" in getattr(each, "message", "") for each in told)


def test_a_stretch_of_text_an_article_that_is_gone_and_one_that_cannot_be_read(decided):
    session = decided
    _, spool = look(session, ["third"], Span(4, 6))
    carry_out(session, spool, ["third"])
    assert [session.load("third").words(e.span) for e in session.load("third").entities] == ["Bo"]
    handed, spool = look(session, ["gone", "third", "second"], wish=Wish(pipeline="missing"))
    assert [type(each) for each in handed] == [Unread, Unread]
    assert "not installed" in handed[0].fault.message
    spool.close()
    handed, spool = look(session, ["third", "second"], wanted=lambda: False)
    assert handed == []
    spool.close()


def test_whom_nobody_knows_any_more_is_named_by_nobody(decided):
    handed, spool = look(decided, ["third"], reader=f"{__name__}:Naming")
    spool.speakers.clear()
    carry_out(decided, spool, ["third"])
    assert decided.load("third").entities == ()
    assert handed[0].counts["PERSON", Sort.NEW] == 4


def test_a_full_disk_is_said(monkeypatch):
    class Full:
        def seek(self, *_):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr(runagain, "TemporaryFile", Full)
    with pytest.raises(Fault, match="cannot be kept: No space"):
        Spool().put(Changed("a", "", {}, b"x"))
