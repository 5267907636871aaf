"""Another text in place of an article's, the naive way: letter by letter, each with where it stood before.

It shares no code with the program's aligning and moving, only the values.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeAlias

from annotator.model.document import AnyAnnotation, Document, Entity, MapRun, Span, Tokens

Origins: TypeAlias = list[int | None]
"""For each letter of a text where it stood before; None for one that is new."""

LEFT = 0.25
"""With less than this share of its letters and digits left, an annotation has lost its text (README, *Decisions*)."""


@dataclass(frozen=True)
class Letters:
    """How the letters of one text became those of another."""

    old: str
    new: str
    origins: Origins

    @classmethod
    def of(cls, old: str, pieces: Iterable[str | Span]) -> "Letters":
        """Of stretches of a text and new words that make another; raises ValueError where they are out of order."""
        origins: Origins = []
        letters: list[str] = []
        last = 0
        for piece in pieces:
            if isinstance(piece, str):
                letters += piece
                origins += [None] * len(piece)
                continue
            if not last <= piece.start <= piece.end <= len(old):
                raise ValueError(f"{piece} is out of order")
            letters += old[piece.start : piece.end]
            origins += range(*piece)
            last = piece.end
        return cls(old, "".join(letters), origins)

    @cached_property
    def now(self) -> Mapping[int, int]:
        """Where the letters of the first text that are left stand in the other one."""
        return {before: after for after, before in enumerate(self.origins) if before is not None}

    @property
    def back(self) -> "Letters":
        """How the other text becomes the first one again."""
        return Letters(self.new, self.old, [self.now.get(at) for at in range(len(self.old))])

    def whole(self, span: Span) -> Span | None:
        """Where a span stands whose letters are all there, one behind the other; else None."""
        found = [self.now.get(at) for at in range(*span)]
        first = found[0]
        return (
            Span(first, first + len(found))
            if first is not None and found == [*range(first, first + len(found))]
            else None
        )

    def left(self, span: Span) -> float:
        """The share of a span's letters and digits that are left; of all it has, where it has none of these."""
        counted = [at for at in range(*span) if self.old[at].isalnum()] or [*range(*span)]
        return sum(at in self.now for at in counted) / len(counted)

    def file_places(self, before: Sequence[int | None]) -> tuple[int | None, ...]:
        """Where each letter stood in the file, of where each of the old text did."""
        return tuple(None if at is None else before[at] for at in self.origins)

    def tokens(self, before: Tokens | None, given: Tokens | None) -> Tokens | None:
        """The tokens of the new text: in each word as they are given, else as they were where it is the same one."""
        if before is None:
            return None
        given = given or in_words(self.new, before.tokenizer)
        made = list(zip(given.starts, given.ends, given.spaces, strict=True))
        had = list(zip(before.starts, before.ends, before.spaces, strict=True))
        columns: list[tuple[int, int, bool]] = []
        for word in words(self.new):
            inside = [token for token in made if word.start <= token[0] and token[1] <= word.end]
            at = self.origins[word.start]
            if not inside and at is not None and self.whole(Span(at, at + word.end - word.start)) == word:
                end = at + word.end - word.start
                inside = [(a + word.start - at, b + word.start - at, s) for a, b, s in had if at <= a and b <= end]
            columns += inside
        tokenizer = given.tokenizer
        return (
            Tokens(tokenizer, *(tuple(column) for column in zip(*columns, strict=True)))
            if columns
            else Tokens(tokenizer, (), (), ())
        )


def words(text: str) -> Iterator[Span]:
    """What stands between white space."""
    start = None
    for at, letter in enumerate(f"{text} "):
        if letter.isspace() and start is not None:
            yield Span(start, at)
            start = None
        elif not letter.isspace() and start is None:
            start = at


def in_words(text: str, tokenizer: str) -> Tokens:
    """Tokens of each word and each mark, as articles have them here."""
    found: list[list[int]] = []
    for at, letter in enumerate(text):
        if letter.isalnum() and found and found[-1][1] == at and text[at - 1].isalnum():
            found[-1][1] = at + 1
        elif not letter.isspace():
            found.append([at, at + 1])
    ends = tuple(end for _, end in found)
    return Tokens(
        tokenizer, tuple(start for start, _ in found), ends, tuple(text[end : end + 1] == " " for end in ends)
    )


def places_in_file(text: str, runs: Iterable[MapRun]) -> tuple[int | None, ...]:
    """Where each letter of a text stood in its file."""
    found: Origins = [None] * len(text)
    for start, at, length in runs:
        found[start : start + length] = range(at, at + length)
    return tuple(found)


