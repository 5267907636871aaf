from itertools import pairwise

import pytest
from spacy.language import Language

from annotator.nlp.entities import (
    Found,
    Token,
    apply_rules,
    fill_repeats,
    last_names,
    majority_label,
    strip_borders,
    whole_amounts,
)


def tokens(text: str) -> list[Token]:
    return [
        Token(word, word[:1].isupper(), word == "⏎") if word != "⏎" else Token("\n", False, True)
        for word in text.split()
    ]


def one(text: str, label: str) -> list[str]:
    words = tokens(text)
    stripped = strip_borders(words, [Found(0, len(words), label)])
    return [" ".join(found.words(words)) for found in stripped]


@pytest.mark.parametrize(
    ("text", "label", "wanted"),
    [
        ("the United Kingdom", "GPE", ["United Kingdom"]),
        ("the Spring Festival", "EVENT", ["the Spring Festival"]),
        ("the last week", "DATE", ["the last week"]),
        ("Norway 's", "GPE", ["Norway"]),
        ("Vice President Ana Ruiz", "PERSON", ["Ana Ruiz"]),
        ("Mrs. Ruiz", "PERSON", ["Ruiz"]),
        ("President", "PERSON", ["President"]),
        ("Ruiz ⏎ Meanwhile", "PERSON", ["Ruiz"]),
        ("( Ruiz", "PERSON", ["Ruiz"]),
        ("the", "ORG", []),
    ],
)
def test_borders_are_stripped_by_label(text: str, label: str, wanted: list[str]) -> None:
    assert one(text, label) == wanted


def test_a_stripped_entity_says_so_and_another_does_not() -> None:
    words = tokens("the Norway Norway")
    assert [f.reason for f in strip_borders(words, [Found(0, 2, "GPE"), Found(2, 3, "GPE")])] == ["strip borders", None]


@pytest.mark.parametrize(
    ("text", "label", "at", "wanted"),
    [
        ("paid £ +1.3 +m for", "MONEY", 2, "£ 1.3 m"),
        ("paid US$ +2bn for", "MONEY", 2, "US$ 2bn"),
        ("some 3.2 +m tonnes", "CARDINAL", 1, "3.2 m"),
        ("it was 5 m away", "CARDINAL", 2, "5"),  # the next word is no part of the number
        ("on 12 +m of", "DATE", 1, "12"),
        ("a £ +five +m", "MONEY", 2, "five"),
    ],
)
def test_an_amount_is_whole_with_what_is_joined_to_its_number(text: str, label: str, at: int, wanted: str) -> None:
    words = [Token(word.removeprefix("+"), joined=word.startswith("+")) for word in text.split()]
    (found,) = whole_amounts(words, [Found(at, at + 1, label)])
    assert " ".join(found.words(words)) == wanted
    assert found.reason == ("whole amounts" if " " in wanted else None)
    both = whole_amounts(words, [Found(n, n + 1, label) for n in range(len(words))])
    assert all(one.end <= other.start for one, other in pairwise(both))


def test_repeats_take_the_majority_label_and_ties_stay() -> None:
    words = tokens("Orla Orla Orla Bex Bex")
    found = [Found(0, 1, "ORG"), Found(1, 2, "ORG"), Found(2, 3, "GPE"), Found(3, 4, "ORG"), Found(4, 5, "GPE")]
    assert [f.label for f in majority_label(words, found)] == ["ORG", "ORG", "ORG", "ORG", "GPE"]


def test_a_lone_last_name_is_a_person_wrongly_labelled_or_missed() -> None:
    words = tokens("Ana Ruiz spoke . Ruiz left . Then Ruiz slept .")
    found = last_names(words, [Found(0, 2, "PERSON"), Found(4, 5, "ORG")])
    assert [(f.start, f.label, f.reason) for f in found] == [
        (0, "PERSON", None),
        (4, "PERSON", "last name"),
        (8, "PERSON", "last name"),
    ]


def test_a_last_name_within_a_longer_name_is_left_alone() -> None:
    words = tokens("Ana Ruiz spoke at Ruiz Hall .")
    assert len(last_names(words, [Found(0, 2, "PERSON")])) == 1


def test_a_last_name_that_is_mostly_a_place_proves_nothing() -> None:
    words = tokens("Jo Lima flew to Lima and Lima and Lima .")
    found = [Found(0, 2, "PERSON"), Found(4, 5, "GPE"), Found(6, 7, "GPE"), Found(8, 9, "GPE")]
    assert [f.label for f in last_names(words, found)] == ["PERSON", "GPE", "GPE", "GPE"]


def test_exact_repeats_are_filled() -> None:
    words = tokens("The Blue Party won . Nobody but Blue Party voters came .")
    found = fill_repeats(words, [Found(1, 3, "ORG")])
    assert [(f.start, f.end, f.label, f.reason) for f in found] == [(1, 3, "ORG", None), (7, 9, "ORG", "fill repeats")]


def test_a_common_word_is_not_filled() -> None:
    words = [Token("Apple"), Token("grew", False), Token("."), Token("Apple", False), Token("pie", False)]
    assert len(fill_repeats(words, [Found(0, 1, "ORG")])) == 1


def test_the_rules_never_overlap_entities() -> None:
    words = tokens("the Ana Ruiz 's Ruiz Ruiz Hall Ana Ruiz ⏎ Ruiz")
    found = apply_rules(words, [Found(0, 4, "PERSON"), Found(5, 7, "FAC"), Found(7, 11, "ORG")])
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_component_mends_a_doc_and_keeps_reasons(nlp: Language) -> None:
    doc = nlp("President Helen Carter spoke in Oslo. Everyone waited for (Carter) to come.")
    people = [(ent.text, ent._.annotator_reason) for ent in doc.ents if ent.label_ == "PERSON"]
    assert [text for text, _ in people] == ["Helen Carter", "Carter"]
    assert people[1][1] in (None, "last name")
