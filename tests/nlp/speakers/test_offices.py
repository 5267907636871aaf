"""What people are beside their names comes with them as speakers, in the article's words."""

from spacy.language import Language

from annotator.model.document import Article, Document, Speaker
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel
from annotator.session.suggesting.suggesting import suggested

TEXT = (
    "Agriculture Minister Rosalind Okeke told reporters that the reservoir was low. “We wait,” said Ana Ruiz, "
    "a spokeswoman for the port’s board. Mr. Tom Marsh agreed. “It is dry,” Bo Lund, 42, said. The union rejected it. "
    "Its chairman, Benedikt Strahl, said so in a letter to his brother, Karl Strahl, last week. Former U.S. President "
    "Barack Obama told his wife, Michelle Obama, about it. Okeke, the president of a club, left."
)


def test_titles_and_what_stands_beside_a_name_are_roles_and_honours_and_family_are_none(
    nlp: Language,
) -> None:
    found = prelabel(nlp, TEXT, QuoteKinds.MARKED, "en")
    assert {speaker.name: speaker.role for speaker in found.speakers} == {
        "Rosalind Okeke": "Agriculture Minister",
        "Ana Ruiz": "spokeswoman for the port’s board",
        "Tom Marsh": None,
        "Bo Lund": None,
        "Benedikt Strahl": "chairman",
        "Karl Strahl": None,
        "Barack Obama": "Former U.S. President",
        "Michelle Obama": None,
    }


def test_a_speaker_whom_the_project_has_keeps_the_role_that_a_person_gave_or_took(nlp: Language) -> None:
    found = prelabel(nlp, TEXT, QuoteKinds.MARKED, "en")
    known = {"x": Speaker(id="x", name="Rosalind Okeke", role="minister"), "y": Speaker(id="y", name="Ana Ruiz")}
    edits = suggested(Document(article=Article(id="a", text=TEXT)), found, known, lambda kind: f"{kind}{object()}")
    added = {edit.speaker.name for edit in edits if hasattr(edit, "speaker")}
    assert "Benedikt Strahl" in added
    assert not {"Rosalind Okeke", "Ana Ruiz"} & added
