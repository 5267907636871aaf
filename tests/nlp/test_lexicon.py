import re

import pytest

from annotator import paths
from annotator.model.marks.marks import ENGLISH
from annotator.nlp.lexicon import STAR, Lexicon, english, lexicon
from annotator.nlp.words import marks

LANGUAGES = ("en", "fr", "de", "es", "uk")


def known(language: str) -> Lexicon:
    found = lexicon(language)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "cues", "others"),
    [
        ("fr", "déclare déclara annonçait jugea rappelle appela avertit exclamé dit", "école bateau déclarons"),
        ("de", "sagte antwortete erklärt kritisierte sprach teilte gefragt", "Haus sagbar"),
        ("es", "afirmó aseguran añade dijo pidió reconoció dicho asegurado", "casa dijimos"),
        ("uk", "сказав сказала заявили поскаржилася каже зазначають", "школа казка"),
        ("en", "said tells replied", "boat"),
    ],
)
def test_forms_of_verbs_of_saying(language: str, cues: str, others: str) -> None:
    found = known(language)
    assert [word for word in cues.split() if not found.is_cue(word)] == []
    assert [word for word in others.split() if found.is_cue(word)] == []


def test_a_mere_participle_is_a_cue_only_behind_an_auxiliary() -> None:
    assert known("fr").needs_auxiliary("déclaré")
    assert not known("fr").needs_auxiliary("dit")
    assert known("de").needs_auxiliary("gefragt")
    assert not known("de").needs_auxiliary("erklärt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_filled_as_the_language_needs_it(language: str) -> None:
    found = known(language)
    assert found.grammar.he
    assert found.grammar.she
    assert not found.grammar.he & found.grammar.she
    assert len(found.people.male_names) > 50
    assert len(found.people.female_names) > 50
    assert all(phrase.count(STAR) == 1 for phrase in (*found.according, *found.behind))
    assert STAR not in "".join(found.finite | found.participles)


def test_titles_and_nouns_tell_a_gender() -> None:
    german = known("de")
    assert [german.gender_of_title(t) for t in ("Frau", "Innenministerin", "Innenminister", "Dr.")] == [
        "f",
        "f",
        "m",
        None,
    ]
    assert known("fr").gender_of_noun("une habitante de la ville") == "f"
    assert known("es").gender_of_noun("fuentes del ministerio") is None
    assert english().gender_of_noun("a spokeswoman") == "f"


def test_names_in_other_cases_are_compared_without_their_endings() -> None:
    key = known("uk").key
    assert key("Петренка") == key("Петренко") == key("Петренком")
    assert key("Зеленського") == key("Зеленський")
    assert english().key("O'Neil-Smith") == "oneilsmith"


def test_no_word_mixes_two_alphabets() -> None:
    for path in (paths.resources() / "quotes" / "uk").glob("*.toml"):
        lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
        words = re.findall(r"\w+", " ".join(lines))
        assert not [w for w in words if re.search("[а-яіїєґ]", w, re.I) and re.search("[a-z]", w, re.I)]


def test_marks_are_the_languages_and_the_usual_ones_elsewhere() -> None:
    assert marks("de").pairs[0] == "„“”"
    assert "—" in marks("uk").dashes
    assert not marks("fr").singles
    assert marks("sw") == marks("en") == marks("../en") == ENGLISH
    assert lexicon("sw") is None
