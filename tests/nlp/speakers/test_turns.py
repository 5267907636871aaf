from annotator.model.document import Span, paragraphs
from annotator.model.marks.marks import stretches
from annotator.nlp.quotes.sources import Name
from annotator.nlp.speakers.identity import Cast
from annotator.nlp.speakers.turns import persons_of_turns


def meant(text: str, *people: str) -> list[tuple[str, str]]:
    """The pronouns of a text that are told, each with whom it stands for."""
    names = []
    for person in people:
        at = text.find(person)
        while at >= 0:
            names.append(Name(Span(at, at + len(person)), "PERSON"))
            at = text.find(person, at + 1)
    cast = Cast(text, sorted(names, key=lambda name: name.span))
    found = persons_of_turns(text, paragraphs(text), stretches(text), cast)
    return [(text[at:].split()[0], reference.chain.name) for at, reference in sorted(found.items())]


ASKED = "Why did you leave?\nI was tired.\nWhen was that?\nIn May, I think.\nAre you well?\nI am, I hope."


def test_an_interview_is_answered_by_whom_its_beginning_is_about() -> None:
    text = f"Ana Ruiz talks\nAna Ruiz ran the port. Odo Finn took the picture.\n{ASKED}"
    assert meant(text, "Ana Ruiz", "Odo Finn") == [(word, "Ana Ruiz") for word in ("you", "I", "I", "you", "I", "I")]


def test_an_interview_says_whom_it_is_with() -> None:
    text = "Odo Finn and Odo Finn. An interview with the diver Ana Ruiz\nAre you well?\nI am. “I am,” I say."
    assert meant(text, "Odo Finn", "Ana Ruiz") == [(word, "Ana Ruiz") for word in ("you", "I", "I")]


def test_who_is_called_on_answers_from_then_on() -> None:
    text = "Mr. Finn?\nI am here.\nAnd did you pay?\nI did.\nWell, Ms. Ruiz, go on.\nI saw it.\nDid you?\nI did."
    who = ["Finn"] * 3 + ["Ruiz"] * 3
    assert [name for _, name in meant(text, "Finn", "Ruiz")] == who


def test_names_lead_the_turns_of_a_transcript() -> None:
    text = "RUIZ: I left.\nFINN: I saw you.\nAnd I slept.\nRUIZ: I see."
    assert meant(text, "RUIZ", "FINN") == [("I", "RUIZ"), ("I", "FINN"), ("you.", "RUIZ"), ("I", "FINN"), ("I", "RUIZ")]


def test_a_column_with_a_question_or_two_is_no_interview() -> None:
    assert meant("Ana Ruiz won.\nWhy do you ask?\nI like her.\nI do.\nI am sure.\nI always was.", "Ana Ruiz") == []
