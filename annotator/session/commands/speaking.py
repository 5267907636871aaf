"""Who said a quote: ranked speakers by digit, type-ahead, a new one, or nobody."""

from annotator.model.document import Attribution, Decision, Document, Entity, Quote, Span, Speaker
from annotator.model.edits import (
    AddSpeaker,
    Edit,
    NameAll,
    ReplaceSpeaker,
    SetAttribution,
    SetCue,
    SetSource,
    SetSpeaker,
)
from annotator.model.finding.everywhere import Attribute, Merge, Order
from annotator.model.marks.quoting import attribution_of, is_pronoun, source_for
from annotator.model.ranking import Candidate
from annotator.model.tokens import trim
from annotator.session.commands.deciding import corrected, decided
from annotator.session.commands.labelling import check_speaks, may_speak, name_speaker
from annotator.session.commands.registry import (
    chosen_quote,
    chosen_text,
    command,
    desk,
    family,
    quote_without_text,
    text_and_quote,
)
from annotator.session.events import Asked
from annotator.session.session import Session

MANY_PLACES = 400
"""From how many places of a name on going through all entities is quicker than looking at each place."""


def ranked(session: Session, quote: Quote | None = None) -> tuple[Candidate, ...]:
    """Whom the selected quote (or another) may be attributed to, likeliest first."""
    return session.ranking.of(desk(session), session.state.speakers, quote or chosen_quote(session), session.label_set)


def give_speaker(session: Session, candidate: Candidate, *, step: str | None = None) -> None:
    """Attribute the selected quote to somebody; a source that cannot be theirs moves to their mention beside it.

    step  what it is undone with, where more is to come
    """
    document, quote = desk(session), chosen_quote(session)
    edits, speaker = _entered(session, document, candidate)
    edits += _attributed(session, document, quote, speaker, candidate.mention)
    session.dispatch("user.set_speaker", edits, f"Attribute to {speaker.name}", step=step)
    _remember(session, quote, speaker.id)


def _remember(session: Session, before: Quote, speaker_id: str) -> None:
    other = before.speaker not in (None, speaker_id)
    session.last_act = Order(Attribute(before.speaker, speaker_id)) if before.speaker and other else None


def _entered(session: Session, document: Document, candidate: Candidate) -> tuple[list[Edit], Speaker]:
    if candidate.speaker is not None:
        return [], session.state.speaker(candidate.speaker)
    speaker = Speaker(id=session.new_id("s"), name=candidate.name)
    edits: list[Edit] = [AddSpeaker(speaker)]
    mentions = [e.id for e in _mentions(document, candidate.name) if e.speaker is None and not e.rejected]
    if mentions:
        edits.append(NameAll(document.id, tuple(mentions), speaker.id))
    return edits, speaker


def _mentions(document: Document, name: str) -> list[Entity]:
    """The entities of exactly these words, rejected ones included."""
    text, length = document.text, len(name)
    if text.count(name) > MANY_PLACES:
        return [
            e for e in document.entities if (span := e.span)[1] - span[0] == length and text.startswith(name, span[0])
        ]
    found: list[Entity] = []
    at = text.find(name)
    while at >= 0:
        found += document.entities_at(Span(at, at + length))
        at = text.find(name, at + 1)
    return found


def _attributed(
    session: Session, document: Document, quote: Quote, speaker: Speaker, mention: Span | None
) -> list[Edit]:
    if quote.speaker == speaker.id:
        return [decided(session, quote, Decision.ACCEPTED)] if quote.pending else []
    inside = mention is not None and any(c.overlaps(mention) for c in quote.contents)
    beside = source_for(document, quote, speaker.id)
    if beside is None and mention is not None and not inside and _same_paragraph(document, quote, mention):
        beside = mention
    reported, cue = _cue(document, quote, beside)
    edits: list[Edit] = [
        SetSpeaker(document.id, quote.id, speaker.id),
        SetAttribution(document.id, quote.id, attribution_of(document, beside, speaker, cue)),
        *reported,
        *corrected(session, quote),
    ]
    if beside != quote.source:
        edits.insert(1, SetSource(document.id, quote.id, beside))
    return edits


