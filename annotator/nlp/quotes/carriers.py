"""The sentences that carry quotations, parsed without what is quoted.

A parser stumbles over long quotations, so a paragraph with marks is parsed a second time: each quotation that could
stand alone is replaced by one short clause in marks, and marks around words within a sentence are left out (the idea is
the Guardian's and AFP's), as are emoji and the like. Every token remembers the code points it stands for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import category

from annotator.model.document import Span
from annotator.model.finding.folding import how_many_words
from annotator.model.marks.marks import Stretch, plain_marks
from annotator.model.tokens import trim
from annotator.nlp.quotes.cues import is_cue_form

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_PARSING = ("transformer", "tok2vec", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer")
_DUMMY = ("It", "is", "so")
_FINAL = ".,!?…;:—–-。，！？；："
_NESTED = "\"'’”)]"
_LONG_TITLE = 6
_BORDER = '.!?:;…—–-,"”“»«)*•·‣|→。！？：；，」』）'
_JOINERS = ("Mn", "Me", "Cf", "Sk")  # what makes one character of several: accents, skin tones, joiners


@dataclass(frozen=True)
class Shape:
    """How a stretch sits in its paragraph.

    alone   whether it could be a quotation of its own: clear borders on both sides
    first   whether nothing stands before it in its paragraph
    words   how many words it has
    titled  whether it looks like the title of a work, or a name
    """

    alone: bool
    first: bool
    words: int
    titled: bool


def shape(text: str, stretch: Stretch, paragraph: Span, is_cue: Callable[[str], bool] = is_cue_form) -> Shape:
    """How `stretch` sits in `paragraph`, told from the characters alone; `is_cue` knows the verbs of saying."""
    before = text[paragraph.start : stretch.span.start].rstrip()
    after = text[stretch.span.end : paragraph.end].lstrip()
    inner = text[stretch.inner.start : stretch.inner.end].strip()
    spoken = [word for word in inner.split() if any(c.isalnum() for c in word)]
    starts = not before or _is_border(before) or is_cue(before.split()[-1])
    final = inner.rstrip(_NESTED)[-1:] in _FINAL
    ends = not stretch.closed or not after or final or after[0] in ".,!?;:—–-)(。，！？；：）（"
    if starts and not ends and after.split() and not before:
        ends = len(spoken) > 3 and inner[:1].isupper()
    if before.endswith(",") and inner[:1].islower() and not final:
        starts = False
    titled = _titled(spoken) and (not final or (len(spoken) <= _LONG_TITLE and _within_sentence(before, is_cue)))
    return Shape(bool(inner) and starts and ends, not before, sum(map(how_many_words, spoken)), titled)


def _is_border(before: str) -> bool:
    """Whether what stands before a stretch ends in a mark, a bullet or a symbol such as an emoji."""
    last = next((c for c in reversed(before) if category(c) not in _JOINERS), before[-1])
    return last in _BORDER or category(last) == "So"


def _is_ornament(word: str) -> bool:
    """Whether a word is made of symbols only: a parser takes an emoji for a name."""
    return all(category(c) in ("So", *_JOINERS) for c in word)


def _within_sentence(before: str, is_cue: Callable[[str], bool]) -> bool:
    """Whether what stands before a stretch is an unfinished sentence that does not lead to speech."""
    bare = before.rstrip(",")
    return bool(bare) and bare[-1].isalnum() and not is_cue(bare.split()[-1])


def _titled(spoken: Sequence[str]) -> bool:
    """Whether words are written as in a title: every long one has a capital."""
    long = [word for word in spoken if len(word) > 3]
    return len(spoken) > 1 and bool(long) and all(word[0].isupper() or not word[0].isalpha() for word in long)


@dataclass
class Carrier:
    """A paragraph's parse.

    doc         what was parsed; the paragraph is its tokens `start` to `end`
    spans       for every token of the paragraph, the code points it stands for
    stands_in   token index → stretch index, for the tokens of the clause that stands in for a quotation
    inside      token index → stretch index, for tokens of a stretch that was left in the sentence
    """

    paragraph: int
    doc: "Doc"
    start: int
    end: int
    spans: Sequence[Span]
    stands_in: dict[int, int] = field(default_factory=dict)
    inside: dict[int, int] = field(default_factory=dict)

    def tokens(self) -> "list[Token]":
        """The paragraph's tokens."""
        return [self.doc[i] for i in range(self.start, self.end)]

    def span(self, first: int, last: int) -> Span:
        """The code points from token `first` to token `last`, both included."""
        return Span(self.spans[first - self.start].start, self.spans[last - self.start].end)

    def sentences(self) -> "Iterator[list[Token]]":
        """The paragraph's sentences as the parser has them, each its tokens."""
        sentence: list[Token] = []
        for token in self.tokens():
            if token.is_sent_start and sentence:
                yield sentence
                sentence = []
            sentence.append(token)
        if sentence:
            yield sentence

    def head_of(self, stretch: int) -> "Token | None":
        """The token on which the rest of the stretch hangs, None where it is not in the parse."""
        members = self.stands_in if stretch in self.stands_in.values() else self.inside
        own = {i for i, s in members.items() if s == stretch}
        tops = [self.doc[i] for i in sorted(own) if self.doc[i].head.i not in own or self.doc[i].head.i == i]
        tops = [t for t in tops if not t.is_punct] or tops
        return tops[0] if tops else None

    def tokens_of(self, stretch: int) -> list[int]:
        """The indices of the tokens that belong to a stretch or stand in for it."""
        return sorted(i for members in (self.stands_in, self.inside) for i, s in members.items() if s == stretch)


