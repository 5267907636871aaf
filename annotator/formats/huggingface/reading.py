"""Rows with tokens and tags, as Hugging Face's data sets for token classification have them, as articles.

The tags' names are where `datasets` keeps them: in a Parquet file, in the card beside the file, or in the rows.
"""

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from annotator.formats import parquet
from annotator.formats.articles.columns import as_json
from annotator.formats.bio import runs
from annotator.formats.fields import Fields
from annotator.formats.huggingface.columns import OTHERS, RECORD, TAGS, columns, declared_names
from annotator.formats.jsontext import first_object, values
from annotator.formats.linked.attributing import Relation
from annotator.formats.linked.joining import places_of
from annotator.formats.linked.reading import Task, imported
from annotator.formats.linked.spans import FACTS
from annotator.model.counting import how_many
from annotator.model.exchange import Imported, Input, Loss, Lost
from annotator.model.faults import Fault

FORM = "huggingface"
_TAGS = (TAGS, "ner", "tags", "labels", "bio_tags", "entity_tags", "tag")
"""What a column of tags is called, the likeliest first."""
_TOKENS = ("tokens", "words")
_OURS = frozenset((*columns(()), *FACTS))
_PUT_TOGETHER = "the text was put together from its tokens, with a space between them"


def recognises_lines(given: Input) -> bool:
    """Whether the first object has tokens and as many tags."""
    row = first_object(given)
    tokens = _column(row, _TOKENS)
    words, tags = row.get(tokens), row.get(_column(row, _TAGS))
    return (
        isinstance(words, list)
        and isinstance(tags, list)
        and len(words) == len(tags)
        and all(isinstance(word, str) for word in words)
        and all(isinstance(tag, str | int) for tag in tags)
    )


def recognises_parquet(given: Input) -> bool:
    """Whether a Parquet file has columns of tokens and tags."""
    return parquet.is_parquet(given) and parquet.names_columns(given, _TOKENS, _TAGS)


