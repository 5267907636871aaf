import json
from dataclasses import replace

import pytest

from annotator.formats import jsontext, reading
from annotator.formats.imported import Imported, title_of
from annotator.formats.jsonl.writing import to_line
from annotator.formats.reading import read
from annotator.model.document import Decision, Heading, MapRun, Span, Status
from annotator.model.faults import Fault


def one(name: str, data: bytes, **options: bool) -> Imported:
    (imported,) = read(name, data, **options)
    assert isinstance(imported, Imported), imported
    return imported


def faults(name: str, data: bytes) -> list[str]:
    found = list(read(name, data))
    assert all(isinstance(fault, Fault) and fault.remedy for fault in found), found
    return [fault.message for fault in found]


def lines(*values: object) -> bytes:
    return "\n".join(json.dumps(value) for value in values).encode()


def test_a_text_file_is_an_article():
    imported = one("/somewhere/pier.txt", b"\xef\xbb\xbfThe pier\r\n\r\nIt stands.\r\n")
    article = imported.document.article
    assert article.text == "The pier\n\nIt stands.\n"
    assert (article.title, article.file) == ("The pier", "pier.txt")
    assert article.id == article.text_sha256[:16]
    assert article.source_map == (MapRun(0, 1, 8), MapRun(8, 10, 1), MapRun(9, 12, 11), MapRun(20, 24, 1))
    assert (imported.document.status, imported.document.tokens) == (Status.NEW, None)
    assert (imported.notes, imported.speakers, imported.encoding) == ((), (), "utf-8")


def test_a_markdown_file_becomes_its_prose_with_a_map_to_the_file():
    source = "\ufeff# The *pier*\r\n\r\n![](p.jpg)\r\nIt [stands](http://x.org).\r\n"
    imported = one("pier.MD", source.encode())
    article = imported.document.article
    assert article.text == "The pier\n\nIt stands."
    assert article.headings == (Heading(0, 1),)
    assert imported.notes == ("1 image left out", "1 link target left out")
    for text_start, file_start, length in article.source_map:
        assert article.text[text_start : text_start + length] == source[file_start : file_start + length]
    assert sum(run.length for run in article.source_map) == len(article.text)


def test_front_matter_gives_what_it_says_of_the_article():
    article = one(
        "a.md", b"---\ntitle: The pier\nurl: https://x.org/a\ndate: 2025-02-09\n---\nIt stands."
    ).document.article
    assert (article.title, article.url, article.published) == ("The pier", "https://x.org/a", "2025-02-09")
    named = one("a.md", b"---\noutlet: The Courier\nauthor: Ana Ruiz\n---\nIt stands.").document
    assert (named.article.outlet, named.meta_extra) == ("The Courier", {"byline": "Ana Ruiz"})


def test_a_title_that_an_article_brings_is_whole_where_it_is_no_paragraph():
    assert one("a.md", b"# " + b"word " * 40).document.article.title == "word " * 39 + "word"
    assert one("a.md", b"# " + b"word " * 80).document.article.title == "word " * 15 + "word\u2026"


def test_pasted_text_is_plain_and_has_no_file():
    imported = one("pasted.md", b"It *stands* ![](p.jpg)\nfor [now](http://x.org)", pasted=True)
    assert imported.document.text == "It *stands*\nfor now"
    assert imported.document.article.file is None


def test_a_file_of_an_unknown_sort_is_read_as_plain_text():
    assert one("README", b"# It *stands*").document.text == "# It *stands*"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n"])
def test_an_empty_file_is_an_empty_article_and_says_so(data):
    imported = one("empty.txt", data)
    assert imported.document.text.strip() == ""
    assert imported.document.article.title == "empty"
    assert imported.notes == ("the article is empty",)


def test_the_title_is_cut_behind_a_word():
    assert title_of("\n  \n A  short one \nrest") == "A short one"
    assert title_of("word " * 40) == "word " * 15 + "word…"
    assert title_of("x" * 100) == "x" * 79 + "…"
    assert title_of("…") == "…"
    assert title_of("", "name") == "name"


def test_what_is_no_text_is_a_fault_that_names_the_file():
    assert faults("a.txt", b"%PDF-1.7") == ["a.txt is a PDF, not a text."]
    assert faults("a.jsonl", b"PK\x03\x04") == ["a.jsonl is a zip archive, not a text."]
    assert "too large" in faults("a.txt", b"a" * 50_000_000)[0]


def test_a_line_beyond_the_limit_is_a_fault_and_so_is_a_collection_that_cannot_be_read_by_lines(monkeypatch):
    for module in (reading, jsontext):
        monkeypatch.setattr(module, "LARGEST_COLLECTION", 100)
    assert faults("a.jsonl", b"\n" + b" " * 101)[0].startswith("a.jsonl, line 2 is too large")
    assert "too large" in faults("a.jsonl", ('{"text": "' + "x" * 60 + '"}').encode("utf-16"))[0]
    assert len(list(read("a.jsonl", b'{"text": "One"}\n' * 100))) == 100


def test_our_own_lines_are_read_back_equal(document, speaker):
    documents = [document, replace(document, status=Status.DONE, annotator="mk")]
    written = [to_line(item, {"s1": speaker}, exported_by="annotator 9").text for item in documents]
    found = list(read("out.jsonl", "\n".join(written).encode()))
    assert [item.document for item in found] == documents
    assert [item.speakers for item in found] == [(speaker,)] * 2