def _cue(document: Document, quote: Quote, source: Span | None) -> tuple[list[Edit], Span | None]:
    """The cue of a quote with a source, and the edit that gives it one where it was made by hand and has none yet."""
    if quote.cue is not None or source is None or quote.decision is not Decision.ADDED:
        return [], quote.cue
    from annotator.nlp.quotes.reporting import cue_beside  # 10 ms that the start of the window has no need to spend

    cue = cue_beside(document.article, quote.contents, source)
    return ([SetCue(document.id, quote.id, cue)] if cue is not None else []), cue


def _same_paragraph(document: Document, quote: Quote, mention: Span) -> bool:
    return any(p.contains(mention) for p in document.article.paragraphs_of(*quote.contents))


def _nth_speaker(session: Session, number: int) -> None:
    people = ranked(session)
    if number < len(people):
        give_speaker(session, people[number])


family(
    "speaker",
    "Speaker",
    "Attributes the selected quote to one of its ranked speakers.",
    "123456789",
    _nth_speaker,
    menu="Quote",
    when=quote_without_text,
)


@command("speaker.nobody", "Nobody said it", "0", menu="Quote", when=quote_without_text)
def nobody(session: Session) -> None:
    """Decides that the article attributes the selected quote to nobody."""
    document, quote = desk(session), chosen_quote(session)
    session.dispatch(
        "user.set_speaker",
        [
            SetSpeaker(document.id, quote.id, None),
            SetSource(document.id, quote.id, None),
            SetAttribution(document.id, quote.id, Attribution.NONE),
            *corrected(session, quote),
        ],
        "Attribute to nobody",
    )


@command("speaker.text", "Said by these words", "S", menu="Quote", when=text_and_quote)
def said_by_text(session: Session) -> None:
    """Makes the selected text the source of the selected quote, and whoever it names the speaker."""
    words = trim(desk(session).text, chosen_text(session))
    if words is not None:
        link(session, chosen_quote(session).id, words)


def speaker_to_choose(session: Session) -> bool:
    """An entity whose label may be a speaker is selected, or a quote and no text."""
    return quote_without_text(session) or (session.entity is not None and may_speak(session, session.entity))


@command("speaker.choose", "Choose a speaker…", "S", menu="Quote", when=speaker_to_choose)
def choose_speaker(session: Session) -> None:
    """Types ahead through the project's speakers, or enters a new one."""
    session.publish(Asked("speakers"))


def _named_speaker(session: Session) -> Speaker | None:
    """The speaker that the selected annotation names or is said by."""
    annotation = session.annotation
    return session.state.speakers.get(annotation.speaker or "") if annotation is not None else None


@command("speaker.merge", "Merge the speaker…", menu="Quote", when=lambda session: _named_speaker(session) is not None)
def merge_chosen(session: Session) -> None:
    """Makes one speaker of the selected annotation's and another, after showing what that changes in the project."""
    session.publish(Asked("other_speaker", _named_speaker(session)))


def merge(session: Session, former: str, speaker: str) -> None:
    """Ask for what would come of it if a speaker were merged into another, who keeps the name."""
    if former != speaker:
        session.publish(Asked("everywhere", Order(Merge(former, speaker))))


def _namesake(session: Session, speaker: Speaker) -> Speaker | None:
    """Another speaker of the project with just this name."""
    others = (each for each in session.state.speakers.values() if each.id != speaker.id)
    return next((each for each in others if each.name == speaker.name), None)


def choose(session: Session, speaker_id: str) -> None:
    """Give the selected quote a speaker of the registry, or say that the selected entity names them."""
    if session.entity is not None:
        name_speaker(session, session.entity, speaker_id)
        return
    speaker = session.state.speaker(speaker_id)
    there = next((c for c in ranked(session) if c.speaker == speaker_id), None)
    give_speaker(session, there or Candidate(speaker.name, speaker.id, None, ""))


