from dataclasses import replace

import pytest

from annotator.model.document import Decision, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import (
    AddDocument,
    AddSpeaker,
    Decide,
    Edit,
    ReplaceAnnotations,
    SetLanguage,
    SetStatus,
)
from annotator.store.queue import Entry
from tests.store.editor import article, source, suggestions


def test_an_entry_says_what_waits_in_an_article(editor):
    made = article("a")
    quote = Quote(id="q", kind=Kind.DIRECT, contents=(Span(0, 4),), origin="p 1", score=0.25)
    editor.do(AddDocument(made), origin="import.test")
    editor.do(*suggestions(made), ReplaceAnnotations("a", quotes=(quote,)), origin="nlp.suggestions")
    first = made.text.index("Mara")
    editor.do(Decide("a", f"e{first}", Decision.REJECTED), SetStatus("a", Status.OPEN))
    assert editor.project.entries() == [
        Entry(
            id="a",
            title="On a",
            file="a.txt",
            status=Status.OPEN,
            characters=len(made.text),
            pending=3,
            doubtful=0.25,
            decided=1,
            prepared=True,
            text_sha256=made.article.text_sha256,
        )
    ]
    editor.do(Decide("a", "q", Decision.ACCEPTED))
    assert editor.project.entry("a").doubtful == 0.5


def test_articles_stand_in_the_order_they_came(editor):
    for name in "cab":
        editor.do(AddDocument(article(name)), origin="import.test")
    editor.do(*(AddDocument(article(name)) for name in "zy"), origin="import.test")
    editor.do(SetStatus("b", Status.DONE))
    entries = editor.project.entries()
    assert [entry.id for entry in entries] == list("cabzy")
    assert [editor.project.entry(entry.id) for entry in entries] == entries
    with pytest.raises(KeyError):
        editor.project.entry("x")


def test_very_many_articles_come_in_one_transaction(editor):
    names = [f"a{number:04}" for number in range(1200)]
    editor.do(*(AddDocument(article(name, 1)) for name in names), origin="import.test")
    assert [entry.id for entry in editor.project.entries()] == names


@pytest.mark.parametrize(("origin", "prepared"), [("nlp.suggestions", True), ("nlp.language", False)])
def test_an_article_without_anything_to_suggest_is_prepared_all_the_same(editor, origin, prepared):
    editor.do(AddDocument(article("a")), AddDocument(article("b")), origin="import.test")
    edits: tuple[Edit, ...] = (SetLanguage("a", "de"),)
    editor.do(*edits, origin=origin)
    assert [(e.prepared, e.pending, e.doubtful) for e in editor.project.entries()] == [
        (prepared, 0, None),
        (False, 0, None),
    ]


def test_the_same_article_twice_is_recognised(editor):
    made = article("a")
    assert editor.project.find(made.article.text_sha256) is None
    editor.do(AddDocument(made), origin="import.test")
    assert editor.project.find(article("b").article.text_sha256) == "a"
    editor.do(AddDocument(replace(made, article=replace(made.article, id="b"))), origin="import.test")
    assert editor.project.find(made.article.text_sha256) == "a"


def test_the_bytes_of_a_file_with_many_articles_are_kept_once(editor, path):
    file = replace(source(article("a")), data=bytes(range(256)) * 4096, encoding=None)
    editor.do(*(AddDocument(article(n)) for n in "abc"), origin="import.test", sources=dict.fromkeys("abc", file))
    editor.do(AddDocument(article("d")), origin="import.test")
    assert [editor.project.source(name) for name in "abcd"] == [file, file, file, None]
    assert sum(f.stat().st_size for f in path.parent.iterdir()) < 1_000_000


def test_settings_are_json_values(editor):
    assert editor.project.get("labels") is None
    assert editor.project.get("labels", ["PERSON"]) == ["PERSON"]
    for value in (["ORG", "GPE"], {"é": [1, 2.5, None, True]}, None, "", 0):
        editor.project.put("labels", value)
        assert editor.project.get("labels", "else") == value


def test_speakers_come_in_the_order_of_their_names(editor):
    editor.do(*(AddSpeaker(Speaker(id=i, name=name)) for i, name in (("1", "Lind"), ("2", "Bo"), ("3", "Ana"))))
    assert list(editor.project.speakers()) == ["3", "2", "1"]
