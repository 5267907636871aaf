"""A small file of every format that is read, and ways to damage it, for the tests and the benchmark `fuzz`.

Where a format is written too, the file is what its writer makes of two articles; one of another package is taken in as
soon as it is registered.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.formats.inputs import Given
from annotator.formats.outputs import KeptOutput
from annotator.formats.parquet import ParquetRows
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker, Status
from annotator.model.exchange import Format, Imported, Portable, WriteOptions
from annotator.model.faults import Fault
from annotator.session.exchange.exporting import with_tokens
from annotator.session.exchange.formats import formats
from tests.formats.articles.test_docx import CORE, STYLES, _docx, _p
from tests.formats.articles.test_feeds import ATOM, NEWSML, RSS
from tests.formats.articles.test_html import PAGE
from tests.formats.articles.test_pdf import FIRST, SECOND, _pdf

BODY = _p("Harbour opens", "Titel") + _p("“We are 😀,” said Ana.") + _p("It was cold.")
ROWS = 'Headline;Author;Body\r\n"Harbour; bar";Mara Lind;"“We are 😀,” said Ana.\r\nIt was cold."\r\n10;;Rain.\r\n'
LINES = b'{"headline": "Rain", "content": "It rains.\\r\\nAgain.", "n": 1, "tags": ["a"]}\n' * 2

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
INLINE = f"""<?xml version="1.0" encoding="UTF-8"?><Document>
    <{_DKPRO}.metadata.type.DocumentMetaData sofa="Sofa" begin="0" end="21" language="en" documentTitle="Harbour">
        <{_DKPRO}.segmentation.type.Sentence sofa="Sofa" begin="0" end="13" id="null">
            <{_DKPRO}.ner.type.NamedEntity sofa="Sofa" begin="0" end="8" value="PER" identifier="null">
                <{_DKPRO}.metadata.type.TagsetDescription sofa="Sofa" begin="0" end="0" layer="x" input="false"/>
                <{_DKPRO}.segmentation.type.Token sofa="Sofa" begin="0" end="3" pos="PROPN [Ana]" order="0">
                    <custom.Role sofa="Sofa" begin="0" end="2" what="{"x" * 64}..." sure="true">An</custom.Role>
                    a
                </{_DKPRO}.segmentation.type.Token>
                \x20
                <{_DKPRO}.segmentation.type.Token sofa="Sofa" begin="4" end="8">Ruiz</{_DKPRO}.segmentation.type.Token>
            </{_DKPRO}.ner.type.NamedEntity>
             said
        </{_DKPRO}.segmentation.type.Sentence>
        &#13;\n
        <custom.Mood sofa="Sofa" begin="15" end="17" kind="odd">so</custom.Mood>
        <custom.Link sofa="Sofa" begin="17" end="20" Governor="Token [so]" Dependent="Token [it]"> it</custom.Link>
        .
    </{_DKPRO}.metadata.type.DocumentMetaData>
