"""Files of other programs' shapes, of real articles with gold quotes and entities, come in with every place right.

The programs that own these formats are on no package registry. So their files are written here by hand, as they are
documented, and by nothing that the program writes them with.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.brat.format import FORMAT as BRAT
from annotator.formats.cas.webanno import FORMAT as TSV
from annotator.formats.citron import FORMAT as CITRON
from annotator.formats.inputs import Given
from annotator.model.document import Document, Span
from tests.formats.exchanging import read

ARTICLES = 20
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def records(path: Path) -> list[dict[str, Any]]:
    """The first ones."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()[:ARTICLES]]


def quotes(record: dict[str, Any]) -> list[dict[str, Span]]:
    """The places of the parts of each quote that has a cue and stands in one line."""
    found = []
    for quote in record["quotes"]:
        cue, source = (quote[key][:1] for key in ("cue_spans", "speaker_spans"))
        parts = {"Content": Span(quote["start"], quote["end"])}
        parts |= {name: Span(*spans[0]) for name, spans in (("Cue", cue), ("Source", source)) if spans}
        if cue and not any("\n" in record["text"][slice(*span)] for span in parts.values()):
            found.append(parts)
    return found


def told(document: Document) -> set[tuple[Span, Span | None, Span | None]]:
    """The same of what came in."""
    return {(content, quote.cue, quote.source) for quote in document.quotes for content in quote.contents}


def wanted(parts: list[dict[str, Span]]) -> set[tuple[Span, Span | None, Span | None]]:
    return {(each["Content"], each["Cue"], each.get("Source")) for each in parts}


def polnear(folder: Path, record: dict[str, Any], parts: list[dict[str, Span]]) -> Path:
    """PolNeAR's folders: texts, and beside them attributions as events of brat's."""
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "a.txt").write_text(record["text"], "utf-8", newline="")
    lines, names = [], count(1)
    for number, each in enumerate(parts, 1):
        roles = []
        for role, (start, end) in each.items():
            name = f"T{next(names)}"
            lines.append(f"{name}\t{role} {start} {end}\t{record['text'][start:end]}")
            roles.append(f"{role}:{name}")
        trigger = f"T{next(names)}"
        start, end = each["Cue"]
        lines.append(f"{trigger}\tAttribution {start} {end}\t{record['text'][start:end]}")
        lines.append(f"E{number}\tAttribution:{trigger} {' '.join(roles)}")
    path = folder / "attributions" / "a_gold.ann"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def citron(record: dict[str, Any], parts: list[dict[str, Span]]) -> bytes:
    """A file in Citron's annotation format."""

    def place(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": record["text"][slice(*span)]}

    rows = [
        {
            "id": f"a-{number}",
            "cue": place(each["Cue"]),
            "sources": [place(each[name]) for name in ("Source",) if name in each],
            "contents": [place(each["Content"])],
            "coreferences": [],
        }
        for number, each in enumerate(parts, 1)
    ]
    value = {"text": record["text"], "url": "", "quotes": rows, "coreference_groups": []}
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.shared
def test_gold_quotes_come_in_from_polnears_and_citrons_files(shared, tmp_path):
    number = 0
    for record in records(shared / "corpora" / "gum_wikinews_quotes.jsonl"):
        parts = quotes(record)
        (found,) = read(BRAT, polnear(tmp_path / record["id"], record, parts))
        assert not found.losses
        assert told(found.document) == wanted(parts), record["id"]
        (found,) = read(CITRON, citron(record, parts), "a.json")
        assert told(found.document) == wanted(parts), record["id"]
        number += len(parts)
    assert number > 100


def rows(record: dict[str, Any]) -> Iterator[str]:
    """The lines of a file of WebAnno TSV 3.3, a line of the text a sentence and white space between the tokens."""
    text = record["text"]
    units = [0]
    for letter in text:
        units.append(units[-1] + len(letter.encode("utf-16-le")) // 2)
    yield from ("#FORMAT=WebAnno TSV 3.3", f"#T_SP={NAMED_ENTITY}|value", "")
    for sentence, line in enumerate(re.finditer(r"[^\n]*\S", text), 1):
        yield from ("", f"#Text={line[0].strip()}")
        for number, token in enumerate(re.finditer(r"\S+", line[0]), 1):
            start, end = (line.start() + at for at in token.span())
            values = [
                f"{each['label']}[{at}]"
                for at, each in enumerate(record["entities"], 1)
                if each["start"] <= start and end <= each["end"]
            ]
            yield f"{sentence}-{number}\t{units[start]}-{units[end]}\t{token[0]}\t{'|'.join(values) or '_'}\t"


@pytest.mark.shared
def test_gold_entities_come_in_from_webannos_files(shared):
    for record in records(shared / "corpora" / "wikigold_entities.jsonl"):
        file = "".join(f"{row}\n" for row in rows(record)).encode()
        assert TSV.recognises(Given("a.tsv", file))
        (found,) = read(TSV, file, "a.tsv")
        text = record["text"]
        came = [(each.label, found.document.words(each.span)) for each in found.document.entities]
        assert came == [(each["label"], text[each["start"] : each["end"]]) for each in record["entities"]], record["id"]
