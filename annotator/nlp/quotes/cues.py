"""Words that report speech, and how to recognise them in a sentence."""

from functools import cache
from typing import TYPE_CHECKING

from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FORMS = {
    "say": "said", "tell": "told", "write": "wrote written", "speak": "spoke spoken", "swear": "swore sworn",
    "think": "thought", "know": "knew known", "feel": "felt", "find": "found", "hold": "held", "hear": "heard",
    "see": "saw seen", "shoot": "shot", "sing": "sang sung", "mean": "meant", "understand": "understood",
    "forget": "forgot forgotten", "foresee": "foresaw foreseen", "lie": "lied lying", "show": "shown",
    "prove": "proven",
}  # fmt: skip
_IRREGULAR = {form: verb for verb, forms in _FORMS.items() for form in forms.split()}
_LIKE = "be like"
_BEFORE_WORDS = frozenset({",", ":", '"', "'"})


@cache
def base(form: str) -> str:
    """The base form of a verb that is a cue in one of the lists, else the form itself, in lower case."""
    form = form.lower().replace("’", "'")
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    known = words("cues", "say") | words("cues", "think") | words("cues", "show") | words("cues", "judge")
    for candidate in _candidates(form):
        if candidate in known:
            return candidate
    return form


def _candidates(form: str) -> list[str]:
    found = [form]
    for ending, others in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
        ("d", ("",)),
    ):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            found += [stem + other for other in others]
            if ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found


@cache
def is_cue_form(word: str) -> bool:
    """Whether a word, punctuation at its edges aside, is a form of a verb of saying."""
    return base(word.strip(".,:;!?\"'”“()")) in words("cues", "say")


def says(token: "Token") -> bool:
    """Whether a token is a verb of saying, or does such a verb's work: as she put it; she was like, no."""
    known = base(token.text) in words("cues", "say")
    return token.pos_ in ("VERB", "AUX") and (known or _puts_it(token) or _is_like(token))


def _puts_it(token: "Token") -> bool:
    if token.lower_ not in ("put", "puts", "putting") or token.i + 2 >= len(token.doc):
        return False
    it, after = token.nbor(), token.nbor(2)
    return it.lower_ == "it" and (after.is_punct or after.pos_ == "ADV")


def _is_like(token: "Token") -> bool:
    """Whether a form of "be" brings in somebody's words with "like", as people do when they tell something."""
    if token.lemma_.lower() != "be" or token.i + 2 >= len(token.doc):
        return False
    like = token.nbor()
    return like.lower_ == "like" and (like.tag_ == "UH" or like.nbor().text in _BEFORE_WORDS)


def shows(token: "Token") -> bool:
    """Whether a token is a verb by which things tell something."""
    return token.pos_ in ("VERB", "AUX") and base(token.text) in words("cues", "show")


def thinks(token: "Token") -> bool:
    """Whether a token is a verb of thinking, knowing or wanting."""
    return token.pos_ in ("VERB", "AUX") and base(token.text) in words("cues", "think")


def lemma(token: "Token") -> str:
    """The base form of a word that may report something: a verb's as the lists have it, else the pipeline's lemma."""
    if token.pos_ in ("VERB", "AUX") and _is_like(token):
        return _LIKE
    form = base(token.text) if token.pos_ in ("VERB", "AUX") else token.lower_
    return form if form != token.lower_ else token.lemma_.lower()
