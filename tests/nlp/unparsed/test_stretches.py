"""Sentences in several languages, and what the engine makes of them without a parser."""

import pytest

from annotator.model.document import Attribution, Kind, Quote
from annotator.model.suggestions import QuoteKinds, Suggestions
from annotator.nlp import pipelines
from annotator.nlp.prelabel import prelabel
from annotator.nlp.unparsed import stretches as unparsed

INTRO = {
    "fr": "Claire Dumont dirige l'école depuis 2019. Le maire de Brévand est Paul Aubry.\n",
    "de": "Die Biologin Anna Reuter leitet das Institut. Innenminister ist Jonas Weber.\n",
    "es": "La alcaldesa Lucía Serrano presentó el plan con Andrés Molina.\n",
    "uk": "Олена Коваленко очолює школу. Міністром став Іван Мельник.\n",
    "en": "Maria Lindgren met Thomas Keller in Oslo on Friday.\n",
}


def found_in(language: str, text: str, kinds: QuoteKinds = QuoteKinds.MARKED) -> Suggestions:
    return prelabel(pipelines.load(f"blank:{language}", language), text, kinds, language)


def told(text: str, quote: Quote, found: Suggestions) -> tuple[str, str | None, str | None, str | None]:
    cue, source = (None if span is None else text[span.start : span.end] for span in (quote.cue, quote.source))
    contents = " … ".join(text[start:end] for start, end in quote.contents)
    return contents, cue, source, next((s.name for s in found.speakers if s.id == quote.speaker), None)


