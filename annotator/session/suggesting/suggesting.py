"""How suggestions become part of a document: what is still pending is replaced, what was decided stays."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Speaker, Tokens
from annotator.model.edits import AddSpeaker, Edit, ReplaceAnnotations, SetLanguage, SetTokens
from annotator.model.suggestions import Decided, Suggestions, replaceable
from annotator.model.texts.boilerplate import stands_in


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
    entities, quotes, added = fresh(document, suggestions, speakers, new_id)
    edits: list[Edit] = tokenized(document, suggestions.tokens, suggestions.language)
    edits += [AddSpeaker(speaker) for speaker in added]
    pending = tuple(a.id for a in document.by_id.values() if replaceable(a))
    if pending or entities or quotes:
        edits.append(ReplaceAnnotations(document.id, pending, entities, quotes))
    return edits


def fresh(
    document: Document,
    suggestions: Suggestions,
    speakers: Mapping[str, Speaker],
    new_id: Callable[[str], str],
) -> tuple[tuple[Entity, ...], tuple[Quote, ...], list[Speaker]]:
    """Those of the suggestions that a document has room for, as the project names them, and whom to enter for them.

    The parameters are those of `suggested`.
    """
    decided, aside = Decided(document), frozenset(document.boilerplate)

    def wanted(suggestion: AnyAnnotation) -> bool:
        return decided.leaves_free(suggestion) and not (aside and stands_in(document, aside, suggestion))

    ids, added = _speakers(document, suggestions.speakers, speakers, new_id)
    entities = tuple(
        replace(entity, id=new_id("e"), speaker=ids[entity.speaker] if entity.speaker else None)
        for entity in suggestions.entities
        if wanted(entity)
    )
    quotes = tuple(
        replace(quote, id=new_id("q"), speaker=ids[quote.speaker] if quote.speaker else None)
        for quote in suggestions.quotes
        if wanted(quote)
    )
    used = {e.speaker for e in entities} | {q.speaker for q in quotes}
    return entities, quotes, [speaker for speaker in added if speaker.id in used]


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
