import pytest

from annotator.formats.articles.pdf import FORMAT, articles, joined, words_of
from annotator.formats.inputs import Given
from annotator.model.document import Heading
from annotator.model.exchange import Imported
from annotator.model.faults import Fault

Words = tuple[int, int, int, str]
"""Where a stretch stands (x and y in points), how large, and its words."""


def _pdf(*pages: list[Words], kids: str = "", root: str = "") -> bytes:
    contents = []
    for page in pages:
        shown = [f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj" for x, y, size, words in page]
        contents.append(("BT\n" + "\n".join(shown) + "\nET").encode("cp1252"))
    numbers = [4 + 2 * index for index in range(len(contents))]
    kids = kids or " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in zip(numbers, contents, strict=True):
        look = "/MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {look} /Contents {number + 1} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        *(len(objects) + 1, table, len(objects) + 1, len(data)),
    )


def _one(data: bytes) -> Imported:
    (found,) = articles("a.pdf", data)
    assert isinstance(found, Imported)
    return found


FIRST = [
    *(
        (50, 780, 8, "The Quay Post, page 1"),
        (50, 740, 20, "Harbour opens"),
        (50, 700, 10, "The harbour opened on Tues-"),
    ),
    *(
        (50, 688, 10, "day after a winter of repairs. The well-"),
        (50, 676, 10, "known boats were late, said Ana Ruiz-"),
    ),
    *((50, 664, 10, "Solberg."), (60, 652, 10, "“We are glad,” she said, in the"), (50, 640, 10, "well-known bar ")),
    *((120, 640, 10, "of"), (132, 640, 10, " "), (136, 640, 10, "the town."), (50, 610, 14, "Boats")),
    *((50, 590, 10, "One goes daily to the island, which is"), (300, 30, 8, "1")),
]
SECOND = [(50, 780, 8, "The Quay Post, page 2"), (50, 740, 10, "a long way off."), (300, 30, 8, "2")]


def test_lines_become_paragraphs_and_what_the_pages_repeat_goes():
    found = _one(_pdf(FIRST, SECOND))
    article = found.document.article
    assert article.text == (
        "Harbour opens\n\nThe harbour opened on Tuesday after a winter of repairs. The well-known boats were late, "
        "said Ana Ruiz-Solberg.\n\n“We are glad,” she said, in the well-known bar of the town.\n\nBoats\n\n"
        "One goes daily to the island, which is a long way off."
    )
    assert article.headings == (Heading(0, 1), Heading(article.text.index("Boats"), 2))
    assert article.title == "Harbour opens"
    assert found.notes[0] == "4 lines at the pages' edges left out"


def test_a_hyphen_stays_where_the_word_is_known_with_it():
    known = words_of(["a long-term plan, and re-election or reelection"])
    assert joined(["long-", "term"], known) == "long-term"
    assert joined(["re-", "election"], known) == "reelection"
    assert joined(["a har-", "bour – 3-", "4 p.m."], known) == "a harbour – 3- 4 p.m."
    assert joined(["soft\u00ad", "ly"], known) == "softly"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_pdf([], []), "has no text: its 2 pages are pictures"),
        (b"%PDF-1.4\nnothing", "cannot be read as a PDF"),
        (_pdf(FIRST, kids="2 0 R"), "cannot be read as a PDF|has no text"),
        (_pdf(*[[] for _ in range(501)]), "has 501 pages, and the limit is 500"),
    ],
    ids=["scanned", "damaged", "loop", "long"],
)
def test_a_pdf_that_gives_nothing_says_why(data, said):
    with pytest.raises(Fault, match=said):
        _one(data)


def test_a_pdf_is_known_by_its_first_bytes():
    assert FORMAT.recognises(Given("a.txt", b"\n%PDF-1.7"))
    assert not FORMAT.recognises(Given("a.pdf", b"words"))
