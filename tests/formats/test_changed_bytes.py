"""Files that were damaged, or made to do harm: every reader gives articles and Faults, and nothing else."""

import json

import pytest

from annotator.formats import docx, feeds, html, newsml, pdf, tables
from annotator.formats.inputs import Given
from annotator.formats.jsonl import to_line
from annotator.formats.reading import read
from annotator.model.exchange import Format, Imported
from annotator.model.faults import Fault
from tests.formats.exchanging import misplaced, mutations, survives
from tests.formats.test_docx import CORE, STYLES, _docx, _p
from tests.formats.test_feeds import ATOM, NEWSML, RSS
from tests.formats.test_html import PAGE
from tests.formats.test_pdf import FIRST, SECOND, _pdf

BODY = _p("Harbour opens", "Titel") + _p("“We are 😀,” said Ana.") + _p("It was cold.")
ROWS = 'Headline;Author;Body\r\n"Harbour; bar";Mara Lind;"“We are 😀,” said Ana.\r\nIt was cold."\r\n10;;Rain.\r\n'
LINES = b'{"headline": "Rain", "content": "It rains.\\r\\nAgain.", "n": 1, "tags": ["a"]}\n' * 2
MARKDOWN = (
    '---\ntitle: "Rain"\n---\n# Rain\n\n- It *rains* [here](x "y").\n\n> `So` ![it](is)\n\n| a | b |\n|---|---|\n'
)


@pytest.mark.parametrize(
    ("form", "name", "data"),
    [
        (html.FORMAT, "a.html", PAGE.encode()),
        (docx.FORMAT, "a.docx", _docx(BODY, word__styles=STYLES, docProps__core=CORE)),
        (pdf.FORMAT, "a.pdf", _pdf(FIRST, SECOND)),
        (feeds.FORMAT, "a.xml", RSS.encode()),
        (feeds.FORMAT, "a.xml", ATOM.encode()),
        (newsml.FORMAT, "a.xml", NEWSML.encode()),
        (tables.CELLS, "a.csv", ROWS.encode()),
        (tables.CELLS, "a.tsv", "url\ttext\nb\tThe café.\n".encode("utf-16")),
        (tables.LINES, "a.jsonl", LINES),
    ],
    ids=["html", "docx", "pdf", "rss", "atom", "newsml", "csv", "tsv", "jsonl"],
)
def test_a_changed_file_is_articles_or_faults(form: Format, name: str, data: bytes) -> None:
    survives(form, data, name)


def test_so_is_a_word_document_whose_xml_was_changed() -> None:
    assert docx.FORMAT.read is not None
    kinds = set()
    for changed in mutations(BODY.encode()):
        data = _docx(changed.decode("utf-8", "replace"))
        try:
            kinds |= {type(each) for each in docx.FORMAT.read(Given("a.docx", data))}
        except Fault:
            kinds.add(Fault)
    assert kinds == {Imported, Fault}


def test_so_are_texts_markdown_and_the_programs_own_lines(document, speaker) -> None:
    own = to_line(document, {"s1": speaker}, exported_by="a").text.encode()
    plain = json.dumps({"text": document.text, "spans": [{"start": 9, "end": 17, "label": "PERSON"}]}).encode()
    for name, data in (("a.jsonl", own), ("b.jsonl", plain), ("a.md", MARKDOWN.encode()), ("a.txt", ROWS.encode())):
        worse = (*mutations(data), *(misplaced(data) if name.endswith("jsonl") else ()))
        kinds = {type(each) for changed in worse for each in read(name, changed)}
        assert Imported in kinds
        assert kinds <= {Imported, Fault}
