"""Mentions read off the words of a sentence, where no parser has read it: pronouns, names and noun phrases.

A name is a run of words with capitals; in a language whose nouns have one too, a run without an article before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.model.marks.marks import plain_marks
from annotator.nlp.lexicon import Lexicon
from annotator.nlp.quotes.sources import SAYERS, UNLABELLED, Mention, Name

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENDS = frozenset({".", "!", "?", "…", "..."})
"""The tokens that end a sentence."""

_LONGEST = 9
_POSSESSIVE = ("'s", "'")


@dataclass(frozen=True)
class Word:
    """A token of a paragraph: its text with plain marks, where it stands, and whether a sentence begins with it."""

    text: str
    span: Span
    first: bool

    @property
    def lower(self) -> str:
        """As it is looked up: in lower case, without the hyphen of "dit-il"."""
        return self.text.lower().lstrip("-") or self.text

    @property
    def spoken(self) -> bool:
        """Whether it has a letter or digit."""
        return any(c.isalnum() for c in self.text)

    @property
    def capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[0].isupper() and any(c.isalpha() for c in self.text)


def words_of(doc: "Doc", text: str, paragraphs: Sequence[Span]) -> list[list[Word]]:
    """The tokens of each paragraph, white space left out; `text` is that of `doc` with its marks as they are."""
    found: list[list[Word]] = [[] for _ in paragraphs]
    index, first = 0, True
    for token in doc:
        span = Span(token.idx, token.idx + len(token))
        while index + 1 < len(paragraphs) and span.start >= paragraphs[index + 1].start:
            index, first = index + 1, True
        if token.is_space:
            continue
        word = Word(plain_marks(text[span.start : span.end]), span, first)
        found[index].append(word)
        first = word.text in ENDS or (first and not word.spoken)
    return found


def sentence_starts(words: Sequence[Sequence[Word]]) -> list[int]:
    """Where the sentences of a text begin, as far as its punctuation tells."""
    return [word.span.start for paragraph in words for word in paragraph if word.first and word.spoken]


def joined(words: Sequence[Word]) -> Span:
    """The code points from the first of some words to the last."""
    return Span(words[0].span.start, words[-1].span.end)


@dataclass(frozen=True)
class Found:
    """A mention, and the words it takes: from `start` to `end`, end exclusive; a title counts, though no part of it."""

    mention: Mention
    start: int
    end: int


class Mentions:
    """Reads mentions off the words of one text; `names` are its entities, where a pipeline found some."""

    def __init__(self, lexicon: Lexicon, names: Sequence[Name] = ()) -> None:
        self._lexicon = lexicon
        self._grammar = lexicon.grammar
        self._by_start = {name.span.start: name for name in names if name.label in SAYERS}

    def all(self, words: Sequence[Word]) -> Iterator[Found]:
        """The mentions among some words, first to last, none overlapping another."""
        at = 0
        while at < len(words):
            found = self.at(words, at)
            if found is not None:
                yield found
            at = found.end if found is not None else at + 1

    def at(self, words: Sequence[Word], at: int, bare: bool = False) -> Found | None:
        """The mention that begins at word `at`, None where none does.

        bare  whether a noun phrase needs neither an article nor a known noun, as behind "according to"
        """
        if at >= len(words) or not words[at].spoken:
            return None
        word, people, grammar = words[at], self._lexicon.people, self._grammar
        pronoun = word.lower in (grammar.pronouns if bare else grammar.subjects)
        if pronoun and not self._determines(words, at):
            return Found(Mention(word.span, word.span), at, at + 1)
        if word.lower in grammar.determiners:
            return self._phrase(words, at, at + 1)
        if word.lower in people.nouns or self._lexicon.is_title(word.text):
            return self._phrase(words, at, at)
        if (named := self.name(words, at)) is not None:
            name, end = named
            if end < len(words) and words[end].text in _POSSESSIVE:
                return self._phrase(words, at, end + 1)
            return Found(Mention(name.span, words[end - 1].span, name), at, end)
        return self._phrase(words, at, at) if bare and word.lower not in self._lexicon.function_words else None

    def name(self, words: Sequence[Word], at: int) -> tuple[Name, int] | None:
        """The name that begins at word `at`, and the word behind it."""
        if at >= len(words):
            return None
        if (entity := self._by_start.get(words[at].span.start)) is not None:
            end = at + 1
            while end < len(words) and words[end].span.end <= entity.span.end:
                end += 1
            return entity, end
        if not self._names(words[at]):
            return None
        start, end, last = at, at + 1, at + 1
        while end < len(words):
            if self._goes_on(words, end):
                end += 1
                last = end
            elif words[end].text in self._grammar.particles and not self._common(words[start]):
                end += 1
            else:
                break
        if self._lexicon.capitals:  # "Biologin Anna Reuter"
            firsts = (n for n in range(at, last - 1) if not self._common(words[n]))
            start = next(firsts, start)
        return Name(Span(words[start].span.start, words[last - 1].span.end), UNLABELLED), last

    def _common(self, word: Word) -> bool:
        """Whether a capital tells nothing, since it may be that of a common noun: no known first name."""
        return self._lexicon.capitals and self._lexicon.gender_of_first_name(word.text) is None

    def _names(self, word: Word) -> bool:
        """Whether a word may begin a name."""
        lower = word.lower
        return (
            word.capital
            and lower not in self._grammar.asides
            and not self._lexicon.is_title(word.text)
            and not (word.first and (lower in self._lexicon.function_words or self._lexicon.is_cue(lower)))
            and (len(word.text) > 1 or not word.first)
        )

    def _goes_on(self, words: Sequence[Word], at: int) -> bool:
        word = words[at]
        if not word.capital or word.first or word.lower in self._grammar.asides:
            return False
        return not (self._lexicon.is_title(word.text) and at + 1 < len(words) and words[at + 1].capital)

    def _determines(self, words: Sequence[Word], at: int) -> bool:
        """Whether a pronoun is an article here: "this minister"."""
        if words[at].lower not in self._grammar.determiners or at + 1 >= len(words):
            return False
        grammar, behind = self._grammar, words[at + 1]
        verb = behind.lower in grammar.auxiliaries | grammar.clitics or self._lexicon.is_cue(behind.lower)
        return behind.spoken and not verb

    def _phrase(self, words: Sequence[Word], start: int, first: int) -> Found | None:
        """A noun phrase from `start`, whose words behind the article begin at `first`; or the name that it leads to."""
        end = first
        while end < len(words) and end - start < _LONGEST and self._in_phrase(words, end, first):
            if end > start and self._leads_to_name(words, first, end) and (named := self.name(words, end)) is not None:
                name, behind = named
                return Found(Mention(name.span, words[behind - 1].span, name), start, behind)
            end += 1
        while end > first and (words[end - 1].lower in self._lexicon.function_words or not words[end - 1].spoken):
            end -= 1
        if end == first:
            return None
        head = self._head(words[first:end])
        if (apposed := self._apposed(words, end)) is not None:
            name, behind = apposed
            return Found(Mention(Span(words[start].span.start, name.span.end), head.span, name), start, behind)
        span = Span(words[start].span.start, words[end - 1].span.end)
        return Found(Mention(span, head.span, self._body(words, start, first, end)), start, end)

    def _in_phrase(self, words: Sequence[Word], at: int, first: int) -> bool:
        grammar, word = self._grammar, words[at]
        lower, before = word.lower, words[at - 1].lower if at > first else ""
        if not word.spoken:
            return word.text == "-" and at > first
        if lower in grammar.joining:
            return at > first
        if lower in grammar.determiners:
            return before in grammar.joining
        if self._lexicon.capitals and at > first and words[at - 1].capital and not word.capital:
            return False
        if lower in self._lexicon.people.nouns:
            return True
        if lower in self._lexicon.function_words and not word.capital:
            return False
        if lower in grammar.asides or (word.first and at > first):
            return False
        return not self._lexicon.is_cue(lower) or word.capital

    def _leads_to_name(self, words: Sequence[Word], first: int, at: int) -> bool:
        """Whether the words of a noun phrase up to `at` may stand before a name: "the mayor", not "the mayor of"."""
        if not words[at].capital or at == first:
            return False
        before = words[at - 1]
        if not before.spoken or before.lower in self._lexicon.function_words:
            return False
        if self._lexicon.is_title(before.text) or not before.capital:
            return not self._lexicon.is_title(words[at].text)
        people = self._lexicon.people
        return before.lower in people.nouns or words[at].text in people.male_names | people.female_names

    def _head(self, words: Sequence[Word]) -> Word:
        """The noun that carries a noun phrase."""
        until = next((n for n, word in enumerate(words) if word.lower in self._grammar.joining), len(words)) or 1
        own = words[:until]
        known = [word for word in own if word.lower in self._lexicon.people.nouns]
        if known:
            return known[-1] if self._lexicon.head_last else known[0]
        return own[-1] if self._lexicon.head_last else own[0]

    def _apposed(self, words: Sequence[Word], at: int) -> tuple[Name, int] | None:
        """The name behind a noun phrase and a comma: "the mayor, Ana Ruiz,"."""
        if at + 1 >= len(words) or words[at].text != ",":
            return None
        named = self.name(words, at + 1)
        if named is None or (named[1] < len(words) and words[named[1]].spoken):
            return None
        return named

    def _body(self, words: Sequence[Word], start: int, first: int, end: int) -> Name | None:
        """The name that a noun phrase is, where it is a body's: "the White House"."""
        word = words[first]
        by_sign = word.text.isupper() and len(word.text) > 1 if self._lexicon.capitals else word.capital
        known = word.lower in self._lexicon.people.nouns or self._lexicon.is_title(word.text)
        if start == first or not by_sign or known:
            return None
        return Name(Span(word.span.start, words[end - 1].span.end), "ORG")