</Document>
"""

_ONLY_READ: dict[str, tuple[tuple[str, bytes], ...]] = {
    "html": (("a.html", PAGE.encode()),),
    "cas-inline": (("a.xml", INLINE.encode()),),
    "docx": (("a.docx", _docx(BODY, word__styles=STYLES, docProps__core=CORE)),),
    "pdf": (("a.pdf", _pdf(FIRST, SECOND)),),
    "feed": (("a.xml", RSS.encode()), ("a.xml", ATOM.encode())),
    "newsml": (("a.xml", NEWSML.encode()),),
    "table": (("a.csv", ROWS.encode()), ("a.tsv", "url\ttext\nb\tThe café.\n".encode("utf-16"))),
    "table-jsonl": (("a.jsonl", LINES),),
}
_TEXT = "“We 😀 go,” Mira Sol said.\nThe council of Kell sat."


@dataclass(frozen=True)
class Lying:
    """A file in memory with others beside it, as an input.

    path   where it lies among `files`, which has all of them by their paths
    """

    path: str
    data: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    open = Given.open  # type: ignore[assignment]  # the same, of the same data

    def beside(self, name: str, folder: str = "") -> "Lying | None":
        here = PurePosixPath(self.path).parent
        there = str((here.parent / folder if folder else here) / name)
        return Lying(there, self.files[there], self.files) if there in self.files else None


def sound(form: Format) -> list[Lying]:
    """Files of a format that are read as they are; empty where a library that writes it is not installed.

    Raises KeyError for a format that is only read and has no file here.
    """
    if form.write is None and form.name != "parquet":
        return [Lying(name, data) for name, data in _ONLY_READ[form.name]]
    output = KeptOutput("out")
    try:
        if form.write is None:
            return [Lying("a.parquet", _table(output))]
        writer = form.write(output, WriteOptions(labels=("GPE", "ORG", "PERSON")))
        for number in range(2):
            list(writer.write(news(number)))
        writer.finish()
    except Fault as fault:
        if "not installed" in fault.message:
            return []
        raise
    files = {name or f"out{form.suffixes[0]}": data for name, data in output.files.items()}
    return [Lying(name, data, files) for name, data in files.items() if _is_read(form, Lying(name, data, files))]


def _table(output: KeptOutput) -> bytes:
    columns = {name: {"_type": "Value", "dtype": "string"} for name in ("headline", "text")}
    rows = ParquetRows(output.binary("a.parquet"), columns)
    rows.add({"headline": "Rain", "text": _TEXT})
    rows.close(columns)
    return output.files["a.parquet"]


def _is_read(form: Format, given: Lying) -> bool:
    assert form.read is not None
    try:
        return given.name.endswith(form.suffixes) and any(isinstance(each, Imported) for each in form.read(given))
    except Fault:
        return False


def news(number: int) -> Portable:
    """An article of the same kind each time, which differs from others by its number."""
    text = _TEXT + f" {number}"
    entities = (
        Entity(id="e1", span=Span(11, 19), label="PERSON", speaker="s1"),
        Entity(id="e2", span=Span(26, 45), label="ORG"),
        Entity(id="e3", span=Span(41, 45), label="GPE"),
    )
    quote = Quote(
        id="q1",
        kind=Kind.DIRECT,
        contents=(Span(0, 10),),
        marked=(Span(0, 10),),
        cue=Span(20, 24),
        source=Span(11, 19),
        speaker="s1",
    )
    article = Article(id=f"a{number}", text=text, title=f"Rain {number}", outlet="Post", language="en")
    document = Document(article=article, entities=entities, quotes=(quote,), status=Status.DONE)
    return Portable(with_tokens(document), {"s1": Speaker(id="s1", name="Mira Sol", role="mayor")})


def readable() -> list[Format]:
    """Every format that is read, those of other packages included."""
    return [form for form in formats().values() if form.read is not None]


_ODD = (
    *(b"null", b"true", b"[]", b"{}", b'""', b"-1", b"0", b"1e999", b"NaN", b"9" * 25, b"9" * 5000, b"-" + b"9" * 20),
    *(b'"\\ud800"', b"\\u0000", b"\xff", b"\xc3", b"\xf4\x90\x80\x80", b"\0", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\r"),
    *(b"../../etc/passwd", b"C:\\x", b"=1+1", b"&lol;", b"<!DOCTYPE a [<!ENTITY lol 'lol'>]>", b"]]>", b"\t", b"\n\n"),
    *(b"[" * 3000, b'{"a":' * 3000, b"<a>" * 3000, b"]" * 50),
)
_WORDS = re.compile(rb"[A-Za-z_][\w:-]{1,30}|\d+|[^\w\s]")


def damaged(data: bytes, count: int, seed: int = 7) -> Iterator[bytes]:
    """The bytes with a few places changed, cut off, doubled, moved or put in; the same ones for the same seed.

    What is put in is the file's own words, and what is known to trouble readers: huge numbers, deep nesting, bytes that
    are no UTF-8, paths that lead elsewhere, entities of XML.
    """
    words = sorted(set(_WORDS.findall(data))) or [b"x"]
    for number in range(count):
        chance = random.Random(f"{seed}.{number}")
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
            _damage(changed, words, chance)
        yield bytes(changed)


def _damage(changed: bytearray, words: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(changed) + 1)
    length = chance.choice((1, 2, 8, 40, 400))
    match chance.randrange(8):
        case 0 if at < len(changed):
            changed[at] ^= 1 << chance.randrange(8)
        case 1:
            del changed[at : at + length]
        case 2:
            changed[at:at] = changed[at : at + length]
        case 3:
            piece = changed[at : at + length]
            del changed[at : at + length]
            to = chance.randrange(len(changed) + 1)
            changed[to:to] = piece
        case 4:
            changed[at:at] = chance.choice(_ODD)
        case 5 if chance.random() < 0.2:
            del changed[at:]
        case _:  # one word for another, which gets past a parser more often than a byte does
            old = chance.choice(words)
            found = changed.find(old, at)
            if found >= 0:
                changed[found : found + len(old)] = chance.choice((*words, *_ODD[:12]))
