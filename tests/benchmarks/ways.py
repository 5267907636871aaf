"""How a difference can be put right: the ways that are tried, each a row of steps of the hands.

entity extra    reject it; or all of the same words
label wrong     its digit, else type ahead; or Shift with it, for all of the same words
entity border   drag one handle or both; or take the border by key and move it with the arrows
entity missing  drag over it, and its digit; or with Shift; or a label that sticks, for all that lack it
quote extra     reject it
part extra      remove the part; or split the quote there and reject the half
quote border    drag one handle or both; or take the border by key; or merge it with the next
quote missing   drag over it, and Q; or Shift+Q where it belongs to the quote before
speaker wrong   drag from the quote to the mention, or with Ctrl over its words; the speaker's digit; a click on the
                speaker in the list; type ahead; the source's words made the speaker; the same for all quotes of that
                speaker (=); each with the source's words made the source where that is still wrong, or with the quote
                split before
source wrong    drag to the mention; or with Ctrl over its words; or these made the source by key
cue wrong       drag over it, and C; or the quote split before
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from annotator.model.document import Document, Entity, Quote, Span
from annotator.model.finding.identical import identical_mentions
from annotator.model.tokens import next_end, next_start
from annotator.session.commands import labelling, speaking
from tests.benchmarks import differences as kinds
from tests.benchmarks.differences import Difference, differences, matched
from tests.benchmarks.gold import PRONOUNS, Gold, GoldEntity, GoldQuote, core
from tests.benchmarks.hands import Hands, Unfit

Step = Callable[[], None]
Way = tuple[Step, ...]
MANY = 3
"""From how many entities more than these lack a label on, it is made to stick."""
FAR = 12
"""So many keys are pressed for a border at most."""


class Ways:
    """The ways that hands know on the article on the desk.

    who  the speaker of each person
    """

    def __init__(self, hands: Hands, gold: Gold, who: Mapping[str, str]) -> None:
        self.hands = hands
        self.session = hands.session
        self.gold = gold
        self.who = who

    @property
    def document(self) -> Document:
        document = self.session.document
        assert document is not None
        return document

    def of(self, difference: Difference) -> Iterator[Way]:
        """The ways in which a difference may go, the cheap ones first."""
        by_kind: dict[str, Callable[[Difference], Iterator[Way]]] = {
            kinds.EXTRA: self._reject,
            kinds.EXTRA_QUOTE: self._reject,
            kinds.LABEL: self._relabel,
            kinds.BORDER: self._move,
            kinds.MISSING: self._mark,
            kinds.EXTRA_PART: self._drop_part,
            kinds.QUOTE_BORDER: self._move,
            kinds.MISSING_QUOTE: self._quote,
            kinds.SPEAKER: self._attribute,
            kinds.SOURCE: self._attribute,
            kinds.CUE: self._cue,
        }
        return by_kind[difference.kind](difference)

    def _press(self, name: str) -> Step:
        return partial(self.hands.press, name)

    def _drag(self, span: Span) -> Step:
        return partial(self.hands.drag, span)

    def _found(self, difference: Difference) -> str:
        if difference.found is not None:
            return difference.found
        assert isinstance(difference.gold, GoldQuote)
        return matched(self.document, self.gold)[difference.gold].quote.id

    # Entities

    def _reject(self, difference: Difference) -> Iterator[Way]:
        reach = partial(self.hands.reach, self._found(difference))
        yield reach, self._press("annotation.reject")
        if difference.kind == kinds.EXTRA:
            yield reach, self._press("annotation.reject_all")

    def _label(self, label: str, *, everywhere: bool) -> None:
        labels = list(self.session.labels)
        place = labels.index(label) + 1
        if place <= 9:
            self.hands.press(f"label.all.{place}" if everywhere else f"label.{place}")
            return
        self.hands.press("label.choose")
        self.hands.type_ahead(labels, label)
        labelling.give_label(self.session, label)
        if everywhere:
            self.hands.press("annotation.again")

    def _labelled(self, first: Step, label: str) -> Iterator[Way]:
        for everywhere in (False, True):
            yield first, partial(self._label, label, everywhere=everywhere)

    def _relabel(self, difference: Difference) -> Iterator[Way]:
        assert isinstance(difference.gold, GoldEntity)
        yield from self._labelled(partial(self.hands.reach, self._found(difference)), difference.gold.labels[0])

    def _mark(self, difference: Difference) -> Iterator[Way]:
        wanted = difference.gold
        assert isinstance(wanted, GoldEntity)
        label = wanted.labels[0]
        missing = [d.gold for d in differences(self.document, self.gold, self.who) if d.kind == kinds.MISSING]
        alike = [each.place for each in missing if isinstance(each, GoldEntity) and each.labels[0] == label]
        if len(alike) > MANY and list(self.session.labels).index(label) < 9:
            yield (partial(self._stick, label, alike),)
        yield from self._labelled(self._drag(wanted.place), label)

    def _stick(self, label: str, spans: list[Span]) -> None:
        self.hands.let_go()
        self._label(label, everywhere=False)
        done: set[Span] = set()
        for span in spans:
            if span not in done:
                self.hands.drag(span)
                same = identical_mentions(self.document, span)
                if same and all(other in spans for other in same):
                    self.hands.press("annotation.again")
                    done.update(same)
        self.hands.let_go()

    # Borders

    def _move(self, difference: Difference) -> Iterator[Way]:
        wanted, text = difference.gold, self.document.text
        annotation = self.document.by_id[self._found(difference)]
        assert wanted is not None
        if isinstance(annotation, Entity):
            before, span, part = annotation.span, wanted.span, "entity"
        else:
            before, part = annotation.contents[difference.part], f"content.{difference.part}"
            here, there = core(text, before), core(text, wanted.span)
            span = Span(
                before.start if here.start == there.start else wanted.span.start,
                before.end if here.end == there.end else wanted.span.end,
            )
        yield (partial(self._drag_borders, annotation.id, part, before, span),)
        yield (partial(self._step_borders, annotation.id, difference.part, before, span),)
        if isinstance(annotation, Quote):
            yield partial(self.hands.reach, annotation.id), self._press("quote.merge")

    def _drag_borders(self, annotation_id: str, part: str, before: Span, span: Span) -> None:
        self._select(annotation_id)
        middle = Span(span.start, before.end) if span.start < before.end else span
        for each in dict.fromkeys((middle, span)):
            if each != before:
                self.hands.drag_border(part, each)

    def _step_borders(self, annotation_id: str, number: int, before: Span, span: Span) -> None:
        self.hands.reach(annotation_id, number)
        ends = (("border.start", before.start, span.start, next_start), ("border.end", before.end, span.end, next_end))
        for name, now, then, step in ends:
            if now != then:
                self.hands.press(name)
            direction = 1 if then > now else -1
            while now != then:
                stepped = step(self.document, now, direction)
                if stepped == now or (stepped - then) * direction > 0 or len(self.hands.events) > FAR:
                    raise Unfit
                self.hands.press("border.right" if direction > 0 else "border.left")
                now = stepped

    # Quotes

    def _select(self, name: str) -> None:
        """Select an annotation, whichever part of it."""
        if self.session.selection.annotation != name or self.session.selection.text is not None:
            self.hands.reach(name)

    def _split(self, quote_id: str, part: int) -> None:
        """Make a quote of its own of a part and what comes after it; that one is selected then."""
        quote = self.document.by_id[quote_id]
        assert isinstance(quote, Quote)
        if part == 0:
            raise Unfit
        self.hands.click(quote_id, part)
        self.hands.press("quote.split")

    def _drop_part(self, difference: Difference) -> Iterator[Way]:
        name = self._found(difference)
        yield partial(self.hands.reach, name, difference.part), self._press("quote.remove_part")
        yield partial(self._split, name, difference.part), self._press("annotation.reject")

    def _quote(self, difference: Difference) -> Iterator[Way]:
        wanted = difference.gold
        assert isinstance(wanted, GoldQuote)
        yield self._drag(wanted.span), self._press("quote.make")
        pairs = matched(self.document, self.gold)
        for name in {u.quote.id for g, u in pairs.items() if (g.group, g.person) == (wanted.group, wanted.person)}:
            yield partial(self._select, name), self._drag(wanted.span), self._press("quote.part")

    def _cue(self, difference: Difference) -> Iterator[Way]:
        assert isinstance(difference.gold, GoldQuote)
        assert difference.gold.cue is not None
        name, mark = self._found(difference), (self._drag(difference.gold.cue), self._press("quote.cue"))
        yield partial(self._select, name), *mark
        yield partial(self._split, name, difference.part), *mark

    def _attribute(self, difference: Difference) -> Iterator[Way]:
        wanted = difference.gold
        assert isinstance(wanted, GoldQuote)
        name = self._found(difference)
        chosen: list[Way] = (
            [(step,) for step in self._speakers(name, wanted)] if difference.kind == kinds.SPEAKER else []
        )
        select, split = partial(self._select, name), partial(self._split, name, difference.part)
        by_source: Way = ()
        if wanted.source is not None:
            source = core(self.gold.text, wanted.source)
            by_source = (self._drag(source), self._press("quote.source"))
            yield select, partial(self.hands.link_words, source)
            yield split, partial(self.hands.link_words, source)
            for mention in self._mentions(source):
                yield (partial(self.hands.link, name, mention),)
                yield split, partial(self._link_selected, mention)
            chosen = [*chosen, (self._drag(source), self._press("speaker.text")), ()]
        for way in chosen:
            for begin in (select, split):
                if way:
                    yield begin, *way
                    yield begin, *way, self._press("annotation.again")
                if by_source:
                    yield begin, *way, *by_source

    def _link_selected(self, mention: Span) -> None:
        self.hands.link(self.session.selection.annotation or "", mention)

    def _mentions(self, source: Span) -> Iterator[Span]:
        """What a drag to the source may end at: an entity in it, else its one word."""
        inside = [e.span for e in self.document.entities if not e.rejected and e.span.overlaps(source)]
        yield from inside
        if not inside and self.document.words(source).isalnum():
            yield source

    def _speakers(self, name: str, wanted: GoldQuote) -> Iterator[Step]:
        """How the right speaker is chosen, once the quote is selected."""
        quote = self.document.by_id[name]
        assert isinstance(quote, Quote)
        speaker = self.who.get(wanted.person or "")
        mentions = self.gold.chains.get(wanted.person or "", ())
        for number, candidate in enumerate(speaking.ranked(self.session, quote)[:9], 1):
            new = candidate.speaker is None and speaker is None and candidate.mention is not None
            named = new and any(candidate.mention.overlaps(span) for span in mentions)  # type: ignore[union-attr]
            if named or (speaker is not None and candidate.speaker == speaker):
                yield self._press(f"speaker.{number}")
        if speaker is not None:
            yield partial(self.hands.click_speaker, speaker)
            yield partial(self._type_speaker, speaker)
            return
        names = [self.document.words(core(self.gold.text, span)) for span in mentions]
        for words in [words for words in names if words.lower() not in PRONOUNS][:1]:
            yield partial(self._type_new, words)

    def _type_speaker(self, speaker_id: str) -> None:
        quote, speakers = self.session.quote, self.session.state.speakers
        self.hands.press("speaker.choose")
        assert quote is not None
        ranked = [candidate.name for candidate in speaking.ranked(self.session, quote)]
        others = sorted(s.name for s in speakers.values() if s.name not in ranked)
        self.hands.type_ahead([*ranked, *others], speakers[speaker_id].name)
        speaking.choose(self.session, speaker_id)

    def _type_new(self, name: str) -> None:
        self.hands.press("speaker.choose")
        self.hands.type_all(name)
        speaking.choose_new(self.session, name)