@pytest.mark.parametrize(
    ("language", "text", "contents", "cue", "source", "speaker"),
    [
        # French
        (
            "fr",
            "« Nous perdons des élèves », a déclaré mardi à Brévand Mme Dumont. « Personne n'aide. »",
            "« Nous perdons des élèves » … « Personne n'aide. »",
            "déclaré",
            "Dumont",
            "Claire Dumont",
        ),
        ("fr", "« Et après ? » a-t-elle demandé.", "« Et après ? »", "demandé", "-elle", "Claire Dumont"),
        (
            "fr",
            "Le maire, Paul Aubry, a répondu : « La commune paiera. »",
            "« La commune paiera. »",
            "répondu",
            "Le maire, Paul Aubry",
            "Paul Aubry",
        ),
        (
            "fr",
            "Selon un porte-parole du rectorat, « rien n'est décidé ».",
            "« rien n'est décidé »",
            "Selon",
            "un porte-parole du rectorat",
            "un porte-parole du rectorat",
        ),
        (
            "fr",
            "— Je ne sais pas, répondit Paul Aubry. Demain.",
            "Je ne sais pas … Demain.",
            "répondit",
            "Paul Aubry",
            "Paul Aubry",
        ),
        # German
        (
            "de",
            "„Wir brauchen Zeit“, sagte Reuter am Montag. „Sonst geht es nicht.“",
            "„Wir brauchen Zeit“ … „Sonst geht es nicht.“",
            "sagte",
            "Reuter",
            "Anna Reuter",
        ),
        ("de", "»Und dann?«, hat sie gefragt.", "»Und dann?«", "gefragt", "sie", "Anna Reuter"),
        (
            "de",
            "„Das ist so nicht richtig“, so Innenminister Weber.",
            "„Das ist so nicht richtig“",
            "so",
            "Weber",
            "Jonas Weber",
        ),
        (
            "de",
            "Ein Sprecher der Polizei sagte: „Wir ermitteln.“",
            "„Wir ermitteln.“",
            "sagte",
            "Ein Sprecher der Polizei",
            "Ein Sprecher der Polizei",
        ),
        (
            "de",
            "Nach Angaben von Weber war es „ein ganz normaler Vorgang“.",
            "„ein ganz normaler Vorgang“",
            "Nach Angaben von",
            "Weber",
            "Jonas Weber",
        ),
        # Spanish
        (
            "es",
            "«No habrá recortes», afirmó la alcaldesa. «Lo prometo.»",
            "«No habrá recortes» … «Lo prometo.»",
            "afirmó",
            "la alcaldesa",
            "Lucía Serrano",
        ),
        ("es", "Andrés Molina respondió: —Es tarde.", "Es tarde.", "respondió", "Andrés Molina", "Andrés Molina"),
        ("es", "“Estamos cansados”, ha dicho él.", "“Estamos cansados”", "dicho", "él", "Andrés Molina"),
        (
            "es",
            "Según Molina, «nadie ha preguntado a los vecinos».",
            "«nadie ha preguntado a los vecinos»",
            "Según",
            "Molina",
            "Andrés Molina",
        ),
        (
            "es",
            "—No lo sé —dijo Lucía Serrano—. Quizá mañana.",
            "No lo sé … Quizá mañana.",
            "dijo",
            "Lucía Serrano",
            "Lucía Serrano",
        ),
        # Ukrainian
        (
            "uk",
            "«Нам бракує вчителів», — сказала Коваленко у вівторок. «І грошей».",
            "«Нам бракує вчителів» … «І грошей»",
            "сказала",
            "Коваленко",
            "Олена Коваленко",
        ),
        ("uk", "Він додав: „Ми все перевірили“.", "„Ми все перевірили“", "додав", "Він", "Іван Мельник"),
        (
            "uk",
            "За словами Мельника, «рішення вже ухвалено».",
            "«рішення вже ухвалено»",
            "За словами",
            "Мельника",
            "Іван Мельник",
        ),
        (
            "uk",
            "— Не знаю, — сказав Іван Мельник. — Може, завтра.",
            "Не знаю … Може, завтра.",
            "сказав",
            "Іван Мельник",
            "Іван Мельник",
        ),
        # English without a parser
        ("en", '"We need," he added, "more boats."', '"We need," … "more boats."', "added", "he", "Thomas Keller"),
        (
            "en",
            '"We need boats," said a harbour official on Monday.',
            '"We need boats,"',
            "said",
            "a harbour official",
            "a harbour official",
        ),
        ("en", '"We need boats." — Thomas Keller', '"We need boats."', None, "Thomas Keller", "Thomas Keller"),
    ],
)
def test_a_quotation_its_cue_its_source_and_who_that_is(
    language: str, text: str, contents: str, cue: str | None, source: str, speaker: str
) -> None:
    text = INTRO[language] + text
    found = found_in(language, text)
    (quote,) = found.quotes
    assert told(text, quote, found) == (contents, cue, source, speaker)
    assert quote.kind is Kind.DIRECT
    assert quote.reason
    assert 0 < (quote.score or 0) < 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le film « Les Années perdues » sort mercredi."),
        ("de", "Das Buch „Die stillen Jahre“ erscheint im Herbst."),
        ("es", "La película «Los años perdidos» se estrena hoy."),
        ("uk", "Фільм «Загублені роки» виходить у четвер."),
        ("fr", "Elle parle d'une « erreur »."),
    ],
)
def test_titles_and_single_words_are_no_quotes(language: str, text: str) -> None:
    assert not found_in(language, text).quotes


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("fr", "Paul Aubry a ajouté que c'était « une idée absurde ».", "que c'était « une idée absurde »"),
        ("de", "Weber kündigte an, dass es „bald eine Lösung“ gebe.", "dass es „bald eine Lösung“ gebe"),
        ("es", "Molina insistió en que «no habrá más impuestos».", "que «no habrá más impuestos»"),
        ("uk", "Коваленко пояснила, що це «погана ідея» для громади.", "що це «погана ідея» для громади"),
        ("en", 'Keller said the plan was "no good at all".', 'the plan was "no good at all"'),
    ],
)
def test_a_reported_clause_with_marks_in_it_is_mixed(language: str, text: str, content: str) -> None:
    (quote,) = found_in(language, text).quotes
    assert quote.kind is Kind.MIXED
    assert [text[a:b] for a, b in quote.contents] == [content]
    assert not found_in(language, text, QuoteKinds.DIRECT).quotes


