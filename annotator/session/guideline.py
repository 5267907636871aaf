"""The project's own guideline: its text, and the examples and decided hard cases that its articles give to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

import annotator
from annotator.formats.files import written_beside
from annotator.formats.sentences import sentences
from annotator.model.cases import Case
from annotator.model.document import AnyAnnotation, Document, Entity, Quote, Span
from annotator.model.edits import AddCase, Edit, RemoveCase
from annotator.model.tokens import tokens_of
from annotator.session import guidance
from annotator.session.commands.registry import chosen, desk
from annotator.session.finding.places import Place
from annotator.session.session import Session
from annotator.store.guideline import Listed
from annotator.store.project import Project

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SPACE = re.compile(r"\s+")
_KINDS = {"direct": "direct-quotes", "mixed": "mixed-quotes", "indirect": "indirect-quotes"}
PAGES: Final = (".html", ".htm")
"""What the name of a web page ends in."""
CASE = "case:"
"""What an example's link begins with, before the id of its article and its own."""


def text_of(project: Project) -> str:
    """The project's guideline in Markdown; while it has none, the program's own for quotes. Raises Fault."""
    own = project.guideline.text()
    return guidance.text() if own is None else own


@dataclass(frozen=True)
class Section:
    """A heading of a guideline, with what stands below it up to the next one; the name that links give it."""

    name: str
    title: str
    lines: tuple[str, ...]


def sections(text: str) -> list[Section]:
    """A guideline in sections; the first has no heading and is what comes before all of them."""
    found: list[tuple[str, list[str]]] = [("", [])]
    fenced = ""
    for line in text.splitlines():
        fence, heading = _FENCE.match(line), _HEADING.match(line)
        if fence and (not fenced or fence[1] == fenced):
            fenced = "" if fenced else fence[1]
        elif heading and not fenced:
            found.append((heading[2], []))
        found[-1][1].append(line)
    return [Section(guidance.anchor(title), title, tuple(lines)) for title, lines in found]


def heading_lines(text: str) -> list[int]:
    """The numbers of the lines that are headings, from 0."""
    return list(accumulate(len(section.lines) for section in sections(text)))[:-1]


def section_for(every: Iterable[Section], sort: str) -> Section | None:
    """The section of a label or a kind of quotes: the one that it is the heading of, else that has it as a word there.

    None where there is none.
    """
    named = [section for section in every if section.title]
    wanted = {guidance.anchor(sort), _KINDS.get(sort, "")}
    exact = (section for section in named if section.name in wanted)
    within = (section for section in named if sort in re.findall(r"\w+", section.title))
    return next(chain(exact, within), None)


def passage(text: str, document: Document, annotation: AnyAnnotation | None) -> str:
    """The name of the passage of a guideline that fits an annotation, "" for its top."""
    every = sections(text)
    if isinstance(annotation, Quote):
        name = guidance.passage(document, annotation)
        if any(section.name == name for section in every):
            return name
    found = section_for(every, sort_of(annotation)) if annotation is not None else None
    return found.name if found is not None else ""


def sort_of(annotation: AnyAnnotation) -> str:
    """An entity's label, or a quote's kind."""
    return annotation.label if isinstance(annotation, Entity) else annotation.kind.value


def cases_of(document: Document, annotation: AnyAnnotation) -> list[Case]:
    """What of an annotation the guideline has."""
    return [case for case in document.cases if case.annotation == annotation.id]


def case_of(session: Session, document: Document, annotation: AnyAnnotation, why: str = "") -> Case:
    """An example of an annotation, or a hard case with why it is decided so."""
    spans = (annotation.span,) if isinstance(annotation, Entity) else annotation.contents
    around = sentence_around(document, annotation.extent)
    sentence, marks, at = "", [], around.start
    for start, end in spans:
        sentence += _flat(document.text[at:start])
        marks += [len(sentence), len(sentence) + end - start]
        sentence += _flat(document.text[start:end])
        at = end
    return Case(
        id=session.new_id("c"), annotation=annotation.id, sort=sort_of(annotation),
        sentence=sentence + _flat(document.text[at : around.end]), marks=tuple(marks), why=why,
        by=session.by, at=session.clock(),
    )  # fmt: skip


def _flat(words: str) -> str:
    """On one line, with as many characters."""
    return "".join(" " if each.isspace() else each for each in words)


def sentence_around(document: Document, extent: Span) -> Span:
    """The sentence, or the sentences, that a stretch of text stands in."""
    tokens = tuple(document.tokens or tokens_of(document))
    start, end = extent
    for first, after in sentences(document.text, tokens, [extent]):
        whole = Span(tokens[first].start, tokens[after - 1].end)
        if whole.overlaps(extent):
            start, end = min(start, whole.start), max(end, whole.end)
    return Span(start, end)


def add_example(session: Session) -> None:
    """Make the selected annotation an example, or no example any more where it is one. Raises Fault."""
    document, annotation = desk(session), chosen(session)
    had = [case for case in cases_of(document, annotation) if not case.hard]
    if had:
        session.dispatch("user.example", [RemoveCase(document.id, case.id) for case in had], "Take an example away")
        session.tell("It is no example of the guideline any more.")
        return
    case = case_of(session, document, annotation)
    session.dispatch("user.example", [AddCase(document.id, case)], "Add an example")
    found = section_for(sections(text_of(session.project)), case.sort)
    session.tell(f"It is an example below “{found.title if found is not None else case.sort}” in the guideline.")


