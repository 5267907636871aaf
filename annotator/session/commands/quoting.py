"""Quotes: making, joining and splitting them, their kind, cue and source."""

from dataclasses import replace
from itertools import pairwise

from annotator.model.document import Decision, Document, Kind, Quote, Span
from annotator.model.edits import (
    AddQuote,
    Edit,
    EditError,
    Remove,
    SetAttribution,
    SetContents,
    SetCue,
    SetFlag,
    SetKind,
    SetNote,
    SetSource,
)
from annotator.model.marks.quoting import attribution_of, kind_of
from annotator.model.notes import together
from annotator.model.tokens import trim, whole
from annotator.session.commands.deciding import corrected
from annotator.session.commands.registry import (
    chosen_quote,
    chosen_text,
    command,
    desk,
    quote_selected,
    text_and_quote,
    text_selected,
)
from annotator.session.session import Session


def contents_in(document: Document, span: Span) -> tuple[Span, ...]:
    """A selected stretch as contents: one for each paragraph it touches, without white space at the edges."""
    parts = []
    for paragraph in document.article.paragraphs_of(span):
        part = trim(document.text, Span(max(paragraph.start, span.start), min(paragraph.end, span.end)))
        if part is not None:
            parts.append(part)
    return tuple(parts)


def _joined(contents: tuple[Span, ...]) -> tuple[Span, ...]:
    """Contents in the order of the text, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(contents):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def set_contents(session: Session, quote: Quote, contents: tuple[Span, ...], summary: str) -> None:
    """Give a quote other contents; its kind and its stretches in marks follow from the text."""
    document = desk(session)
    session.dispatch("user.contents", [*_recontent(document, quote, contents), *corrected(session, quote)], summary)


def _recontent(document: Document, quote: Quote, contents: tuple[Span, ...]) -> list[Edit]:
    kind, marked = kind_of(document.article, contents)
    edits: list[Edit] = [SetContents(document.id, quote.id, contents, marked)]
    if marked or quote.marked:  # speech set off by a dash stays direct though it has no marks
        edits += [SetKind(document.id, quote.id, kind)] if kind is not quote.kind else []
    return edits


@command("quote.make", "Make a quote", "Q", menu="Quote", when=text_selected)
def make(session: Session) -> None:
    """Makes the selected text a quote."""
    document = desk(session)
    contents = contents_in(document, chosen_text(session))
    if not contents:
        return
    there = next((q for q in document.quotes if q.contents == contents and not q.rejected), None)
    if there is not None:
        session.select(session.selection.with_annotation(there.id))
        return
    quote = _made(session, document, contents)
    session.dispatch("user.quote", [AddQuote(document.id, quote)], "Make a quote")
    session.select(session.selection.with_annotation(quote.id))


def _made(session: Session, document: Document, contents: tuple[Span, ...]) -> Quote:
    kind, marked = kind_of(document.article, contents)
    return Quote(
        id=session.new_id("q"),
        kind=kind,
        contents=contents,
        marked=marked,
        decision=Decision.ADDED,
        by=session.by,
        at=session.clock(),
    )


@command("quote.part", "Add as a part", "Shift+Q", menu="Quote", when=text_and_quote)
def add_part(session: Session) -> None:
    """Adds the selected text to the selected quote as a further part."""
    quote = chosen_quote(session)
    contents = _joined((*quote.contents, *contents_in(desk(session), chosen_text(session))))
    set_contents(session, quote, contents, "Add a part")
    session.select(session.selection.with_annotation(quote.id))


@command("quote.cue", "Mark as the cue", "C", menu="Quote", when=text_and_quote)
def set_cue(session: Session) -> None:
    """Makes the selected text the cue of the selected quote."""
    document, quote = desk(session), chosen_quote(session)
    cue = trim(document.text, chosen_text(session))
    if cue is not None:
        session.dispatch("user.cue", [SetCue(document.id, quote.id, cue), *corrected(session, quote)], "Set the cue")
        session.select(session.selection.with_annotation(quote.id))


@command("quote.source", "Mark as the source", "Shift+S", menu="Quote", when=text_and_quote)
def set_source(session: Session) -> None:
    """Makes the selected text the source of the selected quote."""
    document, quote = desk(session), chosen_quote(session)
    source = trim(document.text, chosen_text(session))
    if source is None:
        return
    edits: list[Edit] = [SetSource(document.id, quote.id, source)]
    if quote.speaker is not None:
        speaker = session.state.speaker(quote.speaker)
        edits.append(SetAttribution(document.id, quote.id, attribution_of(document, source, speaker, quote.cue)))
    session.dispatch("user.source", [*edits, *corrected(session, quote)], "Set the source")
    session.select(session.selection.with_annotation(quote.id))


@command(
    "quote.no_cue",
    "Remove the cue",
    "Shift+C",
    menu="Quote",
    when=lambda session: quote_selected(session) and chosen_quote(session).cue is not None,
)
def clear_cue(session: Session) -> None:
    """Takes the cue from the selected quote."""
    document, quote = desk(session), chosen_quote(session)
    session.dispatch("user.cue", [SetCue(document.id, quote.id), *corrected(session, quote)], "Clear the cue")


def _next_quote(session: Session) -> Quote | None:
    quote = chosen_quote(session)
    later = [q for q in desk(session).quotes if q.extent.start >= quote.extent.end and not q.rejected]
    return min(later, key=lambda q: q.extent.start, default=None)


@command(
    "quote.merge",
    "Merge with the next quote",
    "M",
    menu="Quote",
    when=lambda session: quote_selected(session) and _next_quote(session) is not None,
)
def merge(session: Session) -> None:
    """Makes one quote of the selected one and the next; cue, source and speaker stay the first one's."""
    document, quote, other = desk(session), chosen_quote(session), _next_quote(session)
    if other is None:
        return
    contents = _joined((*quote.contents, *other.contents))
    edits = [
        *_taken_over(document, quote, other),
        Remove(document.id, other.id),
        *_recontent(document, quote, contents),
        *corrected(session, quote),
    ]
    session.dispatch("user.merge", edits, "Merge two quotes")


