"""Which spans CONTENT, CUE and SOURCE of another tool's file are one quote: by relations, else by where they stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.model.document import Article, Kind, Span
from annotator.model.marks.marks import stretches
from annotator.model.marks.quoting import kind_by
from annotator.model.tokens import trim

_CONTENT, _CUE, _SOURCE = "content", "cue", "source"


@dataclass(frozen=True)
class Found:
    """A labelled span of a file; `key` is what the file's relations call it.

    suggested_by  the pipeline that suggested it, None where it is no mere suggestion
    of            what the file says holds contents without a cue together, None where it says nothing of the sort
    """

    key: Hashable
    label: str
    span: Span
    score: float | None = None
    suggested_by: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    of: Hashable = None

    @property
    def place(self) -> tuple[str, Span]:
        """What it says, whoever says it."""
        return self.label, self.span

    @property
    def part(self) -> str:
        """Which part of a quote it is, if it is one."""
        return self.label.casefold()


@dataclass(frozen=True)
class Relation:
    """A relation of a file, by the keys of the spans it goes between; `extra` is what else it says."""

    head: Hashable
    child: Hashable
    label: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """The spans of one quote; the contents are in the order of the text, none overlapping another."""

    contents: tuple[Found, ...]
    cue: Found | None = None
    source: Found | None = None


Links: TypeAlias = Mapping[Hashable, Sequence[Found]]
"""The cues and sources of contents, by the contents' keys."""


def by_links(found: Mapping[Hashable, Found], relations: Iterable[Relation]) -> tuple[Links, list[Relation]]:
    """Which cues and sources contents are related to, in either direction, and the relations of other sorts."""
    links: dict[Hashable, list[Found]] = {}
    others: list[Relation] = []
    for relation in relations:
        ends = found.get(relation.head), found.get(relation.child)
        label = relation.label.casefold()
        content = next((end for end in ends if end is not None and end.part == _CONTENT), None)
        child = next((end for end in ends if end is not None and end.part == label), None)
        if label in (_CUE, _SOURCE) and content is not None and child is not None:
            links.setdefault(content.key, []).append(child)
        else:
            others.append(relation)
    return links, others


def linked_groups(article: Article, left: Iterable[Found], links: Links) -> list[Group]:
    """The quotes that relations make of spans: contents with one cue and source, without a cue in one paragraph."""
    groups: dict[Hashable, list[Found]] = {}
    ends: dict[Hashable, tuple[Found | None, Found | None]] = {}
    for each in sorted((each for each in left if each.part == _CONTENT), key=lambda each: each.span):
        children = links.get(each.key, ())
        cue = next((child for child in children if child.part == _CUE), None)
        source = next((child for child in children if child.part == _SOURCE), None)
        name: Hashable = each.key
        if cue is not None:
            name = "by cue", cue.key, source and source.key
        elif each.of is not None:
            name = "by the file", each.of
        elif source is not None:
            name = "by source", source.key, _paragraph(article, each.span.start)
        groups.setdefault(name, []).append(each)
        ends[name] = cue, source
    return [group for name, contents in groups.items() for group in _apart(contents, *ends[name])]


def flat_groups(article: Article, left: Sequence[Found]) -> list[Group]:
    """The quotes of spans without relations, as the Guardian's guide has them annotated.

    A cue goes with the nearest source of its paragraph; a source that no cue goes with stands for itself. A content
    goes with the nearest of these before or behind it in its paragraph, and shares a quote with others that do.
    """
    cues, sources = _of(left, _CUE), _of(left, _SOURCE)
    anchors: list[tuple[Found, Found | None, Found | None]] = []
    taken = set()
    for cue in cues:
        source = _nearest(article, cue.span, sources)
        anchors.append((cue, cue, source))
        taken.add(source and source.key)
    anchors += [(source, None, source) for source in sources if source.key not in taken]
    anchors.sort(key=lambda anchor: anchor[0].span)
    places = [anchor[0] for anchor in anchors]
    attribution = {anchor[0].key: anchor[1:] for anchor in anchors}
    groups: dict[Hashable, list[Found]] = {}
    alone: list[Group] = []
    for content in _of(left, _CONTENT):
        anchor = _nearest(article, content.span, places)
        if anchor is None:
            alone.append(Group((content,)))
        else:
            groups.setdefault(anchor.key, []).append(content)
    return [*alone, *(group for key, contents in groups.items() for group in _apart(contents, *attribution[key]))]


def kinds(article: Article, groups: Iterable[Group]) -> Iterator[tuple[Group, Kind, tuple[Span, ...]]]:
    """Each quote with its kind by the marks in the text, and what of its contents stands in marks.

    The marks are paired once, in the whole text: a file may have as many quotes as it has words.
    """
    in_marks: list[Span] | None = None
    for group in groups:
        if in_marks is None:
            in_marks = [stretch.span for stretch in stretches(article.text)]
        contents = [each.span for each in group.contents]
        marked = tuple(span for content in contents for span in _within(article.text, content, in_marks))
        yield group, kind_by(article.text, contents, marked), marked


def _within(text: str, content: Span, in_marks: Sequence[Span]) -> Iterator[Span]:
    at = bisect_right(in_marks, content.start, key=lambda span: span.end)
    while at < len(in_marks) and in_marks[at].start < content.end:
        span = trim(text, Span(max(content.start, in_marks[at].start), min(content.end, in_marks[at].end)))
        if span is not None:
            yield span
        at += 1


def _of(left: Iterable[Found], part: str) -> list[Found]:
    return sorted((each for each in left if each.part == part), key=lambda each: each.span)


def _apart(contents: Sequence[Found], cue: Found | None, source: Found | None) -> Iterator[Group]:
    """One quote of contents in order; one that overlaps the one before it is a quote of its own."""
    kept: list[Found] = []
    for each in contents:
        if kept and each.span.start < kept[-1].span.end:
            yield Group((each,), cue, source)
        else:
            kept.append(each)
    if kept:
        yield Group(tuple(kept), cue, source)


def _paragraph(article: Article, at: int) -> int:
    return bisect_right(article.paragraphs, at, key=lambda paragraph: paragraph.start) - 1


def _nearest(article: Article, span: Span, others: Sequence[Found]) -> Found | None:
    """The nearest of `others`, which are in order, that ends before a span or begins behind it in its paragraph."""
    first = bisect_left(others, span.start, key=lambda each: each.span.start) - 1
    after = bisect_left(others, span.end, key=lambda each: each.span.start)
    near = []
    if first >= 0 and _paragraph(article, others[first].span.start) == _paragraph(article, span.start):
        near.append((max(span.start - others[first].span.end, 0), others[first]))
    if after < len(others) and _paragraph(article, others[after].span.start) == _paragraph(article, span.end - 1):
        near.append((others[after].span.start - span.end, others[after]))
    return min(near, key=lambda pair: pair[0], default=(0, None))[1]
