"""How suggestions become part of a document: what is still pending is replaced, what was decided stays."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from annotator.model.boilerplate import stands_in
from annotator.model.document import Document, Entity, Quote, Span, Speaker, Tokens
from annotator.model.edits import AddSpeaker, Edit, ReplaceAnnotations, SetLanguage, SetTokens
from annotator.model.suggestions import Suggestions


def tokenized(document: Document, tokens: Tokens, language: str | None) -> list[Edit]:
    """The edits that give a document its first tokens and its language."""
    edits: list[Edit] = []
    if document.tokens is None:
        edits.append(SetTokens(document.id, tokens))
    if document.article.language is None and language is not None:
        edits.append(SetLanguage(document.id, language))
    return edits


def suggested(
    document: Document,
    suggestions: Suggestions,
    speakers: Mapping[str, Speaker],
    new_id: Callable[[str], str],
) -> list[Edit]:
    """The edits that put suggestions into a document in place of those that are still pending.

    A suggestion is left out where something was decided about the same words: an entity of the same span, or one
    that overlaps it and was not rejected; a quote of which most lies in a decided one. So is what stands in a paragraph
    that is set aside.

    speakers  the project's, by their ids: one whom the article names already, or who bears the same full name, is
              used again
    new_id    names for what is new
    """
    decided_quotes = [q for q in document.quotes if not q.pending]
    aside = frozenset(document.boilerplate)
    ids, added = _speakers(document, suggestions.speakers, speakers, new_id)
    entities = tuple(
        replace(entity, id=new_id("e"), speaker=ids[entity.speaker] if entity.speaker else None)
        for entity in _free_entities(document, suggestions.entities)
        if not (aside and stands_in(document, aside, entity))
    )
    quotes = tuple(
        replace(quote, id=new_id("q"), speaker=ids[quote.speaker] if quote.speaker else None)
        for quote in suggestions.quotes
        if not any(_mostly_within(quote, other) for other in decided_quotes)
        and not (aside and stands_in(document, aside, quote))
    )
    used = {e.speaker for e in entities} | {q.speaker for q in quotes}
    edits: list[Edit] = tokenized(document, suggestions.tokens, suggestions.language)
    edits += [AddSpeaker(speaker) for speaker in added if speaker.id in used]
    pending = tuple(a.id for a in document.by_id.values() if a.pending)
    if pending or entities or quotes:
        edits.append(ReplaceAnnotations(document.id, pending, entities, quotes))
    return edits


def _free_entities(document: Document, suggested: Iterable[Entity]) -> Iterable[Entity]:
    taken: set[Span] = set()
    covered = bytearray(len(document.text))
    for entity in document.entities:
        if not entity.pending:
            taken.add(entity.span)
            if not entity.rejected:
                covered[entity.span.start : entity.span.end] = b"\1" * (entity.span.end - entity.span.start)
    for entity in suggested:
        if entity.span not in taken and not any(covered[entity.span.start : entity.span.end]):
            yield entity


def _mostly_within(quote: Quote, other: Quote) -> bool:
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in quote.contents for b in other.contents)
    return 2 * shared >= sum(c.end - c.start for c in quote.contents)


def _speakers(
    document: Document,
    suggested: Iterable[Speaker],
    speakers: Mapping[str, Speaker],
    new_id: Callable[[str], str],
) -> tuple[dict[str, str], list[Speaker]]:
    """The project's id for each suggested speaker, and those to be entered for it."""
    used = document.speakers_used
    here = {name: s.id for s in speakers.values() if s.id in used for name in (*s.aliases, s.name)}
    # A surname alone may be somebody else's in another article; a full name rarely is.
    anywhere = {s.name: s.id for s in speakers.values() if s.named and " " in s.name}
    ids: dict[str, str] = {}
    added = []
    for speaker in suggested:
        known = here.get(speaker.name) or (anywhere.get(speaker.name) if speaker.named else None)
        if known is None:
            known = new_id("s")
            added.append(replace(speaker, id=known))
        ids[speaker.id] = known
    return ids, added
