"""What is known of a language where no parser has read it: its function words, cues and words for people.

All of it is data under `resources/quotes/<language>`; lists are in lower case but for names of people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from annotator.nlp.quotes.cues import is_cue_form
from annotator.nlp.words import has_lists, table

_Words = frozenset[str]
_LEAST_STEM = 3
STAR = "*"
"""Where the source stands in a phrase that attributes."""


@dataclass(frozen=True)
class Grammar:
    """Function words.

    he, she, they    pronouns that are subjects; they includes what has no gender
    him, her, them   the same as objects and possessives
    determiners      what a noun phrase may begin with; `definite` those for somebody known, `articles` mere ones
    auxiliaries      with a participle they make one cue
    clitics          small words between a subject and its verb
    adverb_endings   what adverbs end in
    prepositions     open a phrase in which nobody speaks, but `joining` ones carry a noun phrase on
    complementizers  lead to a reported clause
    particles        small words within names
    masculine, feminine  articles that tell a gender
    plurals          endings of verbs in the plural
    asides           days, months and the like, which are no names though some have a capital
    """

    he: _Words
    she: _Words
    they: _Words
    him: _Words
    her: _Words
    them: _Words
    determiners: _Words
    definite: _Words
    articles: _Words
    auxiliaries: _Words
    clitics: _Words
    adverb_endings: _Words
    prepositions: _Words
    joining: _Words
    conjunctions: _Words
    complementizers: _Words
    particles: _Words
    masculine: _Words
    feminine: _Words
    plurals: _Words
    asides: _Words

    @property
    def subjects(self) -> _Words:
        """The pronouns that may say something."""
        return self.he | self.she | self.they

    @property
    def pronouns(self) -> _Words:
        """All pronouns."""
        return self.subjects | self.him | self.her | self.them


@dataclass(frozen=True)
class People:
    """Words for people; see the comments in the files."""

    titles: _Words
    title_endings: _Words
    nouns: _Words
    male_titles: _Words
    female_titles: _Words
    male_words: _Words
    female_words: _Words
    male_names: _Words
    female_names: _Words
    endings: _Words


@dataclass(frozen=True)
class Lexicon:
    """All that is known of one language.

    finite      forms of verbs of saying that are cues by themselves; empty for English, whose forms are told by rule
    participles those that are cues behind an auxiliary
    according   phrases that attribute, with a STAR where the source stands; `behind` those only behind a quotation
    naming      words before marks that call something by a name
    head_last   whether the noun that carries a noun phrase is its last, not its first
    drops       whether a verb may stand without its subject
    capitals    whether nouns are written with a capital
    """

    language: str
    grammar: Grammar
    people: People
    finite: _Words
    participles: _Words
    according: tuple[tuple[str, ...], ...]
    behind: tuple[tuple[str, ...], ...]
    naming: _Words
    head_last: bool
    drops: bool
    capitals: bool
    function_words: _Words

    def is_cue(self, word: str) -> bool:
        """Whether a word is a form of a verb of saying, participles included."""
        if self.language == "en":
            return is_cue_form(word)
        return word.lower() in self.finite or word.lower() in self.participles

    def needs_auxiliary(self, word: str) -> bool:
        """Whether a word is a participle and nothing else."""
        return word.lower() in self.participles and word.lower() not in self.finite

    def is_plural(self, verb: str) -> bool:
        """Whether a verb's ending says that several speak, or nobody in particular."""
        return any(verb.lower().endswith(ending) for ending in self.grammar.plurals)

    def is_title(self, word: str) -> bool:
        """Whether a word stands before names without being part of them."""
        lower = word.lower()
        return lower in self.people.titles or any(
            lower.endswith(ending) and lower != ending for ending in self.people.title_endings
        )

    def gender_of_pronoun(self, word: str) -> str | None:
        """The gender that a pronoun tells: "m" for he, "f" for she, None for the rest and for what may be either."""
        word = word.lower().lstrip("-")
        he, she = self.grammar.he | self.grammar.him, self.grammar.she | self.grammar.her
        return _either(word in he, word in she)

    def gender_of_title(self, word: str) -> str | None:
        """The gender that a title before a name tells, of a compound the one that its end tells."""
        word = word.lower()
        people = self.people
        told = _either(word in people.male_titles, word in people.female_titles)
        if told is not None or not any(word.endswith(ending) for ending in people.title_endings):
            return told
        return _either(_ends(word, people.male_titles), _ends(word, people.female_titles))

    def gender_of_first_name(self, name: str) -> str | None:
        """The gender of whoever bears a first name, None where it is unknown or may be either's."""
        return _either(name in self.people.male_names, name in self.people.female_names)

    def gender_of_noun(self, phrase: str) -> str | None:
        """The gender that a noun phrase tells ("a spokeswoman")."""
        told = phrase.lower().replace("'", "' ").split()
        gender = _either(not self.people.male_words.isdisjoint(told), not self.people.female_words.isdisjoint(told))
        return gender or _either(told[0] in self.grammar.masculine, told[0] in self.grammar.feminine)

    def key(self, part: str) -> str:
        """A part of a name as it is compared: letters and digits only, and without endings of case."""
        key = "".join(c for c in part.lower() if c.isalnum())
        for ending in self._endings:
            if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM:
                return key[: -len(ending)]
        return key

    @cached_property
    def _endings(self) -> list[str]:
        return sorted(self.people.endings, key=len, reverse=True)

    def is_adverb(self, word: str) -> bool:
        """Whether a word may stand between a subject and its verb, or between a verb and its subject."""
        lower = word.lower()
        return lower in self.grammar.asides or any(
            lower.endswith(ending) and len(lower) > len(ending) + 2 for ending in self.grammar.adverb_endings
        )