def read_lines(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a JSONL file, and a Fault in place of each that cannot be read."""
    names: dict[str, list[str]] = {}
    for found in values(given):
        try:
            if isinstance(found, Fault):
                yield found
                continue
            where, value = found
            row = Fields(value, where).data
            column = _column(row, _TAGS)
            if column and column not in names:
                names[column] = declared_names(given, column)
            yield _imported(where, row, given.name, names.get(column, []))
        except Fault as fault:
            yield fault


def read_parquet(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a Parquet file, and a Fault in place of each that cannot be read; for the child process."""
    there, noted = parquet.columns(given)
    column = _of(there, _TAGS)
    names = _noted_names(noted.get(column)) or declared_names(given, column)
    for number, row in enumerate(parquet.rows(given), 1):
        try:
            yield _imported(f"{given.name}, row {number}", as_json(row), given.name, names)
        except Fault as fault:
            yield fault


def _noted_names(feature: object) -> list[str]:
    """The names of a column's classes by its type, which is JSON of `datasets.Features`."""
    match feature:
        case {"feature": {"names": list(names)}} | [{"names": list(names)}]:
            return [str(name) for name in names]
        case _:
            return []


def _column(row: Mapping[str, Any], known: Sequence[str]) -> str:
    """The column of lists that is called by one of these names, "" where there is none."""
    return _of([name for name, each in row.items() if isinstance(each, list)], known)


def _of(names: Sequence[str], known: Sequence[str]) -> str:
    return next((name for name in known if name in names), "")


def _imported(where: str, row: dict[str, Any], file: str, names: Sequence[str]) -> Imported:
    fields = Fields(row, where)
    of_tokens, of_tags = _column(row, _TOKENS), _column(row, _TAGS)
    tokens = fields.texts(of_tokens) if of_tokens else ()
    text = fields.text_or_none("text")
    places = None if text is None else places_of(text, tokens) if tokens else []
    notes: tuple[str, ...] = ()
    if text is None or places is None:
        if not tokens:
            raise Fault(f"{where} has no text and no tokens.", "Mend that row or take it out, and import again.")
        text, places = _joined(tokens)
        notes = (_PUT_TOGETHER,)
    task = Task(where, text, file)
    full = not notes and _are_spans(row.get("entities"))
    if full:
        _take_spans(task, row)
    else:
        _take_tags(task, where, row.get(of_tags) or [], places, names)
    record = _parsed(row.get(RECORD))
    if full and record is None and (speakers := len(fields.items("speakers"))):
        task.losses.append(Loss(Lost.SPEAKERS, speakers))
    others = _parsed(row.get(OTHERS))
    taken = {of_tokens, of_tags, "text", RECORD, OTHERS, *FACTS, *(_OURS if full else ())}
    kept = {key: each for key, each in row.items() if key not in taken and each is not None}
    kept |= others if isinstance(others, dict) else {}
    if kept:
        task.losses.append(Loss(Lost.ATTRIBUTES, len(kept), detail=f"columns {', '.join(kept)}"[:200], kept=True))
    found = imported(task, FORM, about=row, record=record, kept={"columns": kept} if kept else {})
    return replace(found, notes=(*found.notes, *notes))


def _parsed(value: object) -> Any:
    """The value of a cell of JSON, None where it is none."""
    try:
        return json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None


def _joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    ends = [*accumulate(len(token) + 1 for token in tokens)]
    return " ".join(tokens), [(end - 1 - len(token), end - 1) for token, end in zip(tokens, ends, strict=True)]


def _are_spans(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and {"start", "end", "label"} <= each.keys() for each in value
    )


def _take_spans(task: Task, row: Mapping[str, Any]) -> None:
    """Gives a task the entities and the parts of quotes that stand in columns of their own."""
    for number, each in enumerate(row["entities"]):
        task.add(("entity", number), each["label"], each["start"], each["end"], words=each.get("text"))
    task.relations = []
    quotes = row.get("quotes")
    for number, quote in enumerate(quotes if isinstance(quotes, list) else ()):
        each = quote if isinstance(quote, dict) else {}
        contents = each.get("contents")
        ends = [part for part in ("source", "cue") if isinstance(each.get(part), dict)]
        for part in ends:
            _take_part(task, (number, part), part, each[part])
        for at, content in enumerate(contents if isinstance(contents, list) else ()):
            key = (number, "content", at)
            _take_part(task, key, "content", content if isinstance(content, dict) else {})
            task.relations += [Relation(key, (number, part), part.upper()) for part in ends]


def _take_part(task: Task, key: Hashable, part: str, place: Mapping[str, Any]) -> None:
    task.add(key, part.upper(), place.get("start"), place.get("end"), words=place.get("text"))


def _take_tags(
    task: Task, where: str, tags: Sequence[object], places: Sequence[tuple[int, int]], names: Sequence[str]
) -> None:
    """Gives a task the entities that tags tell. Raises Fault where they do not fit the tokens, or have no names."""
    if len(tags) != len(places):
        raise Fault(
            f"{where} has {how_many(len(places), 'token')} and {how_many(len(tags), 'tag')}.",
            "Mend that row or take it out, and import again.",
        )
    named = [_name(tag, names, where) for tag in tags]
    for number, (label, first, last) in enumerate(runs(named)):
        task.add(number, label, places[first][0], places[last - 1][1])


def _name(tag: object, names: Sequence[str], where: str) -> str:
    if isinstance(tag, str):
        return tag
    if type(tag) is int and -100 <= tag < 0:  # what is not to be learned from
        return "O"
    if type(tag) is int and tag < len(names):
        return names[tag]
    raise Fault(
        f"{where}: nothing says what the tag {tag!s:.20} means.",
        "Put the data set's README.md, in whose head the names of the tags are, beside the file.",
    )