def _taken_over(document: Document, quote: Quote, other: Quote) -> list[Edit]:
    """The edits by which a quote takes over the note and the flag of one that becomes part of it."""
    note = together(quote.note, other.note)
    edits: list[Edit] = [] if note == quote.note else [SetNote(document.id, quote.id, note)]
    return [*edits, SetFlag(document.id, quote.id, True)] if other.flagged and not quote.flagged else edits


@command("quote.split", "Split the quote", "Shift+M", menu="Quote", when=quote_selected)
def split(session: Session) -> None:
    """Makes two quotes of the selected one, at the caret where it stands in it, else after its first part."""
    document, quote = desk(session), chosen_quote(session)
    caret = whole(document, session.selection.caret)  # a click stands anywhere in a word
    first, second = _halves(document, quote, caret)
    if not first or not second:
        session.tell("Put the caret inside the quote, where the second one begins.")
        return
    made = _made(session, document, second)
    made = replace(
        made,
        kind=made.kind if made.marked or quote.marked else quote.kind,
        source=quote.source,
        speaker=quote.speaker,
        attribution=quote.attribution,
    )
    edits = [*_recontent(document, quote, first), *corrected(session, quote), AddQuote(document.id, made)]
    session.dispatch("user.split", edits, "Split a quote")
    session.select(session.selection.with_annotation(made.id))


def _halves(document: Document, quote: Quote, caret: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    inside = any(c.start < caret < c.end for c in quote.contents)
    if not inside:
        between = any(a.end <= caret <= b.start for a, b in pairwise(quote.contents))
        caret = caret if between else quote.contents[0].end
    first, second = [], []
    for content in quote.contents:
        before = trim(document.text, Span(content.start, max(content.start, min(content.end, caret))))
        after = trim(document.text, Span(min(content.end, max(content.start, caret)), content.end))
        first += [before] if before else []
        second += [after] if after else []
    return tuple(first), tuple(second)


@command("quote.kind", "Change the kind", "K", menu="Quote", when=quote_selected)
def change_kind(session: Session) -> None:
    """Goes on from direct to mixed to indirect."""
    document, quote = desk(session), chosen_quote(session)
    kinds = list(Kind)
    kind = kinds[(kinds.index(quote.kind) + 1) % len(kinds)]
    session.dispatch("user.kind", [SetKind(document.id, quote.id, kind), *corrected(session, quote)], f"Make it {kind}")


@command(
    "quote.remove_part",
    "Remove the part",
    "-",
    menu="Quote",
    when=lambda session: quote_selected(session) and len(chosen_quote(session).contents) > 1,
)
def remove_part(session: Session) -> None:
    """Takes the chosen part from the selected quote."""
    quote = chosen_quote(session)
    part = min(session.selection.part, len(quote.contents) - 1)
    rest = tuple(c for i, c in enumerate(quote.contents) if i != part)
    set_contents(session, quote, rest, "Remove a part")
    session.select(session.selection.with_annotation(quote.id))


def move_content(document: Document, quote: Quote, part: int, span: Span) -> tuple[Span, ...]:
    """A quote's contents with the border of one moved; raises EditError where it would meet another."""
    contents = tuple(span if i == part else c for i, c in enumerate(quote.contents))
    if any(a.end > b.start for a, b in pairwise(contents)) or not 0 <= span.start < span.end <= len(document.text):
        raise EditError("the parts of a quote must not overlap")
    return contents
