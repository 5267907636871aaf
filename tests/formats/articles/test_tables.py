import sys
from io import BytesIO

import pytest

from annotator.formats.articles.tables import CELLS, LINES, PARQUET, read_cells, read_lines, read_parquet
from annotator.formats.inputs import Given
from annotator.formats.quotes_csv import COLUMNS
from annotator.model.faults import Fault

CSV = (
    "\ufeffID;Headline;Newspaper;Publish Date;Author;Body\r\n"
    '7;"Harbour; bar";The Quay Post;2025-03-04;Mara Lind;"“We are 😀,” said Ana.\r\nIt was cold."\r\n\r\n'
    "8;;;;;\r\n9;a;b;c;d;e;f\r\n10;;;;;Rain.\r\n"
)


def test_rows_of_a_table_are_articles():
    full, empty, long, bare = read_cells(Given("a.csv", CSV.encode()))
    article = full.document.article
    assert article.text == "“We are 😀,” said Ana.\nIt was cold."
    assert (article.title, article.outlet, article.published) == ("Harbour; bar", "The Quay Post", "2025-03-04")
    assert full.document.meta_extra == {"columns": {"ID": "7"}, "byline": "Mara Lind"}
    assert 'a.csv, line 5: there is no text in the column "Body"' in str(empty)
    assert "a.csv, line 6 has 7 cells, and the table 6 columns" in str(long)
    assert (bare.document.text, bare.document.article.title) == ("Rain.", "Rain.")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_a_table_is_read_in_its_encoding(codec):
    (found,) = read_cells(Given("a.tsv", "url\ttext\nhttps://quay.example/1\tThe café, “she” said.\n".encode(codec)))
    assert found.document.text == "The café, “she” said."
    assert bool(found.notes) is (codec == "cp1252")


def test_lines_of_json_whose_text_has_another_name_are_articles():
    data = (
        b'{"headline": "Rain", "content": "It rains.\\r\\nAgain.", "n": 1, "tags": ["a"], "authors": ["M", "O"]}\n[]\n'
    )
    assert LINES.recognises(Given("a.jsonl", data))
    found, fault = read_lines(Given("a.jsonl", data))
    assert (found.document.text, found.document.article.title) == ("It rains.\nAgain.", "Rain")
    assert found.document.meta_extra == {"columns": {"n": 1, "tags": ["a"]}, "byline": "M, O"}
    assert "line 2 is no JSON object" in str(fault)


@pytest.mark.parametrize(
    ("kind", "name", "data", "is_one"),
    [
        (CELLS, "a.csv", CSV.encode(), True),
        (CELLS, "a.tsv", b"title\tfull text\n", True),
        (CELLS, "a.csv", b"name,age\n", False),
        (CELLS, "a.csv", ",".join(COLUMNS).encode(), False),
        (CELLS, "a.txt", CSV.encode(), False),
        (LINES, "a.jsonl", b'{"text": "a", "body": "b"}\n', False),
        (LINES, "a.jsonl", b'{"data": "a", "content": "b", "label": [[0, 1, "X"]]}\n', False),
        (LINES, "a.jsonl", b"{", False),
        (PARQUET, "a.bin", b"PAR1", True),
    ],
)
def test_a_table_is_known_by_what_stands_in_it(kind, name, data, is_one):
    assert kind.recognises(Given(name, data)) is is_one


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,age\nAna,3\n", "no column of texts.*its columns are: name, age"),
        (",".join(COLUMNS).encode(), "is a table of quotes"),
        (b"", "is empty|no column"),
        (b"a,text\n1,ok" + b"k" * 70_000 + b"\n2,\xff\xfe\x81", "line 3 cannot be read: 'utf-8'"),
        (b'a,text\n1,"' + b"x" * 20_000_001, "line . cannot be read: field larger"),
        (b"PK\x03\x04", "zip archive"),
    ],
    ids=["no text", "quotes", "empty", "broken", "huge", "zip"],
)
def test_a_table_that_gives_nothing_says_why(data, said):
    with pytest.raises(Fault, match=said):
        list(read_cells(Given("a.csv", data)))


def test_without_pyarrow_a_parquet_file_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Fault, match=r"pyarrow.*not installed") as caught:
        list(read_parquet(Given("a.parquet", b"PAR1")))
    assert "--extra parquet" in caught.value.remedy


def test_rows_of_a_parquet_file_are_articles():
    pyarrow = pytest.importorskip("pyarrow")
    from datetime import datetime

    from pyarrow import parquet

    file = BytesIO()
    rows = [{"text": "It rains.", "date": datetime(2025, 3, 4), "n": float("nan")}, {"text": None}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    found, fault = read_parquet(Given("a.parquet", file.getvalue()))
    assert (found.document.text, found.document.article.published) == ("It rains.", "2025-03-04T00:00:00")
    assert found.document.meta_extra == {"columns": {"n": None}}
    assert "row 2: there is no text" in str(fault)
    with pytest.raises(Fault, match="cannot be read as Parquet"):
        list(read_parquet(Given("a.parquet", file.getvalue()[:-60])))
