"""Dialogues, and who speaks in them by the bundled pipeline."""

from dataclasses import replace

from spacy.language import Language

from annotator.model.document import Attribution, Kind, Span, paragraphs
from annotator.model.suggestions import QuoteKinds, Suggestions
from annotator.nlp.prelabel import prelabel
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.sources import Mention
from annotator.nlp.speakers.course import take_turns
from annotator.nlp.speakers.scene import People

MET = "Anna Berg met Karl Holm at the pier.\n"


def speakers(found: Suggestions) -> list[str | None]:
    names = {speaker.id: speaker.name for speaker in found.speakers}
    return [names.get(quote.speaker or "") for quote in found.quotes]


def test_two_people_speak_by_turns(nlp: Language) -> None:
    text = (
        MET + '"Will you come?" she asked.\n"No," said Karl.\n"Why not?"\n"It is raining."\n"So it is."\n"Well, then."'
    )
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert speakers(found) == ["Anna Berg", "Karl Holm"] * 3
    assert [q.reason for q in found.quotes][2:] == ["taking turns"] * 4
    assert all(q.attribution is Attribution.IMPLICIT and q.cue is None for q in found.quotes[2:])
    assert found.quotes[2].source == found.quotes[0].source


def test_what_comes_before_the_first_attribution_is_told_from_what_follows(nlp: Language) -> None:
    text = '"Is that you?"\n"Who else?"\n"I heard a door."\n"It was the wind," said Karl Holm.\n"Oh," said Anna Berg.'
    assert speakers(prelabel(nlp, text, QuoteKinds.MARKED, "en")) == ["Anna Berg", "Karl Holm"] * 2 + ["Anna Berg"]


def test_who_is_spoken_to_does_not_speak(nlp: Language) -> None:
    text = MET + '"Look," said Karl.\n"Where?"\n"There."\n"Oh."\n\nThey waited for a while.\n\n"It is a boat, Anna."'
    assert speakers(prelabel(nlp, text, QuoteKinds.MARKED, "en"))[-1] == "Karl Holm"


def test_a_sentence_about_somebody_leads_to_their_words(nlp: Language) -> None:
    talk = '"Look," said Karl.\n"Where?" said Anna.\n"There."\n"Oh."\n"A boat."\n'
    found = prelabel(nlp, MET + talk + 'Anna laughed. "It is a whale."', QuoteKinds.MARKED, "en")
    assert speakers(found)[-1] == "Anna Berg"


def test_the_one_who_tells_the_story_takes_turns_too(nlp: Language) -> None:
    text = 'I saw Karl Holm.\n"Come in," I said.\n"Thank you," said Karl.\n"Sit."\n"No."\n"As you like."'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert speakers(found) == ["I", "Karl Holm", "I", "Karl Holm", "I"]
    assert not next(speaker for speaker in found.speakers if speaker.name == "I").named


def test_in_news_a_closed_quotation_is_carried_on_by_the_same_person(nlp: Language) -> None:
    text = MET + '"We are closing," Holm said.\n\n"The pier is old."\n\n"It was safe," Berg said.\n\n"Nobody fell."'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert speakers(found) == ["Karl Holm", "Karl Holm", "Anna Berg", "Anna Berg"]


def test_what_somebody_does_in_the_rest_of_the_sentence_says_who_spoke(nlp: Language) -> None:
    text = MET + '"It is not raining," she smiled.'
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert quote.source is not None
    assert text[quote.source.start : quote.source.end] == "she"


def test_of_two_who_may_speak_it_is_always_the_same() -> None:
    who = dict(enumerate(["Ada", "Bo", "Cy", "Di"]))
    text = "\n".join(f"“{n}” {name}" for n, name in who.items()) + "\nThey went.\n“4”"
    said = [text.index(f"“{n}”") for n in range(5)]
    acts = [Act((Span(at, at + 3),), (), Kind.DIRECT, n) for n, at in enumerate(said)]
    told = [Mention(Span(at + 4, at + 4 + len(who[n])), Span(at + 4, at + 4)) for n, at in enumerate(said[:4])]
    acts = [replace(act, source=source) for act, source in zip(acts, told, strict=False)] + acts[4:]
    *_, last = take_turns(text, paragraphs(text), acts, People(who, {}, [], {}))
    assert last.source == told[-1]
