import csv
from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest

from annotator.model.about import About
from annotator.model.counted import after
from annotator.model.document import Decision
from annotator.model.edits import RemoveDocument, SetAbout, SetBoilerplate
from annotator.model.figures import Table
from annotator.model.history import Update
from annotator.session.beside.jobs import Cancelled
from annotator.session.commands import run
from annotator.session.figures import (
    Figured,
    as_csv,
    as_json,
    as_text,
    figures,
    look_again_at_figures,
    look_at_figures,
)
from annotator.session.selection import Selection
from annotator.store.coverage import Looked


def rows(session, name):
    (table,) = (table for table in figures(session.project) if table.name == name)
    return table.rows


def test_figures_are_those_of_the_documents(session, path):
    for annotation, command in (("e2", "annotation.accept"), ("q2", "annotation.reject")):
        session.select(Selection(annotation=annotation))
        run(session, command)
    document = session.project.document("first")
    decisions = rows(session, "decisions")
    for decision in Decision:
        column = 2 + ("accepted", "with the article", "corrected", "rejected", "added", "pending").index(decision.value)
        of_document = sum(each.decision is decision for each in document.by_id.values())
        assert sum(row[column] for row in decisions) == of_document
    assert rows(session, "speakers") == (("Mara Lind", "", 1, 8),)
    assert rows(session, "outlets") == (("", 1, 8),)
    assert rows(session, "labels") == (("PERSON", "entities", 7), ("direct", "quotes", 1))
    assert rows(session, "articles") == (("new", 1), ("open", 1), ("done", 0), ("aside", 0))
    run(session, "edit.undo")
    assert [row[2] for row in rows(session, "speakers")] == [2]
    assert look_at_figures(path, lambda *_: None, lambda: True, lambda _: None).tables == figures(session.project)


def test_what_is_done_again_counts_and_what_is_undone_does_not(session):
    run(session, "article.done")
    assert rows(session, "progress")[0][1:] == (1, 1)
    run(session, "edit.undo")
    assert rows(session, "progress")[0][1:] == (0, 2)
    run(session, "edit.redo")
    assert rows(session, "progress")[0][1:] == (1, 3)


def test_it_ends_where_it_is_not_wanted(session):
    with pytest.raises(Cancelled):
        figures(session.project, lambda: False)


TABLE = Table("speakers", ("speaker", "words", "precision"), (('=Ana, "the"', 1234, 0.5), ("", 5, None)))


def test_tables_are_text_csv_and_json():
    assert as_text(TABLE).splitlines() == [
        "speaker      words  precision",
        '=Ana, "the"  1,234     50.0 %',
        "                 5          –",
    ]
    assert list(csv.reader(StringIO(as_csv(TABLE)))) == [
        ["speaker", "words", "precision"],
        ['\'=Ana, "the"', "1234", "0.5"],
        ["", "5", ""],
    ]
    assert as_json([TABLE])["speakers"][1] == {"speaker": "", "words": 5, "precision": None}


def test_figures_that_follow_edits_are_those_counted_anew(session, path):
    nothing = (lambda *_: None), (lambda: True), (lambda _: None)
    counted = look_at_figures(path, *nothing).counts

    def follow(event) -> None:
        nonlocal counted
        if isinstance(event, Update):
            counted = after(counted, event)

    session.subscribe(follow)
    acts = (("e2", "annotation.accept"), ("q2", "annotation.reject"), ("q1", "speaker.2"), ("e1", "label.2"),
            (None, "article.done"), (None, "edit.undo"), (None, "edit.undo"), (None, "edit.redo"))  # fmt: skip
    for annotation, command in acts:
        session.open("first")
        session.select(Selection(annotation=annotation))
        run(session, command)
        assert look_again_at_figures(path, counted, *nothing) == look_at_figures(path, *nothing), command
    session.dispatch("user.remove", [RemoveDocument("first"), SetAbout("second", About(title="x", outlet="Post"))])
    assert look_again_at_figures(path, counted, *nothing) == look_at_figures(path, *nothing)
    session.undo()
    first = session.project.document("first")
    paragraphs, counted_in = first.article.paragraphs, len(first.by_id) + len(session.project.document("second").by_id)
    for chosen in (paragraphs[:1], paragraphs[:2], ()):
        session.dispatch("user.boilerplate", [SetBoilerplate("first", chosen)], "Set aside")
        assert look_again_at_figures(path, counted, *nothing) == look_at_figures(path, *nothing)
        inside = [
            each for each in first.by_id.values() if each.extent.end <= max((span.end for span in chosen), default=0)
        ]
        assert bool(inside) is bool(chosen)
        assert sum(sum(row[2:8]) for row in rows(session, "decisions")) == counted_in - len(inside)
    strange = replace(counted, sorts=+Counter({each: n - 1 for each, n in counted.sorts.items()}))
    assert look_again_at_figures(path, strange, *nothing) == Figured((), None), "somebody else has changed something"


def test_what_each_person_decided_is_told_by_person(session):
    for by, command in (("mk", "annotation.accept"), ("jo", "annotation.reject")):
        session.by = by
        session.select(Selection(annotation="e2" if by == "mk" else "e3"))
        run(session, command)
    session.project.reading.keep([Looked("first", "jo", (), 1.0, 90.0, "2026-11-23T09:14:05Z")])
    assert rows(session, "people") == (("jo", 0, 0, 0, 1, 0, 0.0, 0, 1.5), ("mk", 1, 0, 0, 0, 0, 1.0, 0, None))
