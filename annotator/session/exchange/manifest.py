"""What lies beside the files of an exported folder: a manifest for programs and a README for people."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.outputs import MANIFEST_FORMAT, Written
from annotator.model.document import Document
from annotator.model.exchange import Format, LossCount
from annotator.model.labels.labelmap import LabelMaps
from annotator.model.splits import Split

WHOLE = "articles"
"""What the data is called where it is not divided."""
_KINDS = ("direct", "mixed", "indirect")


@dataclass
class Figures:
    """What is in one part of the data. What was rejected does not count."""

    articles: int = 0
    characters: int = 0
    tokens: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    quotes: Counter[str] = field(default_factory=Counter)
    speakers: set[str] = field(default_factory=set)

    def add(self, document: Document) -> None:
        """Counts an article."""
        self.articles += 1
        self.characters += len(document.text)
        self.tokens += len(document.tokens or ())
        self.labels.update(entity.label for entity in document.entities if not entity.rejected)
        quotes = [quote for quote in document.quotes if not quote.rejected]
        self.quotes.update(quote.kind.value for quote in quotes)
        self.speakers.update(quote.speaker for quote in quotes if quote.speaker is not None)

    @property
    def plain(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "articles": self.articles,
            "characters": self.characters,
            "tokens": self.tokens,
            "entities": self.labels.total(),
            "labels": dict(sorted(self.labels.items())),
            "quotes": {kind: self.quotes[kind] for kind in _KINDS},
            "speakers": len(self.speakers),
        }


def unevenness(figures: Mapping[str, Figures], split: Split) -> dict[str, dict[str, float]]:
    """By how much each part's share of each label is off what it is to be; labels in alphabetical order."""
    totals = sum((each.labels for each in figures.values()), Counter[str]())
    return {
        label: {name: figures[name].labels[label] / total - share for name, share in split.shares}
        for label, total in sorted(totals.items())
    }


def in_points(off: Mapping[str, float]) -> Iterator[str]:
    """By how many percentage points shares are off, in words: "+1.5"."""
    return (f"{100 * each:+.1f}" for each in off.values())


@dataclass(frozen=True)
class Exported:
    """What was written.

    filters  what the export was asked for, by the names of its options
    split    how it was divided, None where it was not
    apart    how many articles went to no part
    labels   what the project calls the labels of pipelines and of formats, "" for those whose entities are left out
    """

    form: Format
    exported_by: str
    filters: Mapping[str, Any]
    figures: Mapping[str, Figures]
    lost: LossCount
    split: Split | None = None
    apart: int = 0
    labels: Mapping[str, LabelMaps] = field(default_factory=dict)


def manifest(exported: Exported, files: Iterable[Written]) -> Iterator[str]:
    """The manifest, in pieces: it is as long as there are files. The same articles give the same bytes."""
    split = exported.split
    content = {
        "format": MANIFEST_FORMAT,
        "exported_by": exported.exported_by,
        "data": exported.form.name,
        "filters": dict(exported.filters),
        "split": None
        if split is None
        else {
            "shares": dict(split.shares),
            "seed": split.seed,
            "outlets_together": split.outlets_together,
            "left_out": exported.apart,
            "off": {
                label: {name: round(each, 4) for name, each in of.items()}
                for label, of in unevenness(exported.figures, split).items()
            },
        },
        "label_maps": {kind: dict(maps) for kind, maps in exported.labels.items()},
        "parts": {name: figures.plain for name, figures in exported.figures.items()},
        "not_carried": {str(what): number for what, number in exported.lost.counts.items()},
    }
    yield json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "files": {'
    for number, file in enumerate(files):
        about = json.dumps({"bytes": file.bytes, "sha256": file.sha256})
        yield f"{',' * bool(number)}\n  {json.dumps(file.name, ensure_ascii=False)}: {about}"
    yield "\n }\n}\n"


def card(exported: Exported, stem: str) -> bytes:
    """The README: figures by part, how the data was divided, what it lacks, how it is used."""
    form, figures = exported.form, exported.figures
    parts = [f"# {stem}", f"{form.title}, written by {exported.exported_by}. {form.carries}", _table(figures)]
    asked = ", ".join(f"{name} {value}" for name, value in exported.filters.items())
    parts.append(f"What was asked for: {asked}.")
    renamed = [_called(scheme, named) for maps in exported.labels.values() for scheme, named in maps.items()]
    if any(renamed):
        parts.append(
            "Labels that are called otherwise than where they come from: " + "; ".join(filter(None, renamed)) + "."
        )
    if exported.split is not None:
        parts += ["## Parts", _division(exported.split, exported.apart), *_evenness(figures, exported.split)]
    if exported.lost:
        parts += ["## What is not in it", f"The format has no place for: {exported.lost.sentence}."]
    if form.usage:
        parts += ["## Use", form.usage.strip()]
    parts.append("`manifest.json` has these figures and the SHA-256 of every file.")
    return ("\n\n".join(parts) + "\n").encode()


def _table(figures: Mapping[str, Figures]) -> str:
    plain = {name: each.plain for name, each in figures.items()}
    rows = [[name, *(part[name] for part in plain.values())] for name in ("articles", "characters", "tokens")]
    rows.append(["speakers quoted", *(part["speakers"] for part in plain.values())])
    rows.append(["entities", *(part["entities"] for part in plain.values())])
    labels = sorted({label for part in plain.values() for label in part["labels"]})
    rows += [[f"– {label}", *(part["labels"].get(label, 0) for part in plain.values())] for label in labels]
    rows.append(["quotes", *(sum(part["quotes"].values()) for part in plain.values())])
    rows += [[f"– {kind}", *(part["quotes"][kind] for part in plain.values())] for kind in _KINDS]
    return "\n".join([_row(["", *plain]), "|---|" + "---:|" * len(plain), *(_row(row) for row in rows)])


def _called(scheme: str, labels: Mapping[str, str]) -> str:
    """A scheme's labels that have another name here, or none."""
    named = [f"{theirs} {ours or 'left out'}" for theirs, ours in sorted(labels.items()) if theirs != ours]
    return f"{scheme} ({', '.join(named)})" if named else ""


def _row(cells: Sequence[object]) -> str:
    escaped = (str(cell).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _evenness(figures: Mapping[str, Figures], split: Split) -> Iterator[str]:
    """How far the labels are from being spread as the articles are."""
    rows = [[label, *in_points(off)] for label, off in unevenness(figures, split).items()]
    if rows:
        yield "Labels have no say in it. By so many percentage points the parts' shares of each are off:"
        yield "\n".join([_row(["", *split.names]), "|---|" + "---:|" * len(split.names), *map(_row, rows)])


def _division(split: Split, apart: int) -> str:
    shares = ", ".join(f"{name} {share:g}" for name, share in split.shares)
    what = "its outlet" if split.outlets_together else "its text"
    told = (
        f"The articles were divided by the hash of {what}: {shares}, seed {split.seed}. The same seed gives the same "
        "parts, and articles that are added to the project later move none. An article that repeats another one "
        "(half of their three-word sequences, or more) is in the same part."
    )
    if apart:
        told += f" {apart} that would have belonged to two parts were left out."
    return told
