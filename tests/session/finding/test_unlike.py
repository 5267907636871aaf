"""What is not the same everywhere in a project, looked for again after an edit, and what was said to be all right."""

from functools import partial

import pytest

from annotator.model.document import Article, Document, Span, Speaker
from annotator.model.edits import AddDocument, SetBoilerplate
from annotator.model.finding.concordance import Odd
from annotator.model.finding.everywhere import GiveLabel, Order, Refuse
from annotator.model.finding.unlike import PLAIN, left
from annotator.model.history import Update
from annotator.session.finding.allowing import allow, disallow
from annotator.session.finding.everywhere import carry_out
from annotator.session.finding.spellings import likely_one
from annotator.session.finding.unlike import Again, look_again, look_for_unlike, touched, within
from annotator.session.session import Session
from annotator.store.project import Project
from annotator.store.salvage.salvaging import salvage


def looked(session, look=look_for_unlike):
    handed = []
    look(session.project.path, lambda *_: None, lambda: True, handed.append)
    return handed[0]


def test_what_is_not_the_same_everywhere_comes_greatest_first(known):
    assert [(each.words, each.what, each.counts) for each in looked(known)] == [
        (("Lind",), Odd.LABEL, (("PERSON", 4), ("ORG", 1))),
        (("Mara Lind", "Marta Lind"), None, (("lind", 6), ("other", 1))),
        (("Mara Lind",), Odd.UNMARKED, (("PERSON", 2), (PLAIN, 1))),
        (("Lind",), Odd.UNMARKED, (("PERSON", 4), ("ORG", 1), (PLAIN, 2))),
        (("Lind",), Odd.SPEAKER, (("lind", 4), ("other", 1))),
    ]
    look_for_unlike(known.project.path, lambda *_: None, lambda: False, pytest.fail)
    speakers = {str(n): Speaker(id=str(n), name=name) for n, name in enumerate(("José Ruiz", "Ruiz, Jose", "Ana Ruiz"))}
    assert [each.words for each in likely_one(speakers, {"0": 2, "1": 1, "2": 1})] == [("José Ruiz", "Ruiz, Jose")]


def test_what_nobody_has_looked_at_and_boilerplate_have_left_nothing_out(known):
    text = Article(id="new", text="Lind and Mara Lind, and Lind.\nLind")
    known.dispatch("import.x", [AddDocument(Document(article=text))])
    before = looked(known)
    assert next(each.counts[-1] for each in before if each.words == ("Lind",) and each.what is Odd.UNMARKED) == (
        PLAIN,
        2,
    )
    known.dispatch("user.boilerplate", [SetBoilerplate("n1", (Span(0, 48),))])
    assert not any(each.what is Odd.UNMARKED for each in looked(known))


def test_looking_again_for_what_was_touched_comes_to_what_looking_for_all_does(known):
    updates = []
    known.subscribe(lambda event: updates.append(event) if isinstance(event, Update) else None)
    before = looked(known)
    mended = 0

    def check():
        nonlocal before, mended
        words = within(frozenset().union(*map(touched, updates)), before)
        again = looked(known, partial(look_again, words=words))
        assert isinstance(again, Again)
        before = again.put_into(before)
        assert before == looked(known)
        updates.clear()
        mended += 1

    carry_out(known, Order(GiveLabel("PERSON")), [("n1", (Span(0, 9),))])
    check()
    carry_out(known, Order(Refuse("PERSON")), [("n1", (Span(26, 30),)), ("n0", (Span(0, 9), Span(14, 18)))])
    refused = known.load("n1").entities_at(Span(26, 30))
    assert [(each.label, each.rejected, each.by) for each in refused] == [("PERSON", True, "mk")]
    assert known.load("n0").by_id["a"].rejected
    check()
    known.undo()
    assert not known.load("n1").entities_at(Span(26, 30))
    check()
    carry_out(known, Order(GiveLabel("ORG"), decided=True), [("n0", (Span(14, 18),))])
    check()
    assert mended == 4


def test_what_is_all_right_is_kept_undone_taken_back_and_salvaged(known, reopened, tmp_path):
    first = looked(known)[0]
    allow(known, first)
    (said,) = known.state.allowed.values()
    assert (said.words, said.values, said.by) == (("Lind",), ("ORG", "PERSON"), "mk")
    known.undo()
    assert not known.state.allowed
    known.redo()
    again = reopened()
    assert again.state.allowed == {said.key: said}
    assert first not in left(looked(again), again.state.allowed)
    disallow(again, said)
    assert not again.state.allowed
    again.undo()
    assert again.state.allowed == {said.key: said}
    again.close()
    salvage(again.project.path, tmp_path / "saved.anno", by="mk")
    with Project.open(tmp_path / "saved.anno", by="mk") as project:
        assert Session(project, "mk").state.allowed == {said.key: said}
