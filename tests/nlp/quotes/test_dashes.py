"""English dialogue behind dashes, by the bundled pipeline."""

from spacy.language import Language

from annotator.model.document import Kind
from annotator.model.marks.marks import ENGLISH
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel
from annotator.nlp.quotes.dashes import marks_in

TALK = "—Is that the boat, Karl? said Anna.\n—It is late, he answered. Come in.\n—I will not.\n—Do you?\n—I see none."


def test_what_stands_behind_dashes_is_said_and_the_narrators_words_are_not(nlp: Language) -> None:
    text = f"Anna Berg met Karl Holm.\n{TALK}"
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    names = {speaker.id: speaker.name for speaker in found.speakers}
    assert [[text[c.start : c.end] for c in quote.contents] for quote in found.quotes] == [
        ["Is that the boat, Karl?"],
        ["It is late", "Come in."],
        ["I will not."],
        ["Do you?"],
        ["I see none."],
    ]
    assert [names[quote.speaker or ""] for quote in found.quotes] == ["Anna Berg", "Karl Holm"] * 2 + ["Anna Berg"]
    assert all(quote.kind is Kind.DIRECT and not quote.marked for quote in found.quotes)


def test_a_text_shows_by_its_use_that_dashes_set_off_speech() -> None:
    assert marks_in(TALK) != ENGLISH
    assert marks_in("“Late,” he said.\n“Why?”\n“So.”\n“I see.”\n“No.”\n" + TALK) == ENGLISH
    assert marks_in("She said we need:\n— Oars.\n— A net.\n— Salt, as Karl said.") == ENGLISH
