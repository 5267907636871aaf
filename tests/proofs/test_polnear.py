"""PolNeAR's articles come in with every place right.

The corpus has no licence and is no part of this: `ANNOTATOR_POLNEAR` names a checkout of it. What its lines say is read
here by themselves, and compared with the quotes that come in, by their words and how much stands before them.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.brat.format import FORMAT
from annotator.formats.inputs import OpenFile
from annotator.model.document import Span

CORPUS = os.environ.get("ANNOTATOR_POLNEAR", "")
FOLDERS = sorted(Path(CORPUS).glob("data/*/attributions")) if CORPUS else []


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """The lines of a file, put together where a line end stands in the words: id, type and places or ends, words."""
    for line in re.split(r"\n(?=[TE]\d+\t)", path.read_text("utf-8")):
        name, _, rest = line.partition("\t")
        head, _, words = rest.partition("\t")
        yield name, head, words


def _told(path: Path) -> tuple[Counter[str], dict[str, list[Span]]]:
    """How often each content is of an attribution, and where the spans are."""
    spans, contents = {}, Counter[str]()
    for name, head, _ in _rows(path):
        if name.startswith("T"):
            spans[name] = [Span(*map(int, place.split())) for place in head.split(" ", 1)[1].split(";")]
        elif head.startswith("Attribution"):
            contents.update({end for role, end in (each.split(":") for each in head.split()) if role[:7] == "Content"})
    return contents, spans


def _place(text: str, span: Span) -> tuple[int, str]:
    """What stands before a span and in it, white space aside."""
    return sum(not letter.isspace() for letter in text[: span.start]), "".join(text[slice(*span)].split())


@pytest.mark.skipif(not FOLDERS, reason="ANNOTATOR_POLNEAR names no checkout of PolNeAR")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_content_of_an_attribution_comes_in_at_its_place(folder):
    count = 0
    for path in sorted(folder.glob("*.ann")):
        (found,) = FORMAT.read(OpenFile(path))
        assert not [loss for loss in found.losses if not loss.kept], path
        text = (folder.parent / "text" / f"{path.stem.rpartition('_')[0]}.txt").read_bytes().decode()
        contents, spans = _told(path)
        told = Counter()
        for name, times in contents.items():
            pieces = (
                Span(start + line.start(), start + line.end())
                for start, end in dict.fromkeys(spans[name])
                for line in re.finditer(r"[^\r\n]+", text[start:end])
            )
            for place in {_place(text, piece) for piece in pieces if text[slice(*piece)].strip()}:
                told[place] += times
        document = found.document
        came = Counter(_place(document.text, each) for quote in document.quotes for each in quote.contents)
        attributed = Counter(
            _place(document.text, each)
            for quote in document.quotes
            if quote.cue is not None or quote.source is not None
            for each in quote.contents
        )
        assert not told - came, path
        assert not attributed - told, path
        count += sum(told.values())
    assert count