def carriers(
    doc: "Doc",
    nlp: "Language",
    text: str,
    paragraphs: Sequence[Span],
    stretches: Sequence[Stretch],
    alone: Sequence[bool],
) -> list[Carrier]:
    """A carrier for every paragraph that has text, in order; those with marks are parsed anew, in one batch.

    text   what `doc` was made of, or its original of the same length
    alone  which of `stretches` are replaced by a clause; around the others the marks are left out
    """
    by_paragraph: dict[int, list[int]] = {}
    for k, stretch in enumerate(stretches):
        by_paragraph.setdefault(stretch.paragraph, []).append(k)
    made, again = [], []
    at = 0
    for index, paragraph in enumerate(paragraphs):
        while at < len(doc) and doc[at].idx < paragraph.start:
            at += 1
        start = at
        while at < len(doc) and doc[at].idx < paragraph.end:
            at += 1
        if start == at:
            continue
        spans = [_trimmed(text, Span(t.idx, min(t.idx + len(t), paragraph.end))) for t in doc[start:at]]
        if index in by_paragraph:
            masking = _Masking(text, stretches, alone)
            masking.add_all(spans, by_paragraph[index])
            again.append(masking.carrier(doc, index))
            made.append(again[-1])
        else:
            made.append(Carrier(index, doc, start, at, spans))
    _parse([carrier.doc for carrier in again], nlp)
    return made


def _trimmed(text: str, token: Span) -> Span:
    return trim(text, token) or Span(token.end, token.end)


@dataclass
class _Masking:
    """A paragraph's tokens with its quotations replaced, while they are put together."""

    text: str
    stretches: Sequence[Stretch]
    alone: Sequence[bool]
    words: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    stands_in: dict[int, int] = field(default_factory=dict)
    inside: dict[int, int] = field(default_factory=dict)

    def add_all(self, tokens: Sequence[Span], here: Sequence[int]) -> None:
        """Adds a paragraph's tokens; `here` are its stretches. A token that a mark cuts in two becomes two."""
        pending = list(here)
        for token in tokens:
            rest = token
            while pending and self.stretches[pending[0]].span.start < rest.end:
                k = pending[0]
                stretch = self.stretches[k].span
                self._plain(Span(rest.start, stretch.start))
                self._quoted(k, Span(max(rest.start, stretch.start), min(rest.end, stretch.end)))
                rest = Span(max(rest.start, stretch.end), rest.end)
                if stretch.end > token.end:
                    break
                pending.pop(0)
            self._plain(rest)

    def _plain(self, span: Span) -> None:
        word = self.text[span.start : span.end]
        if word and not word.isspace() and not _is_ornament(word):
            self.words.append(plain_marks(word))
            self.spans.append(span)

    def _quoted(self, k: int, span: Span) -> None:
        if not self.alone[k]:
            inner = self.stretches[k].inner
            before = len(self.words)
            self._plain(Span(max(span.start, inner.start), min(span.end, inner.end)))
            if len(self.words) > before:
                self.inside[before] = k
        elif span.start == self.stretches[k].span.start:
            for word in _stand_in(self.text, self.stretches[k]):
                self.stands_in[len(self.words)] = k
                self.words.append(word)
                self.spans.append(self.stretches[k].span)

    def carrier(self, doc: "Doc", paragraph: int) -> Carrier:
        """The carrier, not parsed yet."""
        from spacy.tokens import Doc

        made = Doc(doc.vocab, words=self.words)
        return Carrier(paragraph, made, 0, len(made), self.spans, self.stands_in, self.inside)


def _stand_in(text: str, stretch: Stretch) -> list[str]:
    inner = text[stretch.inner.start : stretch.inner.end].rstrip()
    last = inner[-1:] if inner[-1:] in (",", ".", "?", "!") else ""
    return ['"', *_DUMMY, *([last] if last else []), '"']


def _parse(docs: "list[Doc]", nlp: "Language") -> None:
    pipes: list[Any] = [pipe for name, pipe in nlp.pipeline if name in _PARSING]
    for pipe in pipes if docs else ():
        docs[:] = pipe.pipe(docs)