SPANS = ("span", "contents", "marked", "cue", "source")
"""The fields of annotations that hold spans."""


def moved(letters: Letters, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The spans of an annotation in the new text, by their fields; None where any of its letters is changed."""
    found: dict[str, Any] = {}
    for name in SPANS:
        value = fields.get(name)
        if isinstance(value, Span):
            found[name] = letters.whole(value)
        elif value:
            found[name] = tuple(map(letters.whole, value))
        else:
            continue
        if found[name] is None or (not isinstance(value, Span) and None in found[name]):
            return None
    return found


def check_corrected(before: Document, pieces: Iterable[str | Span], after: Document) -> None:
    """Raises AssertionError where a corrected text broke a law of what moves with its words."""
    letters = Letters.of(before.text, pieces)
    assert after.text == letters.new
    for annotation in before.by_id.values():
        _check_annotation(letters, annotation, after.by_id.get(annotation.id))
    assert set(after.by_id) <= set(before.by_id)
    _check_tokens(letters, before.tokens, after.tokens)
    _check_paragraphs(letters, before, after)


def values(annotation: AnyAnnotation) -> dict[str, Any]:
    """What an annotation says, by its fields: one that was read may have its defaults from its class."""
    return {each.name: getattr(annotation, each.name) for each in fields(annotation)}


def _check_annotation(letters: Letters, before: AnyAnnotation, after: AnyAnnotation | None) -> None:
    spans = moved(letters, values(before))
    if spans is not None:
        assert after == replace(before, **spans), "what stands in unchanged words did not move with them"
        return
    contents = (before.span,) if isinstance(before, Entity) else before.contents
    if all(letters.left(span) == 0 for span in contents):
        assert after is None, "an annotation has outlived its text"
    if after is None:
        assert all(letters.left(span) < LEFT or not _words_left(letters, span) for span in contents), "one is lost"
        return
    unmoved = {name: value for name, value in values(before).items() if name in SPANS}
    assert replace(after, flagged=before.flagged, **unmoved) == before, "more than its spans has changed"
    assert after.flagged or before.rejected or before.flagged or _all(before, letters.old) == _all(after, letters.new)
    for span in _spans(after):
        assert 0 <= span.start < span.end <= len(letters.new)
    if isinstance(before, Entity):
        assert isinstance(after, Entity)
        assert _words_left(letters, before.span) <= {*range(*after.span)}, "letters that are left were left out"


def _words_left(letters: Letters, span: Span) -> set[int]:
    """Where the letters of a span are that are left and no white space."""
    return {letters.now[at] for at in range(*span) if at in letters.now and not letters.old[at].isspace()}


def _spans(annotation: AnyAnnotation) -> list[Span]:
    if isinstance(annotation, Entity):
        return [annotation.span]
    return [*annotation.contents, *annotation.marked, *filter(None, (annotation.cue, annotation.source))]


def _all(annotation: AnyAnnotation, text: str) -> list[str]:
    return [text[span.start : span.end] for span in _spans(annotation)]


def _check_tokens(letters: Letters, before: Tokens | None, after: Tokens | None) -> None:
    if before is None or after is None:
        assert before is after is None
        return
    reached = 0
    for start, end, space in zip(after.starts, after.ends, after.spaces, strict=True):
        assert reached <= start < end <= len(letters.new), "a token lies in another, or outside"
        assert space is (letters.new[end : end + 1] == " ")
        reached = end
    cut = {place for span in after for place in range(*span)}
    untouched = {place for span in before for place in range(*span)}
    for place, letter in enumerate(letters.new):
        at = letters.origins[place]
        assert letter.isspace() or place in cut or at not in {None, *untouched}, "a letter has no token"


def _check_paragraphs(letters: Letters, before: Document, after: Document) -> None:
    """What was set aside, and headings, are those of the paragraphs that have their words."""
    aside, heads = set(after.boilerplate), {heading.start: heading.level for heading in after.article.headings}
    for paragraph in before.article.paragraphs:
        at = letters.whole(paragraph) if paragraph.start < paragraph.end else None
        if at is not None and at in after.article.paragraphs:
            assert (at in aside) is (paragraph in before.boilerplate)
    levels = {heading.level for heading in before.article.headings}
    starts = {paragraph.start for paragraph in after.article.paragraphs}
    assert set(heads) <= starts
    assert set(heads.values()) <= levels
    had = {place for paragraph in before.boilerplate for place in range(*paragraph)}
    for paragraph in aside:
        origins = letters.origins[paragraph.start : paragraph.end]
        assert 2 * sum(at not in {None, *had} for at in origins) < len(origins), "what was not set aside is"
