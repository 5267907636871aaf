from annotator.model.document import Span
from annotator.nlp.quotes.sources import UNLABELLED, Name
from annotator.nlp.speakers.identity import Cast, Place, antecedent


def cast(text: str, *named: tuple[str, str]) -> Cast:
    """A cast of names given in the order in which they stand in the text."""
    names, at = [], 0
    for words, label in named:
        at = text.index(words, at)
        names.append(Name(Span(at, at + len(words)), label))
        at += len(words)
    return Cast(text, names)


def chains(found: Cast) -> list[list[str]]:
    return [chain.names for chain in found.chains]


def test_a_last_name_and_a_middle_initial_belong_to_the_full_name() -> None:
    text = "Ruiz won. Ana Ruiz smiled. Ana M. Ruiz left. Ana was glad."
    found = cast(text, ("Ruiz", "PERSON"), ("Ana Ruiz", "PERSON"), ("Ana M. Ruiz", "PERSON"), ("Ana", "PERSON"))
    assert [sorted(names) for names in chains(found)] == [["Ana", "Ana M. Ruiz", "Ana Ruiz", "Ruiz"]]
    assert found.chains[0].gender == "f"


def test_two_with_one_last_name_are_told_apart_by_title() -> None:
    text = "Ana Ruiz met Carlos Ruiz. Mr. Ruiz spoke. Mrs. Ruiz left."
    people = ("Ana Ruiz", "Carlos Ruiz", "Ruiz", "Ruiz")
    found = cast(text, *((name, "PERSON") for name in people))
    assert len(found.chains) == 2
    assert found.of(Span(text.index("Mr. ") + 4, text.index("Mr. ") + 8)) is found.chains[1]
    assert found.of(Span(text.index("Mrs. ") + 5, text.index("Mrs. ") + 9)) is found.chains[0]


def test_a_title_keeps_a_couple_apart() -> None:
    text = "Mr. Hall sat. Mrs. Hall sang. Hall slept."
    found = cast(text, *[("Hall", "PERSON")] * 3)
    assert [(chain.name, chain.gender, len(chain.mentions)) for chain in found.chains] == [
        ("Hall", "m", 2),
        ("Mrs. Hall", "f", 1),
    ]


def test_initials_before_a_turn_are_the_one_person_who_has_them() -> None:
    text = "Laura Hill met Tom Brook. LH: Yes. TB: No. XY: Why? LH said so."
    found = cast(
        text, ("Laura Hill", "PERSON"), ("Tom Brook", "PERSON"), *((n, UNLABELLED) for n in ("LH", "TB", "XY"))
    )
    assert chains(found) == [["Laura Hill", "LH"], ["Tom Brook", "TB"], ["XY"]]
    two = cast(text.replace("Tom Brook", "Lea Hahn"), *((n, "PERSON") for n in ("Laura Hill", "Lea Hahn", "LH")))
    assert chains(two) == [["Laura Hill"], ["Lea Hahn"], ["LH"]]


def test_what_is_written_without_a_capital_is_nobody() -> None:
    assert not cast("The wolf ran.", ("wolf", "PERSON")).people


def test_an_acronym_belongs_to_its_organisation() -> None:
    found = cast("The Lake Water Board met. The LWB voted.", ("Lake Water Board", "ORG"), ("LWB", "ORG"))
    assert len(found.chains) == 1


def test_a_name_that_no_entity_covers_is_a_person_but_after_the() -> None:
    text = "Odo Finn waved. The Herald reported it."
    found = cast(text, ("Odo Finn", UNLABELLED), ("Herald", UNLABELLED))
    assert [chain.label for chain in found.chains] == ["PERSON", UNLABELLED]


def test_a_pronoun_goes_to_who_fits_and_spoke_last() -> None:
    text = "Ana Ruiz met Carlos Vega and Peter Holm. He spoke."
    found = cast(text, ("Ana Ruiz", "PERSON"), ("Carlos Vega", "PERSON"), ("Peter Holm", "PERSON"))
    ana, carlos, peter = found.chains
    places = {c.mentions[0]: Place(c.mentions[0], 0, c is ana, False) for c in found.chains}
    at = Place(Span(text.index("He"), text.index("He") + 2), 1, True, False)

    def who(pronoun: str, *said: tuple[Span, object]) -> object:
        result = antecedent(pronoun, at, found.people, places, said)  # type: ignore[arg-type]
        return result and result[0]

    assert who("she") is ana
    assert who("he", (peter.mentions[0], peter)) is peter
    assert who("he", (carlos.mentions[0], carlos)) is carlos


def test_a_pronoun_before_anyone_is_named_goes_to_nobody() -> None:
    text = "He spoke. Carlos Vega listened."
    found = cast(text, ("Carlos Vega", "PERSON"))
    mention = found.chains[0].mentions[0]
    assert (
        antecedent("He", Place(Span(0, 2), 0, True, False), found.people, {mention: Place(mention, 1, True, False)}, [])
        is None
    )