def test_plain_lines_keep_their_text_meta_and_unknown_keys():
    found = list(
        read(
            "news.jsonl",
            lines(
                {"text": "One *stands*.\r\n", "meta": {"title": "T", "outlet": "O", "desk": 7}, "_hash": 1},
                {"text": "\ufeffTwo ![](a.jpg)"},
            ),
        )
    )
    first, second = (item.document for item in found)
    assert (first.text, second.text) == ("One *stands*.\n", "Two ![](a.jpg)")
    assert (first.article.title, first.article.outlet, first.article.file) == ("T", "O", "news.jsonl")
    assert (first.extra, first.meta_extra) == ({"_hash": 1}, {"desk": 7})
    assert second.article.title == "Two ![](a.jpg)"
    assert second.article.source_map == (MapRun(0, 1, 14),)


def test_what_our_lines_have_under_the_same_key_is_kept_apart(speaker, document):
    data = {"text": "One", "tokens": [], "answer": "accept", "meta": {"id": "a7", "status": "x", "url": 5, "k": None}}
    imported = one("a.jsonl", lines(data))
    assert imported.document.meta_extra == {"k": None, "imported": {"id": "a7", "status": "x", "url": 5}}
    assert imported.document.id == imported.document.article.text_sha256[:16]
    assert [note.split()[0] for note in imported.notes] == ['"tokens"', '"answer"']


def test_a_meta_that_is_no_object_is_kept_too():
    assert one("a.jsonl", lines({"text": "One", "meta": "desk"})).document.meta_extra == {"imported": "desk"}


def test_labelled_spans_become_entities_at_their_places_in_the_canonical_text():
    text = "\ufeffMira Sol\r\ncame to 😀 Hafn.\r\n"
    spans = [
        {"start": 1, "end": 9, "label": "PERSON", "id": "x", "sure": True},
        {"start": text.index(" Hafn"), "end": text.index("."), "label": "GPE", "token_start": 4},
        {"start": 1, "end": 5, "label": "PERSON", "id": "x"},
        {"start": 9, "end": 11, "label": "PERSON"},
        {"start": 0, "end": 99, "label": "PERSON"},
        {"start": 1, "end": 9},
        "x",
    ]
    imported = one("a.jsonl", lines({"text": text, "spans": spans}))
    document = imported.document
    assert [(e.id, document.words(e.span), e.label, e.extra) for e in document.entities] == [
        ("x", "Mira Sol", "PERSON", {"sure": True}),
        ("e3", "Mira", "PERSON", {}),
        ("e2", "Hafn", "GPE", {}),
    ]
    assert {(e.origin, e.decision) for e in document.entities} == {("import", Decision.ADDED)}
    assert document.entities[0].span == Span(0, 8)
    assert imported.notes == ("4 spans without a label or a place in the text left out",)


def test_a_bad_line_is_named_and_the_others_go_on():
    bad = [
        b"{",
        b"[1]",
        b'{"text": 5}',
        b"{}",
        b'"x"',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\\u0000"}',
    ]
    data = b"\n\n".join([lines({"text": "One"}), *bad, lines({"text": "😀"})])
    found = list(read("a.jsonl", data))
    assert [item.document.text for item in found if isinstance(item, Imported)] == ["One", "😀"]
    messages = [item.message for item in found if isinstance(item, Fault)]
    assert [message.split(":")[0].split(" is ")[0].split(" holds ")[0] for message in messages] == [
        f"a.jsonl, line {number}" for number in range(3, 19, 2)
    ]


def test_a_line_nested_too_deep_is_a_fault():
    assert "line 1" in faults("a.jsonl", b"[" * 200_000)[0]


def test_numbers_that_json_does_not_have_are_taken_for_null():
    assert one("a.jsonl", b'{"text": "One", "score": NaN}').document.extra == {"score": None}


def test_a_collection_in_utf16_is_read_as_well():
    imported = one("a.jsonl", '{"text": "قال"}\r\n'.encode("utf-16"))
    assert (imported.document.text, imported.encoding) == ("قال", "utf-16-le")
    assert one("a.ndjson", b'\xef\xbb\xbf{"text": "One"}\r\n').document.text == "One"


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_collection_is_a_fault(data):
    assert faults("a.jsonl", data) == ["a.jsonl is empty: there is no article in it."]


def test_a_json_file_may_be_one_article_a_list_or_lines():
    one_text = [item.document.text for item in read("a.json", b'{\n "text": "One"\n}')]
    listed = [item.document.text for item in read("a.json", lines([{"text": "One"}, {"text": "Two"}]))]
    by_line = [item.document.text for item in read("a.json", lines({"text": "One"}, {"text": "Two"}))]
    assert (one_text, listed, by_line) == (["One"], ["One", "Two"], ["One", "Two"])
    assert len(faults("a.json", b'{\n "text": "One",\n "meta": \n}')) == 1


def test_a_line_of_a_later_version_is_a_fault_that_says_to_update():
    (fault,) = read("a.jsonl", lines({"text": "One", "meta": {"format": "annotator/2"}}))
    assert isinstance(fault, Fault)
    assert "Update" in fault.remedy


@pytest.mark.shared
def test_the_shared_corpora_are_read_without_a_fault(shared):
    for path in sorted((shared / "corpora").glob("*.jsonl")):
        data = path.read_bytes()
        found = list(read(path.name, data))
        texts = [json.loads(line)["text"] for line in data.splitlines()]
        assert [item.document.text for item in found if isinstance(item, Imported)] == texts
