"""Who said a quotation, told from the words beside it where no parser has read them.

Like the sieves over a parse, each rule names itself as the reason, and they come in order of their precision.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.nlp.lexicon import STAR, Lexicon
from annotator.nlp.quotes.sieves import Said
from annotator.nlp.quotes.sources import Mention
from annotator.nlp.unparsed.mentions import Found, Mentions, Word, joined

_DASHES = frozenset({"—", "–", "-", "--", "―"})
_APART = frozenset({",", ":", ";", "(", ")", *_DASHES})
_REACH = 12
_GROUP = 6
_UNKNOWN = 2
_FULL = 2


@dataclass(frozen=True)
class Beside:
    """What stands beside a quotation in its own sentence: the words before it and behind it, quotations left out.

    runs_on  whether the sentence goes on behind it, as far as the marks tell
    """

    before: Sequence[Word]
    after: Sequence[Word]
    runs_on: bool = True


class Attribution:
    """The rules for one language."""

    def __init__(self, lexicon: Lexicon, mentions: Mentions) -> None:
        self._lexicon = lexicon
        self._grammar = lexicon.grammar
        self._mentions = mentions

    def __call__(self, beside: Beside) -> Said | None:
        """What the first rule that fits says, None where none does."""
        for rule in (self._signature, self._right_behind, self._according, self._label, self._before, self._behind):
            if (found := rule(beside)) is not None:
                return found
        return None

    def put_in(self, words: Sequence[Word], *, dashed: bool) -> Said | None:
        """Who what a narrator puts into speech says speaks; without dashes around it the verb comes first."""
        said = self._right_behind(Beside((), words))
        if said is None or said.cue is None or said.source is None:
            return None
        return said if dashed or said.cue.start < said.source.span.start or self._asks(words) else None

    def _asks(self, words: Sequence[Word]) -> bool:
        return bool(words) and words[0].lower in self._grammar.auxiliaries

    def reports(self, words: Sequence[Word]) -> Said | None:
        """Who the last cue of a sentence belongs to."""
        return self._before(Beside(words, ()))

    def opens(self, words: Sequence[Word]) -> Mention | None:
        """Who a sentence begins with: a person by name, pronoun or what they are, told apart from things."""
        found = next(self._sayers(words), None)
        if found is None or found.start > 0:
            return None
        gendered = self._lexicon.gender_of_pronoun(words[0].text) is not None
        named = found.mention.name is not None and not (self._lexicon.capitals and found.end - found.start < _FULL)
        known = any(word.lower in self._lexicon.people.nouns for word in words[found.start : found.end])
        return found.mention if gendered or named or known else None

    # Behind the quotation

    def _signature(self, beside: Beside) -> Said | None:
        """As in "…" — Ana Ruiz: a dash and a name behind the quotation and nothing else."""
        after = beside.after
        if not after or after[0].text not in _DASHES:
            return None
        found = self._mentions.at(after, 1)
        alone = found is not None and all(not word.spoken for word in after[found.end :])
        return Said(None, found.mention, "dash and name", 0.85) if found is not None and alone else None

    def _right_behind(self, beside: Beside) -> Said | None:
        """As in "…," said Ana Ruiz; "…," Ana Ruiz said; "…," has she said."""
        start = next((n for n, word in enumerate(beside.after) if word.spoken), len(beside.after))
        after = beside.after[start : start + 3 * _REACH]
        if not after:
            return None
        apart = any(word.text in _APART for word in beside.after[:start])
        if (cue := self._cue(after, 0)) is not None and not after[0].capital:
            who = self._subject(after, cue + 1)
            if who is not None or self._lexicon.drops:
                return Said(after[cue].span, who.mention if who else None, "cue right behind", 0.95 if who else 0.6)
        if after[0].lower in self._grammar.auxiliaries and (found := self._around(after)) is not None:
            return found
        if not beside.runs_on and not apart:
            return None
        return self._name_first(after)

    def _around(self, words: Sequence[Word]) -> Said | None:
        """An auxiliary, who speaks, and the participle: "…," a-t-elle déclaré."""
        who = self._subject(words, 1)
        if who is None or (cue := self._cue(words, who.end, with_auxiliary=True)) is None:
            return None
        return Said(words[cue].span, who.mention, "cue right behind", 0.95)

    def _name_first(self, words: Sequence[Word]) -> Said | None:
        who = self._mentions.at(words, 0)
        if who is None:
            return None
        cue = self._cue(words, who.end, unknown=_UNKNOWN)
        if cue is not None:
            return Said(words[cue].span, who.mention, "cue right behind", 0.95 if cue < who.end + 2 else 0.8)
        if who.end < len(words) and words[who.end].text == ",":  # "…," Ruiz, who leads the school, said
            commas = (n for n in range(who.end + 1, min(len(words), who.end + 2 * _REACH)) if words[n].text == ",")
            for comma in commas:
                if (cue := self._cue(words, comma + 1)) is not None:
                    return Said(words[cue].span, who.mention, "cue right behind", 0.75)
        return None

    def _behind(self, beside: Beside) -> Said | None:
        """A cue further behind the quotation, and whoever stands nearest to it."""
        if not beside.runs_on:
            return None
        after = beside.after[:_REACH]
        for at in range(1, len(after)):
            if (cue := self._cue(after, at)) == at and not self._is_noun(after, at):
                before = list(self._sayers(after[:at]))
                who = before[-1] if before else self._subject(after, cue + 1)
                return Said(after[cue].span, who.mention, "cue beside it", 0.65) if who is not None else None
        return None

    # Before the quotation

    def _before(self, beside: Beside) -> Said | None:
        """As in Ana Ruiz said: "…"."""
        words = beside.before
        for at in range(len(words) - 1, -1, -1):
            if self._lexicon.is_cue(words[at].lower) and not self._is_noun(words, at):
                first = self._group(words, at)
                if first is None:
                    continue
                who = self._subject_of(words, first, at)
                if who is None and not self._lexicon.drops:
                    return None
                score = self._sureness(words, at) if who is not None else 0.5
                return Said(words[at].span, who.mention if who else None, "cue before it", score)
        return None

    def _group(self, words: Sequence[Word], cue: int) -> int | None:
        """The first word of a cue with its auxiliaries and small words; None for a participle that has none."""
        first = cue
        while first > 0 and cue - first < _GROUP and self._small(words[first - 1]):
            first -= 1
        if not self._lexicon.needs_auxiliary(words[cue].text):
            return first
        found = [n for n in range(max(0, cue - 2 * _REACH), cue) if words[n].lower in self._grammar.auxiliaries]
        return min(found[-1], first) if found else None

    def _subject_of(self, words: Sequence[Word], first: int, cue: int) -> Found | None:
        """Who the words before a quotation say speaks: right before the verb, right behind it, or first of all."""
        sayers = list(self._sayers(words[:first]))
        if sayers and sayers[-1].end == first:
            return sayers[-1]
        inverted = self._subject(words, first + 1 if first < cue else cue + 1)
        if inverted is not None and (inverted.end <= cue or inverted.start > cue):
            return inverted
        return sayers[0] if sayers else None

    def _sureness(self, words: Sequence[Word], cue: int) -> float:
        if words[-1].text == ":":
            return 0.9
        if cue == len(words) - 1:
            return 0.8
        if all(word.lower in self._lexicon.function_words for word in words[cue + 1 :]):
            return 0.75
        return 0.7 if words[-1].text == "," else 0.4

    def _label(self, beside: Beside) -> Said | None:
        """As in Ruiz: "…" – whose words they are and a colon, and no verb."""
        words = beside.before
        if len(words) < 2 or words[-1].text != ":":
            return None
        found = self._mentions.at(words, 0)
        if found is None or not words[0].first or len(words) - found.end > _GROUP:
            return None
        bracketed = found.end < len(words) and words[found.end].text == "("
        plain = found.end == len(words) - 1 or bracketed
        return Said(None, found.mention, "name and colon", 0.7) if plain else None

    # On either side

    def _according(self, beside: Beside) -> Said | None:
        """As in according to Ana Ruiz, "…"."""
        start = next((n for n, word in enumerate(beside.after) if word.spoken), len(beside.after))
        for phrase in self._lexicon.behind:
            if (found := self._phrase(beside.after[start : start + _REACH], phrase, only=0)) is not None:
                return found
        for words in (beside.after, beside.before):
            for phrase in self._lexicon.according:
                if (found := self._phrase(words, phrase)) is not None:
                    return found
        return None

    def _phrase(self, words: Sequence[Word], phrase: Sequence[str], only: int | None = None) -> Said | None:
        star = phrase.index(STAR)
        opening, closing = tuple(phrase[:star]), tuple(phrase[star + 1 :])
        for at in range(len(words)) if only is None else (only,):
            if tuple(word.lower for word in words[at : at + star]) != opening:
                continue
            who = self._mentions.at(words, at + star, bare=bool(opening) or len(closing) > 1)
            if who is None or tuple(word.lower for word in words[who.end : who.end + len(closing)]) != closing:
                continue
            cue = words[who.end : who.end + len(closing)] if closing else words[at : at + star]
            return Said(joined(cue), who.mention, "according to", 0.85)
        return None

    # Cues and who stands beside them

    def _small(self, word: Word) -> bool:
        lower = word.lower
        return (
            lower in self._grammar.auxiliaries or lower in self._grammar.clitics or self._lexicon.is_adverb(word.text)
        ) and not word.capital

    def _cue(self, words: Sequence[Word], at: int, unknown: int = 0, with_auxiliary: bool = False) -> int | None:
        """The cue that begins at word `at`, auxiliaries and other small words before it passed over.

        unknown  how many other words in lower case may stand before it too
        """
        for n in range(at, min(len(words), at + _GROUP)):
            word = words[n]
            with_auxiliary = with_auxiliary or word.lower in self._grammar.auxiliaries
            if self._lexicon.is_cue(word.lower) and (with_auxiliary or not self._lexicon.needs_auxiliary(word.text)):
                return n
            if not word.spoken and word.text != "-":
                return None
            if not self._small(word) and word.text != "-":
                unknown -= 1
                if unknown < 0 or word.capital or word.lower in self._grammar.prepositions:
                    return None
        return None

    def _subject(self, words: Sequence[Word], at: int) -> Found | None:
        """Who stands behind a cue, a phrase or two between them passed over: said on Monday the mayor."""
        for _ in range(4):
            if at >= len(words):
                return None
            if (found := self._mentions.at(words, at)) is not None:
                return found
            word = words[at]
            if not word.spoken and word.text != "-":
                return None
            if word.lower in self._grammar.prepositions:
                told = self._mentions.at(words, at + 1, bare=True)
                at = told.end if told is not None else at + 2
            elif word.lower in self._grammar.complementizers or word.lower in self._grammar.conjunctions:
                return None
            else:
                at += 1
        return None

    def _sayers(self, words: Sequence[Word]) -> Iterator[Found]:
        """The mentions among some words but those behind a preposition."""
        for found in self._mentions.all(words):
            before = words[found.start - 1].lower if found.start else ""
            if before not in self._grammar.prepositions and before not in self._grammar.joining:
                yield found

    def _is_noun(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word that looks like a cue is a noun: "the report", "of praise"."""
        before = words[at - 1].lower if at else ""
        noun = before in self._grammar.determiners and before not in self._grammar.clitics | self._grammar.subjects
        return (
            noun
            or (before in self._grammar.prepositions and self._lexicon.language == "en")
            or (words[at].capital and not words[at].first)
        )
