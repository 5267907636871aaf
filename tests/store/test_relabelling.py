"""Another label set on disk: what SQL does to the rows is what the edit does to the values."""

import sqlite3
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Document, Entity, Span, Speaker
from annotator.model.edits import AddDocument, AddSpeaker, SetLabels
from annotator.model.faults import Fault
from annotator.model.history import Transaction
from annotator.model.labels.labeldraft import Use
from annotator.model.labels.labels import LabelSet
from annotator.store.project import Project
from annotator.store.relabelling import Stopped
from annotator.store.salvage.salvaging import salvage
from tests.session.killing import server
from tests.store.editor import BY

NAMES = ["A", 'Ä "B"', "C", "D"]
ODD = {"label": "A", "more": [{"span": [0, 1], "label": "A"}]}


def document(name: str, labels: list[str]) -> Document:
    """Entities of these labels, some with a speaker, and some with keys of an imported line that look like a label."""
    entities = tuple(
        Entity(
            id=f"e{n}", span=Span(n, n + 1), label=label, speaker="sp" if n % 2 else None, reason=',"label":"A"',
            extra=ODD if n % 3 == 1 else {},
        )
        for n, label in enumerate(labels)
    )  # fmt: skip
    return Document(article=Article(id=name, text="x" * (len(labels) + 1), title=name), entities=entities)


def do(editor, edit: SetLabels, origin: str = "user.labels", of: str | None = None) -> str:
    """Has a project relabelled, and the editor remember what it should hold."""
    number = f"{BY}-{len(editor.log):04}"
    transaction = Transaction(id=number, origin=origin, edits=(edit,), by=BY, at=number, summary="Test it")
    after, inverse = transaction.apply(editor.state)
    relabelled = editor.project.relabel(transaction, of=of)
    changed = [
        (name, entity.id)
        for name, each in after.documents.items()
        for entity in each.entities
        if entity != editor.state.documents[name].by_id[entity.id]
    ]
    assert (relabelled.entities, relabelled.articles) == (len(changed), len({name for name, _ in changed}))
    assert relabelled.labels == after.labels == editor.project.label_set()
    editor.state = after
    editor.log[number] = transaction, inverse
    return number


def check(editor) -> None:
    for name, expected in editor.state.documents.items():
        assert editor.project.document(name) == expected


def fill(editor, *labels: list[str]) -> None:
    editor.state = replace(editor.state, labels=LabelSet.named(NAMES[:2]))
    editor.project.put_label_set(editor.state.labels)
    editor.do(
        AddSpeaker(Speaker(id="sp", name="S")), *(AddDocument(document(f"d{n}", x)) for n, x in enumerate(labels))
    )


@given(
    st.lists(st.lists(st.sampled_from(NAMES), max_size=7), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*NAMES, "\U0001f600"]), min_size=1),
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_become_what_the_edit_makes_of_the_values_and_back(editor, texts, renamed):
    names = [f"d{len(editor.log)}.{n}" for n in range(len(texts))]
    if not editor.state.speakers:
        fill(editor)
    editor.do(*(AddDocument(document(name, labels)) for name, labels in zip(names, texts, strict=True)))
    made = do(editor, SetLabels(editor.state.labels, LabelSet.named(list(dict.fromkeys(renamed.values()))), renamed))
    check(editor)
    saved, inverse = editor.project.transaction(made)
    assert saved == editor.log[made][0]
    do(editor, inverse[0], "undo.user.labels", made)
    check(editor)
    do(editor, saved.edits[0], "redo.user.labels", made)
    check(editor)


def test_what_is_stopped_or_killed_on_the_way_has_changed_nothing(editor, path):
    fill(editor, ["A", "C"], ["A"])
    edit = SetLabels(editor.state.labels, LabelSet.named(["N"]), {"A": "N", "C": "N"})
    with pytest.raises(Stopped):
        editor.project.relabel(
            Transaction(id="t", origin="user.labels", edits=(edit,), by=BY, at=""), going=lambda done, total: False
        )
    check(editor)
    assert editor.project.label_set() == editor.state.labels
    assert "t" not in editor.project.history(BY).done
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM entities WHERE label LIKE '%N%'").fetchone() == (0,)
    raw.close()


def relabel_until_killed(path, edits, mark, pipe) -> None:
    """Renames to and fro, each time in a transaction of its own, and says each once it is saved."""
    with Project.borrow(path) as project:
        for number in range(10_000):
            edit = edits[number % 2]
            project.relabel(Transaction(id=f"{mark}{number}", origin="user.labels", edits=(edit,), by=BY, at=""))
            pipe.send(number)


def test_a_process_killed_on_the_way_leaves_all_of_a_renaming_or_nothing(editor, path):
    fill(editor, *[["A", "C"] * 10] * 10)
    there = SetLabels(LabelSet(), LabelSet.named(["N"]), {"A": "N", "B": "N"})
    edits = there, SetLabels(there.labels, LabelSet.named(["A"]), {"N": "A"})
    editor.project.close()
    said = 0
    for mark in "xy":
        ours, theirs = server().Pipe(duplex=False)
        child = server().Process(target=relabel_until_killed, args=(path, edits, mark, theirs))
        child.start()
        theirs.close()
        said += 1 + ours.recv()
        child.join(timeout=Random(mark).uniform(0, 0.05))
        child.kill()
        child.join()
        with suppress(EOFError):
            while True:
                ours.recv()
                said += 1
        with Project.open(path, by=BY) as project:
            assert not project.check()
            (name,) = (name for name in project.usage() if name != "C")
            assert project.label_set().names[0] == name, "the set and the entities are of one moment"
            assert len(project.history(BY).done) >= said, "what was said to be done is"


def test_a_project_that_is_lent_writes_nothing_and_does_not_wait(editor, path):
    fill(editor, ["A"])
    editor.project.lend(lent=True)
    with pytest.raises(Fault, match="being changed just now"):
        editor.project.put("key", 1)
    with Project.borrow(path) as borrowed:
        borrowed.put("key", 2)
    editor.project.lend(lent=False)
    assert editor.project.get("key") == 2
    editor.project.put("key", 3)


def test_it_is_counted_how_much_each_label_is_used(editor):
    fill(editor, ["A", "A", "C"], [], ["C"])
    assert editor.project.usage() == {"A": Use(2, 0b001), "C": Use(2, 0b101)}


def test_what_was_relabelled_is_salvaged_from_the_log(editor, path, tmp_path):
    fill(editor, ["A", "C"], ["C"])
    do(editor, SetLabels(editor.state.labels, LabelSet.named(["N"]), {"A": "N", "C": "N"}))
    expected, labels = editor.project.document("d0"), editor.project.label_set()
    editor.project.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE entities SET value = 'broken'")
    raw.close()
    assert salvage(path, tmp_path / "new.anno", by=BY).undo
    with Project.open(tmp_path / "new.anno", by=BY) as project:
        assert project.document("d0") == expected
        assert project.label_set() == labels
