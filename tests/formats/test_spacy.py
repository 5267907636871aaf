"""A line as spaCy's own `Doc`, made of nothing but its tokens."""

import json
from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.formats.imported import Imported
from annotator.formats.jsonl.writing import from_line, to_line
from annotator.formats.reading import read
from annotator.model.document import Document, Entity, Kind, Quote, Span, Tokens

ARTICLES = {
    "emoji": "😀 Mira Sol said: “We 👩‍👩‍👧 go 🇳🇴.” Then 😀😀 Mira Sol left.\n",
    "no-break spaces": "Mira\u00a0Sol paid 5\u00a0000 crowns, «\u00a0all of it\u00a0», Mira Sol said.",
    "CRLF": '\ufeffThe pier\r\n\r\n"We go," said Mira Sol.\r\n  "Now."\r\n\r\n\r\nMira Sol left.\r\n',
    "Arabic": "قالت ميرا سول: «سنذهب الآن.»\nMira Sol أضافت ذلك، Mira Sol.",
    "other line ends": "Mira Sol came.\u2028Mira Sol went.\x85Mira Sol stayed.\tMira Sol\x0cagain.",
    "white space at both ends": "\n\n  Mira Sol  \n",
    "empty": "",
    "nothing but white space": " \n\u00a0\n",
}


def tokens_of(text: str) -> Tokens:
    kept = [token for token in spacy.blank("en").make_doc(text) if not token.is_space]
    starts = tuple(token.idx for token in kept)
    ends = tuple(token.idx + len(token) for token in kept)
    return Tokens("spacy.blank:en", starts, ends, tuple(text[end : end + 1] == " " for end in ends))


def annotated(document: Document) -> Document:
    """With every "Mira Sol" an entity, and a quote over all there is."""
    text, at = document.text, -1
    while (at := text.find("Mira Sol", at + 1)) >= 0:
        document = document.put(Entity(id=f"e{at}", span=Span(at, at + 8), label="PERSON"))
    if not text.strip():
        return document
    whole = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    return document.put(Quote(id="q1", kind=Kind.INDIRECT, contents=(whole,), source=document.entities[-1].span))


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_span_of_a_line_is_aligned_in_a_doc_of_its_tokens(article):
    (imported,) = read("a.txt", article.encode())
    assert isinstance(imported, Imported)
    document = annotated(replace(imported.document, tokens=tokens_of(imported.document.text)))
    line = to_line(document, {}, exported_by="annotator 9", source_map=True)
    data = json.loads(line.text)

    doc = Doc(
        Vocab(),
        words=[token["text"] for token in data["tokens"]],
        spaces=[token["ws"] for token in data["tokens"]],
    )

    assert doc.text == data["text"] == document.text
    assert [token.idx for token in doc] == [token["start"] for token in data["tokens"]]
    assert len(data["spans"]) == len(document.entities) + 2 * len(document.quotes)
    for row in data["spans"]:
        span = doc.char_span(row["start"], row["end"], label=row["label"])
        assert span is not None, row
        assert (span.text, span.start, span.end - 1) == (row["text"], row["token_start"], row["token_end"])
    assert line.off_tokens == ()
    assert from_line(data, "a").document == document
