import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.cas.dkpro import META, NAMED_ENTITY, SENTENCE, TOKEN
from annotator.formats.cas.inline import FORMAT
from annotator.formats.inputs import Given
from annotator.model.exchange import Imported, Lost
from annotator.model.faults import Fault
from annotator.session.exchange.formats import recognised
from tests.formats.damaging import INLINE
from tests.formats.exchanging import read, zipped


def told(data: bytes) -> Imported:
    (found,) = read(FORMAT, data, "a.xml")
    return found


def test_the_text_is_that_of_the_elements_without_what_was_put_around_them():
    assert recognised(Given("a.xml", INLINE.encode())) is FORMAT
    found = told(INLINE.encode())
    document = found.document
    assert document.text == "Ana Ruiz said\nso it."
    assert [(document.words(each.span), each.label) for each in document.entities] == [("Ana Ruiz", "PER")]
    assert (document.article.title, document.article.language) == ("Harbour", "en")
    rows = document.extra["cas"]["structures"]
    kept = [(row["type"], row["begin"], row["end"]) for row in rows if row["type"] not in (TOKEN, SENTENCE)]
    assert kept == [(META, 0, 20), ("custom.Role", 0, 2), ("custom.Mood", 14, 16)]


def test_what_the_file_does_not_have_is_said():
    assert [(loss.what, loss.count, loss.detail, loss.kept) for loss in told(INLINE.encode()).losses] == [
        (Lost.ATTRIBUTES, 2, "of other layers: Mood, Role", True),
        (Lost.RELATIONS, 1, "the file does not say between what they are", False),
        (Lost.ATTRIBUTES, 1, "descriptions of tag sets", False),
        (Lost.ATTRIBUTES, 1, "features that lead to what is not in the file", False),
        (Lost.ATTRIBUTES, 1, "values of which the file has the first 64 letters", False),
    ]


def test_a_project_has_it_as_its_annotators_files():
    files = {"exportedproject.json": b"{}", "annotation/a.txt/INITIAL_CAS.xml": INLINE.encode()}
    (found,) = read(FORMAT, zipped(files), "a.zip")
    assert (found.document.article.file, found.document.text) == ("a.txt", "Ana Ruiz said\nso it.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"15" end="17"',
            '"15" end="18"',
            "line 17, cannot be read at custom.Mood: the words there do not reach from 15",
        ),
        ('"15" end="17"', '"x" end="17"', "its begin is 'x'"),
        (" said\n", " sai\n", "line 3, cannot be read at"),
        ("<Document>", "<Paper>", "is not XML"),
    ],
)
def test_text_and_places_that_do_not_fit_are_a_fault_with_its_line(old, new, said):
    with pytest.raises(Fault, match=said):
        list(FORMAT.read(Given("a.xml", INLINE.replace(old, new, 1).encode())))


@st.composite
def nested(draw, first, last, depth=1):
    """Spans in a stretch and in each other, none crossing: (begin, end, those in it)."""
    spans = []
    at = first
    while depth < 4 and at <= last and draw(st.booleans()):
        begin = draw(st.integers(at, last))
        end = draw(st.integers(begin, last))
        spans.append((begin, end, draw(nested(begin, end, depth + 1)) if begin < end else []))
        at = end
    return spans


def element(text, kind, span, depth, *, put):
    """An element as the serialiser of Java's library writes it, with or without line ends around what is in it."""
    begin, end, inner = span
    line = "\n" + "    " * depth if put and inner else ""
    parts, at = [], begin
    for each in inner:
        parts += [text[at : each[0]], element(text, NAMED_ENTITY, each, depth + 1, put=put)]
        at = each[1]
    parts.append(text[at:end])
    within = "".join(line + part for part in parts if part) + line[:-4]
    return f'<{kind} sofa="Sofa" begin="{begin}" end="{end}" value="L">{within}</{kind}>'


@given(st.text("ab \n\t\u00a0", max_size=12), st.booleans(), st.data())
@settings(deadline=None, max_examples=25)
def test_whatever_stands_between_elements_is_the_texts_own(text, put, more):
    text = f"x{text}x"
    whole = element(text, META, (0, len(text), more.draw(nested(0, len(text)))), 2, put=put)
    data = f"<Document>\n    {whole}\n</Document>" if put else f"<Document>{whole}</Document>"
    assert told(data.encode()).document.text == text