def test_a_verb_without_its_subject_is_said_by_whoever_spoke_last_unless_several_speak() -> None:
    text = "«No habrá recortes», dijo Ana Ruiz.\nAñadió: «Lo prometo».\nRespondieron: «No es verdad»."
    first, second, third = (found := found_in("es", text)).quotes
    assert told(text, second, found) == ("«Lo prometo»", "Añadió", "Ana Ruiz", "Ana Ruiz")
    assert second.attribution is Attribution.EXPLICIT
    assert (first.score or 0) > (second.score or 0) > (third.score or 0)
    assert third.speaker is None


def test_what_nothing_attributes_is_said_by_the_subject_before_but_doubtful() -> None:
    text = "La maire, Claire Dumont, attend.\nElle n'a pas caché sa surprise. « Je ne m'y attendais pas du tout. »"
    (quote,) = (found := found_in("fr", text)).quotes
    assert told(text, quote, found)[1:] == (None, "Elle", "Claire Dumont")
    assert quote.attribution is Attribution.IMPLICIT
    assert (quote.score or 0) < 0.5


def test_marks_that_stay_open_carry_on_in_the_next_paragraph() -> None:
    text = "„Wir bleiben hier“, sagte Eva Brandt.\n„Das ist unser Haus.\n„Niemand nimmt es uns.“"
    _, second = found_in("de", text).quotes
    assert [text[a:b] for a, b in second.contents] == ["„Das ist unser Haus.", "„Niemand nimmt es uns.“"]
    assert second.attribution is Attribution.IMPLICIT


def test_names_that_a_pipeline_found_count_as_names() -> None:
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": None}).add_patterns(
        [{"label": "PER", "pattern": "Tuva van Aalst"}, {"label": "ORG", "pattern": "Hafen Nord"}]
    )
    nlp.add_pipe("annotator_quotes")
    text = "„Wir bleiben“, sagte Tuva van Aalst.\n„Gut so“, erklärte Hafen Nord.\n„Eben“, sagte Aalst."
    found = prelabel(nlp, text, QuoteKinds.MARKED, "de")
    assert [told(text, q, found)[3] for q in found.quotes] == ["Tuva van Aalst", "Hafen Nord", "Tuva van Aalst"]
    assert [(e.label, e.speaker is not None) for e in found.entities] == [("PER", True), ("ORG", True)]


@pytest.mark.parametrize("pipeline", ["blank:sw", "blank:xx"])
def test_a_language_of_which_nothing_is_known_gets_its_marks_paired(pipeline: str) -> None:
    text = "Waziri alisema: “Tutaanza kazi kesho asubuhi.” Wananchi «hawakukubali kabisa mpango huo»."
    found = prelabel(pipelines.load(pipeline, "sw"), text, QuoteKinds.MARKED, "sw")
    assert [text[slice(*q.contents[0])] for q in found.quotes] == [
        "“Tutaanza kazi kesho asubuhi.”",
        "«hawakukubali kabisa mpango huo»",
    ]
    assert {(q.speaker, q.source, q.cue) for q in found.quotes} == {(None, None, None)}


def test_a_pipeline_for_any_language_is_read_by_the_articles_own() -> None:
    nlp = pipelines.load("blank:xx")
    (quote,) = prelabel(nlp, "„Wir bleiben hier“, sagte Eva Brandt.", QuoteKinds.MARKED, "de").quotes
    assert quote.cue is not None


def test_a_paragraph_that_breaks_the_reading_keeps_its_marks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(unparsed.Attribution, "__call__", breaks)
    (quote,) = found_in("de", "„Wir bleiben alle hier“, sagte Eva Brandt.").quotes
    assert quote.source is None
    assert "paragraph 1" in caplog.text
