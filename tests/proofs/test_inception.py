"""dkpro-cassis reads the CAS that is exported, in XMI and in JSON, with the same spans, and its own is read here."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.cas.inception import JSON, XMI
from annotator.formats.jsonl.shape import quote_spans
from annotator.model.document import Document
from annotator.model.exchange import Format
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, write_folder

cassis = pytest.importorskip("cassis")
GOLDEN = Path(__file__).parents[1] / "formats" / "golden"
DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
FORMATS = pytest.mark.parametrize(("form", "suffix"), [(XMI, ".xmi"), (JSON, ".json")], ids=["xmi", "json"])


def loaded(form: Format, folder: Path):
    """The CAS of a folder with one article, as cassis has it, and where it lies."""
    (path,) = (path for path in folder.iterdir() if path.suffix == form.suffixes[0])
    if form is JSON:
        return cassis.load_cas_from_json(path.read_text("utf-8")), path
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_bytes().decode())
    return cassis.load_cas_from_xmi(path, typesystem=types), path


def parts(document: Document) -> list[tuple[int, int, str]]:
    rows = [row for quote in document.quotes if not quote.rejected for row in quote_spans(quote)]
    return sorted((*span, label) for _, label, span in rows)


@FORMATS
@given(pair=documents())
@settings(deadline=None, max_examples=25)
def test_its_spans_are_the_same_and_what_it_writes_is_read_back_equal(form, suffix, pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(form, Path(folder), articles([pair]), rejected=True)
        cas, path = loaded(form, Path(folder))
        assert cas.sofa_string == document.text
        found = cas.select(f"{DKPRO}.ner.type.NamedEntity")
        assert sorted((each.begin, each.end, each.value) for each in found) == sorted(
            (*each.span, each.label) for each in document.entities if not each.rejected
        )
        found = cas.select("webanno.custom.QuotePart")
        assert sorted((each.begin, each.end, each.part) for each in found) == parts(document)
        tokens = cas.select(f"{DKPRO}.segmentation.type.Token")
        assert [(each.begin, each.end) for each in tokens] == [tuple(token) for token in document.tokens]
        links = cas.select("webanno.custom.QuoteLink")
        ends = {(each.Governor.part, each.Dependent.part) for each in links}
        assert ends <= {("CONTENT", "SOURCE"), ("CONTENT", "CUE")}
        if form is JSON:
            path.write_text(cas.to_json(), "utf-8")
        else:
            cas.to_xmi(path)
        (again,) = read(form, path)
    assert same(again.document, document)


def test_a_file_of_inceptions_with_an_emoji_and_crlf_has_the_spans_that_cassis_finds():
    types = cassis.load_typesystem((GOLDEN / "inception-types.xml").read_text("utf-8"))
    cas = cassis.load_cas_from_xmi(GOLDEN / "inception.xmi", typesystem=types)
    (found,) = read(XMI, GOLDEN / "inception.xmi")
    theirs = [each.get_covered_text() for each in cas.select(f"{DKPRO}.ner.type.NamedEntity")]
    assert [found.document.words(each.span) for each in found.document.entities] == theirs == ["Ana Ruiz", "so"]


@FORMATS
def test_layers_that_were_kept_are_there_for_cassis(form, suffix, tmp_path):
    (tmp_path / "TypeSystem.xml").write_bytes((GOLDEN / "inception-types.xml").read_bytes())
    (tmp_path / "a.xmi").write_bytes((GOLDEN / "inception.xmi").read_bytes())
    (found,) = read(XMI, tmp_path / "a.xmi")
    write_folder(form, tmp_path / "out", articles([(found.document, {})]))
    cas, _ = loaded(form, tmp_path / "out")
    (frame,) = cas.select("webanno.custom.Frame")
    (link,) = frame.roles.elements
    assert (frame.get_covered_text(), link.role, link.target.value) == ("said", "who", "PER")
    (relation,) = cas.select("webanno.custom.Relation")
    assert (relation.Governor.get_covered_text(), relation.Dependent.get_covered_text()) == ("Ana Ruiz", "so")
    (lemma,) = [each.lemma for each in cas.select(f"{DKPRO}.segmentation.type.Token") if each.lemma]
    assert lemma.lemma == "say"
