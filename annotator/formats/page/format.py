"""Articles as one web page with the entities and quotes shown in them, to read or to print.

It holds all it needs and no script. What a colour says is said without it too: a label stands behind its entity, the
parts of a quote are underlined each in its own way and bear the quote's number, and a suggestion has a question mark.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from typing import TypeAlias

from annotator.formats.page.head import head
from annotator.formats.page.style import HUES, STYLE
from annotator.model.document import (
    AnyAnnotation,
    Article,
    Attribution,
    Document,
    Entity,
    Quote,
    Span,
    Speaker,
    Status,
    in_order,
)
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer, chosen_contents, untold

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What HTML has no place for, not even as a reference."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_END = "</body>\n</html>\n"
_TOLD = (Lost.ENTITIES, Lost.QUOTES, Lost.SPEAKERS, Lost.ATTRIBUTES)
_SHOWN = ("title", "outlet", "published", "url", "language", "headings", "status")
_PARTS = {"content": "q", "cue": "c", "source": "s"}


@dataclass(frozen=True)
class _Stretch:
    """A span that is shown: an entity, or a part of the quote of that number."""

    span: Span
    of: AnyAnnotation
    part: str = ""
    number: int = 0
    first: bool = False


_Borders: TypeAlias = dict[int, list[_Stretch]]


class PageWriter:
    """Writes all articles into one page."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._options = options
        self._labels = {label: number for number, label in enumerate(options.labels)}
        self._count = 0
        self._file = output.text()
        title = _said(output.stem or "Articles")
        self._file.write(head(title=title, by=_said(options.exported_by), style=STYLE))

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes an article with what is not rejected in it, and a list of its quotes."""
        document = article.document
        quotes, left_out = chosen_contents(
            (each for each in document.quotes if not each.rejected), self._options.contents
        )
        entities = [each for each in document.entities if not each.rejected]
        for entity in entities:
            self._labels.setdefault(entity.label, len(self._labels))
        self._count += 1
        shown = _Shown(document, article.speakers, in_order(quotes), entities, self._labels, f"a{self._count}")
        self._file.write("".join(shown.lines()))
        written = replace(article, document=replace(document, entities=tuple(entities), quotes=tuple(quotes)))
        hidden = len(_CONTROL.findall(document.text))
        return (
            *((Loss(Lost.TEXT, hidden, detail="control characters, shown as \ufffd"),) if hidden else ()),
            *(Loss(Lost.UNMARKED, detail=quote) for quote in left_out),
            *untold(written, _TOLD, shown=_SHOWN),
        )

    def finish(self) -> None:
        """Ends the page."""
        self._file.write(_END)


def _said(text: str) -> str:
    """A text as HTML has it, in an element as in an attribute."""
    return escape(_CONTROL.sub("\ufffd", text))


@dataclass
class _Shown:
    """An article of the page. `place` is what the ids of its elements begin with."""

    document: Document
    speakers: Mapping[str, Speaker]
    quotes: Sequence[Quote]
    entities: Sequence[Entity]
    labels: Mapping[str, int]
    place: str
    starts: _Borders = field(default_factory=dict)
    ends: _Borders = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """The article's HTML."""
        about = self.document.article
        language = f' lang="{_said(about.language)}"' if about.language else ""
        paragraphs = list(self._text(about))
        title = f'<h2 dir="auto">{_said(about.title or "Without a title")}</h2>\n'
        if paragraphs and paragraphs[0].startswith("<h2"):
            title = paragraphs.pop(0)
        yield f'<article id="{self.place}"{language}>\n<header>\n{title}'
        yield from self._about(about)
        yield "</header>\n<div>\n"
        yield from paragraphs
        yield "</div>\n"
        yield from self._listed()
        yield "</article>\n"

    def _about(self, about: Article) -> Iterator[str]:
        facts = [_said(each) for each in (about.outlet, about.published) if each]
        if about.url:
            told = _said(about.url)
            facts.append(f'<a href="{told}" rel="noreferrer">{told}</a>' if _ADDRESS.fullmatch(about.url) else told)
        if self.document.status is not Status.DONE:
            facts.append("set aside" if self.document.status is Status.ASIDE else "not done yet")
        if facts:
            yield f'<p class="about">{" · ".join(facts)}</p>\n'
        counts = Counter(each.label for each in self.entities)
        if counts:
            rows = (
                f'<mark class="e {self._hue(label)}"><small class="label">{_said(label)}</small> {counts[label]}</mark>'
                for label in sorted(counts)
            )
            yield f'<p class="labels">{" ".join(rows)}</p>\n'

    def _hue(self, label: str) -> str:
        return f"l{self.labels[label] % HUES}"

    def _text(self, about: Article) -> Iterator[str]:
        """The paragraphs that are not empty; the first one is a heading of the second level where it is the title."""
        for stretch in self._stretches():
            self.starts.setdefault(stretch.span.start, []).append(stretch)
            self.ends.setdefault(stretch.span.end, []).append(stretch)
        borders = sorted(self.starts.keys() | self.ends.keys())
        levels = {heading.start: heading.level for heading in about.headings}
        at, first = 0, True
        open_: dict[int, _Stretch] = {}
        for paragraph in about.paragraphs:
            inside = []
            while at < len(borders) and borders[at] <= paragraph.end:
                inside.append(borders[at])
                at += 1
            html = "".join(self._pieces(paragraph, inside, open_))
            if html.strip():
                level = levels.get(paragraph.start)
                tag = f"h{min(level + 2, 6)}" if level else "p"
                if first and about.text[slice(*paragraph)].strip() == about.title.strip():
                    tag = "h2"
                first = False
                yield f'<{tag} dir="auto">{html}</{tag}>\n'

    def _stretches(self) -> Iterator[_Stretch]:
        for entity in self.entities:
            yield _Stretch(entity.span, entity)
        for number, quote in enumerate(self.quotes, 1):
            for part in (*quote.contents, ("cue", quote.cue), ("source", quote.source)):
                match part:
                    case Span():
                        yield _Stretch(part, quote, "content", number, part == quote.contents[0])
                    case (str(name), Span() as span):
                        yield _Stretch(span, quote, name, number)

    def _pieces(self, paragraph: Span, borders: Sequence[int], open_: dict[int, _Stretch]) -> Iterator[str]:
        """A paragraph's HTML; `open_` are the stretches that go on from the one before it, by their identity."""
        text = self.document.text
        for start, end in pairwise(dict.fromkeys((paragraph.start, *borders, paragraph.end, -1))):
            for stretch in self.ends.get(start, ()):
                open_.pop(id(stretch), None)
                yield self._behind(stretch)
            for stretch in self.starts.get(start, ()):
                open_[id(stretch)] = stretch
                yield self._before(stretch)
            if end > start:
                yield self._piece(text[start:end], open_.values())

    def _piece(self, words: str, over: Iterable[_Stretch]) -> str:
        """Words with what lies over them: the shortest entity, and every part of a quote."""
        stretches = list(over)
        entities = sorted(
            (each for each in stretches if not each.part), key=lambda each: each.span.end - each.span.start
        )
        classes = [_PARTS[part] for part in _PARTS if any(each.part == part for each in stretches)]
        if any(each.of.pending for each in stretches if each.part == "content"):
            classes.append("open")
        if not entities:
            return f'<span class="{" ".join(classes)}">{_said(words)}</span>' if classes else _said(words)
        shown = entities[0].of
        assert isinstance(shown, Entity)
        pending = ("pending",) if shown.pending else ()
        return f'<mark class="{" ".join(("e", self._hue(shown.label), *pending, *classes))}">{_said(words)}</mark>'

    def _before(self, stretch: _Stretch) -> str:
        if stretch.part != "content":
            return ""
        link = f'<a href="#{self.place}q{stretch.number}">{stretch.number}</a>'
        name = f' id="{self.place}t{stretch.number}"' if stretch.first else ""
        speaker = f'<small class="speaker">{_said(self._speaker(stretch.of))}</small>' if stretch.first else ""
        return f'{speaker}<sup class="start"{name}>{link}</sup>'

    def _behind(self, stretch: _Stretch) -> str:
        doubt = "?" if stretch.of.pending else ""
        if isinstance(stretch.of, Entity):
            return f'<small class="label {self._hue(stretch.of.label)}">{_said(stretch.of.label)}{doubt}</small>'
        return f"<sup>{stretch.number}{doubt if stretch.part == 'content' else ''}</sup>"

    def _speaker(self, quote: AnyAnnotation) -> str:
        known = self.speakers.get(quote.speaker) if quote.speaker is not None else None
        if known is not None:
            return known.name
        nobody = isinstance(quote, Quote) and quote.attribution is Attribution.NONE
        return "nobody" if nobody else "speaker not decided"

    def _listed(self) -> Iterator[str]:
        if not self.quotes:
            return
        yield '<section class="quotes">\n<h3>Quotes</h3>\n<ol>\n'
        for number, quote in enumerate(self.quotes, 1):
            said = " <i>[…]</i> ".join(_said(self.document.words(span)) for span in quote.contents)
            known = self.speakers.get(quote.speaker) if quote.speaker is not None else None
            role = f", {_said(known.role)}" if known is not None and known.role else ""
            facts = [quote.kind.value, *([quote.attribution.value] if quote.attribution else [])]
            facts += [
                f'{name} <span class="{_PARTS[name]}">{_said(self.document.words(span))}</span>'
                for name, span in (("source", quote.source), ("cue", quote.cue))
                if span is not None
            ]
            facts += ["not decided yet"] if quote.pending else []
            yield f'<li id="{self.place}q{number}"><p dir="auto"><a href="#{self.place}t{number}">{said}</a></p>\n'
            yield f'<p class="about"><b>{_said(self._speaker(quote))}</b>{role} · {" · ".join(facts)}</p></li>\n'
        yield "</ol>\n</section>\n"


def _writer(output: Output, options: WriteOptions) -> Writer:
    return PageWriter(output, options)


FORMAT = Format(
    name="html-page",
    title="Web page with the highlights (HTML)",
    suffixes=(".html",),
    write=_writer,
    carries="Entities, quotes and speakers, to read or print; who decided what and scores are left out.",
)