def choose_new(session: Session, name: str) -> None:
    """Enter a new speaker and give them to the selected quote or entity."""
    name = " ".join(name.split())
    if not name:
        return
    entity = session.entity
    if entity is None:
        give_speaker(session, Candidate(name, None, None, ""))
        return
    speaker = Speaker(id=session.new_id("s"), name=name)
    document = desk(session)
    session.dispatch(
        "user.set_speaker",
        [AddSpeaker(speaker), SetSpeaker(document.id, entity.id, speaker.id), *corrected(session, entity)],
        f"Name {name}",
    )


def link(session: Session, quote_id: str, mention: Span, *, settled: bool = False) -> None:
    """Attribute a quote to the mention that a person pointed at: an entity, or words that are none yet.

    settled  whether the speaker that a person has decided on stays where the words name nobody ("the minister")

    Where these are a pronoun, they become its source and the speaker stays. Raises Fault where the words are an entity
    that the label set lets be no speaker.
    """
    document = desk(session)
    quote = session.state.quote(document.id, quote_id)
    entity = _named_by(document, mention)
    words = document.words(mention)
    keeps = settled and quote.speaker is not None and not quote.pending and _is_phrase(words)
    edits: list[Edit] = []
    if entity is not None and entity.speaker is not None:
        speaker: Speaker | None = session.state.speaker(entity.speaker)
    elif entity is None and (is_pronoun(words) or keeps):
        speaker = session.state.speakers.get(quote.speaker or "")
    else:
        known = _by_name(session, document, words)
        named = words[:1].isupper() and not _is_phrase(words)
        speaker = known or Speaker(id=session.new_id("s"), name=words, named=named)
        if known is None:
            edits.append(AddSpeaker(speaker))
        if entity is not None:
            check_speaks(session, entity)
            edits.append(SetSpeaker(document.id, entity.id, speaker.id))
    reported, cue = _cue(document, quote, mention)
    edits.append(SetSource(document.id, quote.id, mention))
    if speaker is not None:
        edits += [
            SetSpeaker(document.id, quote.id, speaker.id),
            SetAttribution(document.id, quote.id, attribution_of(document, mention, speaker, cue)),
        ]
    edits += [*reported, *corrected(session, quote)]
    session.dispatch("user.link", edits, f"Link to {speaker.name if speaker is not None else words}")
    session.select(session.selection.with_annotation(quote_id))
    if keeps and speaker is not None:
        session.tell(f"“{words}” is the source; the speaker is still {speaker.name}.")
    if speaker is not None:
        _remember(session, quote, speaker.id)
    else:
        session.tell(f"Who “{words}” is remains to be said.")


def _is_phrase(words: str) -> bool:
    """Whether words describe somebody, with a capital for the start of a sentence at most: "The minister"."""
    return words[:1].islower() or (" " in words and not any(word[:1].isupper() for word in words.split()[1:]))


def _named_by(document: Document, mention: Span) -> Entity | None:
    """The entity of exactly these words, else the one within them that names a speaker."""
    within = [e for e in document.entities if mention.contains(e.span) and not e.rejected]
    exact = next((e for e in within if e.span == mention), None)
    named = [e for e in within if e.speaker is not None]
    return exact or (named[0] if len({e.speaker for e in named}) == 1 else None)


def _by_name(session: Session, document: Document, words: str) -> Speaker | None:
    used = document.speakers_used
    for speaker in session.state.speakers.values():
        if speaker.id in used and words in (speaker.name, *speaker.aliases):
            return speaker
    return None


def rename(session: Session, speaker: Speaker, *, another: bool = False) -> None:
    """Give a speaker of the registry another name, aliases, role or Wikidata item.

    Where somebody else has the new name already, whether the two are the same is asked for instead.

    another  whether they are known to be two
    """
    before = session.state.speaker(speaker.id)
    other = _namesake(session, speaker) if speaker.name != before.name and not another else None
    if other is not None:
        session.publish(Asked("namesake", (speaker, other)))
    elif speaker != before:
        session.dispatch("user.speaker", [ReplaceSpeaker(speaker)], f"Change {speaker.name}")