def _either(man: bool, woman: bool) -> str | None:
    return None if man == woman else "m" if man else "f"


def _ends(word: str, endings: _Words) -> bool:
    return any(word.endswith(ending) and len(ending) > _LEAST_STEM for ending in endings)


@cache
def lexicon(language: str) -> Lexicon | None:
    """What is known of a language (ISO 639-1), None where nothing is."""
    if not has_lists(language):
        return None
    cues, words = table(language, "cues"), table(language, "grammar")
    grammar = Grammar(**_lists(Grammar, words))
    return Lexicon(
        language=language,
        grammar=grammar,
        people=People(**_lists(People, table(language, "people"))),
        finite=frozenset(_forms(cues, "finite")),
        participles=frozenset(_forms(cues, "participles")),
        according=tuple(_phrases(cues["according"])),
        behind=tuple(_phrases(cues.get("according_behind", ""))),
        naming=frozenset(cues["naming"].split()),
        head_last=words["head"] == "last",
        drops=words.get("drops", False),
        capitals=words.get("capitals", False),
        function_words=frozenset().union(*(getattr(grammar, field.name) for field in fields(Grammar)))
        - grammar.adverb_endings
        - grammar.plurals,
    )


def _lists(kind: type[Grammar] | type[People], told: dict[str, Any]) -> dict[str, _Words]:
    lists = {field.name: frozenset(told.get(field.name, "").split()) for field in fields(kind)}
    for name in lists:
        if not name.endswith("_names"):
            lists[name] = frozenset(word.lower() for word in lists[name])
    return lists


def _forms(cues: dict[str, Any], key: str) -> Iterator[str]:
    """The forms that tables of verbs spell out: stems with endings where a star stands, or whole forms."""
    for verbs in cues.get("verbs", ()):
        for form in verbs.get(key, "").split():
            if STAR in form:
                yield from (form.replace(STAR, stem) for stem in verbs["stems"].split())
            else:
                yield form


def _phrases(lines: str) -> list[tuple[str, ...]]:
    """Phrases as their words in lower case, longest first, each with its star."""
    found = [tuple(line.lower().split()) for line in lines.splitlines() if line.strip()]
    return sorted(((p if STAR in p else (*p, STAR)) for p in found), key=len, reverse=True)


def english() -> Lexicon:
    """What is known of English."""
    found = lexicon("en")
    assert found is not None  # its lists come with the program
    return found
