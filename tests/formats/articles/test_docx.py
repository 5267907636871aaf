from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from annotator.formats.articles.docx import FORMAT, articles
from annotator.formats.inputs import Given
from annotator.model.document import Heading
from annotator.model.exchange import Imported
from annotator.model.faults import Fault

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="U2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="U2"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style></w:styles>"""
CORE = '<p xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>Draft 3</d:title><d:creator>M. Lind</d:creator></p>'


def _p(words: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def _docx(body: str, before: str = "", **parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{before}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", part)
    return file.getvalue()


def _one(data: bytes) -> Imported:
    (found,) = articles("a.docx", data)
    assert isinstance(found, Imported)
    return found


def test_a_word_document_gives_its_words_with_changes_accepted():
    changed = (
        '<w:p><w:r><w:t>It </w:t></w:r><w:ins w:id="1"><w:r><w:t>was</w:t></w:r></w:ins><w:del w:id="2"><w:r>'
        "<w:delText>is</w:delText></w:r></w:del><w:r><w:t> cold</w:t><w:footnoteReference w:id='2'/><w:br/>"
        "<w:t>then.</w:t><w:drawing/></w:r></w:p>"
    )
    table = "".join(f"<w:tr><w:tc>{_p(a)}</w:tc><w:tc>{_p('1')}{_p('2')}</w:tc></w:tr>" for a in "AB")
    body = (
        _p("Harbour opens", "Titel") + _p("“We are 😀,” said Ana.", "Loop") + _p("") + changed + _p("Boats", "Mine")
        + f"<w:sdt><w:sdtContent>{_p('In a box.')}</w:sdtContent></w:sdt><w:tbl>{table}</w:tbl>" + _p("End.")
    )  # fmt: skip
    found = _one(_docx(body, word__styles=STYLES, docProps__core=CORE, word__header1="<x/>"))
    article = found.document.article
    assert article.text == (
        "Harbour opens\n\n“We are 😀,” said Ana.\n\nIt was cold\nthen.\n\nBoats\n\nIn a box.\n\n"
        "A | 1 2\nB | 1 2\n\nEnd."
    )
    assert article.headings == (Heading(0, 1), Heading(article.text.index("Boats"), 2))
    assert (article.title, found.document.meta_extra) == ("Harbour opens", {"docx": {"creator": "M. Lind"}})
    assert set(found.notes) == {
        *("1 deleted stretch left out", "1 footnote left out", "1 image left out"),
        "the pages' headers and footers left out",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_docx("x" * 21_000_000), "would unpack to 21 MB"),
        (_docx("&a;", '<!DOCTYPE d [<!ENTITY a "b">]>'), "document type declaration"),
        (_docx("&a;", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "document type declaration"),
        (_docx("<w:sdt>" * 3000), r"line 1, column \d+ is not XML"),
        (_docx("<w:p>"), r"word/document.xml\), line 1"),
        (_docx(_p("words"))[:-30], "archive is damaged"),
        (b"PK\x03\x04 word/", "archive is damaged"),
    ],
    ids=["bomb", "entity", "outside", "deep", "unclosed", "short", "none"],
)
def test_a_document_made_to_do_harm_is_refused(data, said):
    with pytest.raises(Fault, match=said):
        _one(data)


def test_a_word_document_is_known_by_what_stands_in_it():
    assert FORMAT.recognises(Given("a.bin", _docx(_p("words"))))
    assert not FORMAT.recognises(Given("a.docx", b"PK\x03\x04 nothing"))
    assert not FORMAT.recognises(Given("a.docx", b"words"))