def decide_case(session: Session, why: str) -> None:
    """Make the selected annotation a decided hard case, in place of what was said of it before. Raises Fault."""
    document, annotation, why = desk(session), chosen(session), " ".join(why.split())
    if not why:
        return
    edits: list[Edit] = [RemoveCase(document.id, case.id) for case in cases_of(document, annotation) if case.hard]
    edits.append(AddCase(document.id, case_of(session, document, annotation, why)))
    session.dispatch("user.case", edits, "Note a hard case")
    session.tell("It is among the hard cases of the guideline.")


def forget_cases(session: Session) -> None:
    """Take away what the guideline has of the selected annotation. Raises Fault."""
    document = desk(session)
    had = cases_of(document, chosen(session))
    session.dispatch("user.case", [RemoveCase(document.id, case.id) for case in had], "Take out of the guideline")


def reasons(session: Session) -> list[str]:
    """Why hard cases were decided so, each once, the newest first. Raises Fault."""
    hard = [listed.case for listed in session.project.guideline.cases() if listed.case.hard]
    return list(dict.fromkeys(case.why for case in sorted(hard, key=lambda case: case.at, reverse=True)))


def place_of(listed: Listed) -> Place:
    """Where an example or a hard case leads."""
    case = listed.case
    words = f"{case.why} — {', '.join(case.marked)}" if case.hard else case.sentence
    return Place(listed.document_id, words, annotation=case.annotation, sort=case.sort)


def found_among(cases: Iterable[Listed], words: str, sort: str = "") -> list[Listed]:
    """The hard cases that have all these words, in their reason, sentence, label or title; of one label or kind."""
    wanted = words.casefold().split()

    def fits(listed: Listed) -> bool:
        case = listed.case
        said = f"{case.why}\n{case.sentence}\n{case.sort}\n{listed.title}".casefold()
        return case.hard and sort in ("", case.sort) and all(word in said for word in wanted)

    return [listed for listed in cases if fits(listed)]


# As one text


def file_of(project: Project, path: Path, *, bare: bool = False) -> str:
    """What a file holds that has a project's guideline with its examples and hard cases: a web page, or Markdown.

    path  which of them, by its suffix: `.html`, else Markdown
    bare  only what was written

    Raises Fault where the project cannot be read.
    """
    text = whole(text_of(project), () if bare else project.guideline.cases())
    if path.suffix.lower() not in PAGES:
        return text
    from annotator.formats.page.guideline import guideline_page  # rarely needed

    return guideline_page(text, f"{project.path.stem} — guideline", f"annotator {annotator.__version__}")


def save_as(project: Project, path: Path) -> None:
    """Write that file, whole or not at all. Raises Fault where it cannot be."""
    text = file_of(project, path)
    with written_beside(path) as file:
        file.write(text)


def whole(text: str, cases: Sequence[Listed], *, linked: bool = False, hard: bool = True) -> str:
    """A guideline with its examples below the headings that they belong to, and at its end the hard cases.

    Of labels and kinds without a heading one is made. Words of articles are marked so that none of them is taken for
    Markdown.

    linked  whether titles of articles are links, for a window: to `CASE`, the article's id and the case's
    hard    whether the hard cases are among it
    """
    every = sections(text)
    examples: dict[str, list[Listed]] = {}
    titles: dict[str, str] = {}
    for listed in cases:
        if not listed.case.hard:
            found = section_for(every, listed.case.sort)
            name = found.name if found is not None else guidance.anchor(listed.case.sort)
            titles.setdefault(name, listed.case.sort)
            examples.setdefault(name, []).append(listed)
    parts: list[str] = []
    for section in every:
        parts.append("\n".join(section.lines).rstrip())
        parts += [_example(listed, linked=linked) for listed in examples.pop(section.name, ())]
    for name, more in examples.items():
        parts += [f"## {_plain(titles[name])}", *(_example(listed, linked=linked) for listed in more)]
    decided = [listed for listed in cases if listed.case.hard] if hard else []
    if decided:
        parts.append("## Hard cases")
    for listed in decided:
        parts.append(f"**{_plain(listed.case.sort)}**: {_plain(listed.case.why)}")
        parts.append(_example(listed, linked=linked))
    return "\n\n".join(filter(None, parts)) + "\n"


def _example(listed: Listed, *, linked: bool) -> str:
    title = _plain(listed.title or "Without a title")
    if linked:
        title = f"[{title}]({CASE}{quote(listed.document_id, safe='')}/{quote(listed.case.id, safe='')})"
    return f"> {_sentence(listed.case)} — {title}"


def linked_to(link: str, cases: Iterable[Listed]) -> Listed | None:
    """What the link of an example leads to, None where it is none, or what it is of is gone."""
    if not link.startswith(CASE):
        return None
    document_id, _, case_id = map(unquote, link.removeprefix(CASE).partition("/"))
    return next((each for each in cases if (each.document_id, each.case.id) == (document_id, case_id)), None)


def _sentence(case: Case) -> str:
    return "".join(f"**{_plain(words)}**" if marked else _plain(words) for words, marked in _edged(case))


def _edged(case: Case) -> Iterator[tuple[str, bool]]:
    """The pieces, with what white space a mark begins or ends with outside of it: Markdown would not see it else."""
    for words, marked in case.pieces():
        if not marked or words == words.strip():
            yield words, marked
        else:
            inner = words.strip()
            before, _, after = words.partition(inner)
            yield from ((before, False), (inner, bool(inner)), (after, False))


def _plain(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _SPACE.sub(" ", words))
