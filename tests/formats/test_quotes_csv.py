import csv
from io import BytesIO, StringIO

from annotator.formats.outputs import FileOutput
from annotator.formats.quotes_csv import COLUMNS, CSV
from annotator.model.document import Article, Attribution, Decision, Document, Entity, Kind, Quote, Span, Speaker
from annotator.model.exchange import Lost, Portable, WriteOptions

TEXT = '"=A1+A2," Ana Ruiz said. She called it "a trap", and left.'
RUIZ = Speaker(id="s1", name="Ana Ruiz", role="-founder")


def _written(document: Document, **options: str) -> tuple[list[dict[str, str]], list]:
    file = BytesIO()
    output = FileOutput("t", file)
    assert CSV.write is not None
    writer = CSV.write(output, WriteOptions(**options))
    losses = list(writer.write(Portable(document, {"s1": RUIZ})))
    writer.finish()
    output.flush()
    return list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig"), newline=""))), losses


def _document() -> Document:
    mixed = Quote(
        id="q2", kind=Kind.MIXED, contents=(Span(29, 47),), marked=(Span(39, 47),), decision=Decision.ACCEPTED
    )
    direct = Quote(
        id="q1", kind=Kind.DIRECT, contents=(Span(1, 8),), marked=(Span(1, 8),), cue=Span(19, 23), source=Span(10, 18),
        speaker="s1", attribution=Attribution.EXPLICIT, decision=Decision.ADDED,
    )  # fmt: skip
    entity = Entity(id="e1", span=Span(10, 18), label="PERSON")
    return Document(article=Article(id="a", text=TEXT, title="A trap"), entities=(entity,), quotes=(direct, mixed))


def test_a_row_has_what_is_known_of_a_quote():
    (first, _), _ = _written(_document())
    assert tuple(first) == COLUMNS
    assert (first["speaker"], first["source"], first["cue"]) == ("Ana Ruiz", "Ana Ruiz", "said")
    assert (first["kind"], first["attribution"], first["contents"]) == ("direct", "explicit", "1-8")


def test_what_a_spreadsheet_would_run_is_neutralised_and_told():
    (first, _), losses = _written(_document())
    assert first["quote"] == "'=A1+A2,"
    assert first["role"] == "'-founder"
    told = next(loss for loss in losses if loss.what is Lost.TEXT)
    assert told.count == 2
    assert "quote, role" in told.detail


def test_of_a_mixed_quote_the_marked_words_alone_can_be_asked_for():
    rows, _ = _written(_document(), contents="marked")
    assert [row["quote"] for row in rows] == ["'=A1+A2,", '"a trap"']


def test_entities_are_told_as_left_out():
    _, losses = _written(_document())
    assert [(loss.what, loss.count) for loss in losses if loss.what is Lost.ENTITIES] == [(Lost.ENTITIES, 1)]
