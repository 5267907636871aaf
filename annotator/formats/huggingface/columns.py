"""The columns of a data set for Hugging Face's `datasets`, and the card that declares them.

Their types are JSON of `datasets.Features`; the card's head is YAML as `datasets.Features._from_yaml_list` reads it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.inputs import head
from annotator.model.exchange import Input

TAGS = "ner_tags"
PART_TAGS = {"CONTENT": "content_tags", "CUE": "cue_tags", "SOURCE": "source_tags"}
"""The columns of tags by the parts of quotes that they tell."""
OTHERS, RECORD = "others", "annotator"
CARD = "README.md"
_PLAIN = re.compile(r"[A-Za-z_][\w.-]*")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes in quotes only as an escape, and JSON as it is."""
_NAMED = re.compile(r" *- name: *(\S.*)")
_CLASS = re.compile(r" *['\"]?(\d{1,6})['\"]?: *(\S.*)")
_CARD_HEAD = 1_000_000
"""Bytes within which the head of a card must end for its labels to be known."""


def names_of(labels: Iterable[str]) -> list[str]:
    """The names of tags for labels: O, and B and I of each."""
    return ["O", *(f"{mark}-{label}" for label in labels for mark in "BI")]


def columns(labels: Iterable[str]) -> dict[str, Any]:
    """The types of the columns, in order, where entities have these labels."""
    text, number, yes = ({"dtype": name, "_type": "Value"} for name in ("string", "int32", "bool"))
    span = {"start": number, "end": number, "text": text}
    quote = {
        "id": text,
        "kind": text,
        "contents": [span],
        "marked": [{"start": number, "end": number}],
        "cue": span,
        "source": span,
        "speaker": text,
        "attribution": text,
        "decision": text,
    }
    return {
        **dict.fromkeys(("id", "title", "outlet", "url", "published", "language", "file", "status", "text"), text),
        "tokens": _many(text),
        "token_starts": _many(number),
        "token_ends": _many(number),
        TAGS: _many(_classes(names_of(labels))),
        **{column: _many(_classes(names_of([part]))) for part, column in PART_TAGS.items()},
        "entities": [{"id": text, "label": text, **span, "speaker": text, "decision": text}],
        "quotes": [quote],
        "speakers": [{"id": text, "name": text, "named": yes, "role": text}],
        OTHERS: text,
        RECORD: text,
    }


def _many(feature: Any) -> dict[str, Any]:
    return {"feature": feature, "_type": "Sequence"}


def _classes(names: Sequence[str]) -> dict[str, Any]:
    return {"names": [*names], "_type": "ClassLabel"}


@dataclass
class Part:
    """What is in one part of the data: its file, and how many articles, tokens, entities by label, quotes by kind."""

    file: str
    articles: int = 0
    tokens: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def card(title: str, labels: Iterable[str], parts: Mapping[str, Part], languages: Iterable[str], about: str) -> str:
    """The card of a data set.

    parts  by the names that `datasets` is to call them
    about  what people are told, in Markdown
    """
    lines = ["---", f"pretty_name: {_scalar(title)}"]
    known = sorted(languages)
    lines += ["language:", *(f"- {_scalar(language)}" for language in known)] if known else []
    lines += ["task_categories:", "- token-classification", "task_ids:", "- named-entity-recognition"]
    if parts:
        lines += ["configs:", "- config_name: default", "  data_files:"]
        lines += [line for name, each in parts.items() for line in (f"  - split: {name}", f"    path: {each.file}")]
    lines += ["dataset_info:", "  features:", *_declared(columns(labels), "  ")]
    if parts:
        lines.append("  splits:")
        lines += [
            line for name, each in parts.items() for line in (f"  - name: {name}", f"    num_examples: {each.articles}")
        ]
    return "\n".join([*lines, "---", "", f"# {title}", "", about, "", _table(parts)]) + "\n"


def _declared(features: Mapping[str, Any], pad: str) -> Iterator[str]:
    for name, feature in features.items():
        yield f"{pad}- name: {name}"
        yield from _type(feature, pad + "  ")


def _type(feature: Any, pad: str) -> Iterator[str]:
    match feature:
        case {"_type": "Value", "dtype": dtype}:
            yield f"{pad}dtype: {dtype}"
        case {"_type": "Sequence", "feature": {"_type": "Value", "dtype": dtype}}:
            yield f"{pad}list: {dtype}"
        case {"_type": "Sequence", "feature": {"_type": "ClassLabel", "names": names}}:
            yield f"{pad}list:"
            yield f"{pad}  class_label:"
            yield f"{pad}    names:"
            yield from (f"{pad}      '{number}': {_scalar(name)}" for number, name in enumerate(names))
        case [inner]:
            yield f"{pad}list:"
            yield from _declared(inner, pad)
        case _:
            yield f"{pad}struct:"
            yield from _declared(feature, pad)


def _scalar(value: str) -> str:
    """A text in YAML: as it is where nobody could take it for anything else, else in quotes as JSON has it."""
    if _PLAIN.fullmatch(value) and value.startswith(("B-", "I-")) and value.isascii():
        return value
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _table(parts: Mapping[str, Part]) -> str:
    rows = {"articles": [each.articles for each in parts.values()], "tokens": [each.tokens for each in parts.values()]}
    for what in sorted({name for each in parts.values() for name in each.counts}):
        rows[what] = [each.counts[what] for each in parts.values()]
    lines = [("", *parts), ("---", *("---:" for _ in parts)), *((name, *cells) for name, cells in rows.items())]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in lines)


def declared_names(given: Input, column: str) -> list[str]:
    """The names of a column's classes, by the card beside a file; none where it has none.

    It reads what `datasets` writes itself: a block of `'0': O`, a name a line.
    """
    beside = given.beside(CARD)
    lines = head(beside, _CARD_HEAD).decode("utf-8", "replace").splitlines() if beside is not None else []
    if not lines or lines[0].rstrip() != "---":
        return []
    names: list[str] = []
    inside = False
    for line in map(str.rstrip, lines[1:]):
        if line == "---":
            break
        named = _NAMED.fullmatch(line)
        if named is not None:
            if names:
                break
            inside = _said(named[1]) == column
        elif inside:
            found = _CLASS.fullmatch(line)
            if found is not None and int(found[1]) == len(names):
                names.append(_said(found[2]))
            elif names:
                break
    return names


def _said(scalar: str) -> str:
    """What a scalar of YAML says; one in double quotes is read as JSON has it."""
    if scalar.startswith("'") and scalar.endswith("'") and len(scalar) > 1:
        return scalar[1:-1].replace("''", "'")
    if scalar.startswith('"'):
        try:
            return str(json.loads(scalar))
        except ValueError:
            return scalar.strip('"')
    return scalar
