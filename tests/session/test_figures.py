import csv
from io import StringIO

import pytest

from annotator.model.document import Decision
from annotator.model.figures import Table
from annotator.session.commands import run
from annotator.session.figures import as_csv, as_json, as_text, figures, look_at_figures
from annotator.session.jobs import Cancelled
from annotator.session.selection import Selection


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
    assert look_at_figures(path, lambda *_: None, lambda: True, lambda _: None) == figures(session.project)


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
