"""What may be wrong in a project before it is exported: the rules of `annotator.model.lint` over all its articles."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from annotator.formats.outputs import NoOutput
from annotator.model.counting import how_many
from annotator.model.document import Document, Status
from annotator.model.duplicates import repeats
from annotator.model.exchange import Lost, Portable, WriteOptions, Writer
from annotator.model.faults import Fault
from annotator.model.finding.allowed import Allowed
from annotator.model.finding.unlike import may_have
from annotator.model.labels.labels import LabelSet
from annotator.model.lint import PLACES, Finding, Labels, Rule, Severity, check, left_out
from annotator.model.splits import Split
from annotator.model.texts.boilerplate import counted
from annotator.session.beside.jobs import Cancelled
from annotator.session.exchange.exporting import with_tokens
from annotator.session.exchange.formats import format_named
from annotator.session.exchange.splitting import Divider
from annotator.session.finding.unlike import left_out_in
from annotator.session.labels import labels_of
from annotator.store import allowed
from annotator.store.project import Project
from annotator.store.queue import Entry

_NOT_HELD = (Lost.OVERLAPS, Lost.PARTS)
"""What is told of a format: what it leaves out of what was marked. That it has no place at all for quotes is known."""

_BY_ALL = frozenset({Rule.TWO_LABELS, Rule.LEFT_OUT, Rule.REPEATS, Rule.ACROSS_PARTS, Rule.NOT_HELD})
"""What is not found by looking at one article: it takes the others, or a format's writer."""


MOST_LISTED = 1_000
"""How many findings of each rule are listed in a window; `annotator lint` has them all."""


@dataclass(frozen=True)
class LintOptions:
    """What is looked at.

    status  "done": the articles marked done, and which ones are not; "all": what is in those too
    format  the name of a format that has to hold the annotations, "" for none
    split   how the articles are to be divided, None where they are not
    boilerplate  what is set aside as boilerplate too, which an export leaves out if it is not asked for
    """

    status: Literal["done", "all"] = "done"
    format: str = ""
    split: Split | None = None
    boilerplate: bool = False


@dataclass
class LintReport:
    """What was found: the findings, the articles' titles by their ids, and how many were looked at.

    left  how many more there are of a rule than `findings` has
    """

    findings: list[Finding] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    articles: int = 0
    left: Mapping[Rule, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[Rule]:
        """How many there are of each rule."""
        return Counter(finding.rule for finding in self.findings) + Counter(self.left)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(count for rule, count in self.counts.items() if rule.severity is Severity.ERROR)

    def first(self, most: int) -> "LintReport":
        """The same with the first of each rule, so many, and the others counted."""
        taken, kept = Counter[Rule](), []
        for finding in self.findings:
            taken[finding.rule] += 1
            if taken[finding.rule] <= most:
                kept.append(finding)
        left = {rule: count - most for rule, count in taken.items() if count > most}
        return replace(self, findings=kept, left=Counter(left) + Counter(self.left))

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        warnings = self.counts.total() - self.errors
        found = f"{how_many(self.errors, 'error')}, {how_many(warnings, 'warning')}"
        return f"{how_many(self.articles, 'article')} looked at: {found}."


def lint(
    project: Project,
    options: LintOptions,
    progress: Callable[[int, int], None] = lambda done, of: None,
    wanted: Callable[[], bool] = lambda: True,
    divider: Divider | None = None,
) -> LintReport:
    """Look through a project's articles, those set aside excepted, in the queue's order.

    May run in a thread of its own with a project of its own (`Project.reader`). The findings of one article stand
    together, in the order of its text; each has the article's id and, where it has a place, the span in its text.
    `divider` is what divides the project in the same task.
    Raises Fault once `wanted` is False, and where there is no such format.
    """
    writer = _Trial(project, options.format) if options.format else None
    entries = project.entries()
    found: dict[str, list[Finding]] = {entry.id: [] for entry in entries}
    report = LintReport(titles={entry.id: entry.title for entry in entries})
    label_set, labels, parts = labels_of(project), Labels(), dict[str, str]()
    looked_at: list[str] = []
    for number, entry in enumerate(entries):
        _go_on(wanted)
        progress(number, 2 * len(entries))
        if entry.status is Status.ASIDE:
            continue
        if entry.status is not Status.DONE and options.status == "done":
            found[entry.id].append(_not_done(entry.id))
            continue
        document = with_tokens(project.document(entry.id))
        report.articles += 1
        looked_at.append(entry.id)
        found[entry.id] += check(document, label_set, boilerplate=options.boilerplate)
        document = document if options.boilerplate else counted(document)
        labels.add(document)
        part = document.meta_extra.get("split")
        if isinstance(part, str):
            parts[entry.id] = part
        if writer is not None:
            found[entry.id] += writer.findings(document)
    said = project.ask(allowed.read)
    for finding in (
        *labels.findings(lambda words, uses: may_have(said, words, uses)),
        *_left_out(project, said, looked_at, wanted),
        *_repeats(divider or Divider(project), entries, options, parts, progress, wanted),
    ):
        found[finding.article].append(finding)
    progress(2 * len(entries), 2 * len(entries))
    report.findings = [finding for of_article in found.values() for finding in sorted(of_article, key=_place)]
    return report


def look_for_mistakes(
    path: Path,
    options: LintOptions,
    progress: Callable[[int, int], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],  # noqa: ARG001  # all of it comes at the end
) -> LintReport:
    """What `lint` finds in a project's file, as far as it is listed; a `looks.Look`, with its first arguments given."""
    with Project.open(path, by="", read_only=True) as project:
        return lint(project, options, progress, wanted).first(MOST_LISTED)


def mended(
    report: LintReport, options: LintOptions, document: Document, touched: Set[str], labels: LabelSet | None = None
) -> LintReport:
    """The report after an article was changed: what the rules find in it by itself is found anew.

    options  those that the report was made with
    touched  the ids of the annotations that were changed; what it took the whole project to find is taken as mended
             where it is about one of these
    labels   the project's, as `check` takes them
    """
    aside = () if options.boilerplate else document.boilerplate
    kept = [
        finding
        for finding in report.findings
        if finding.article == document.id
        and finding.rule in _BY_ALL
        and finding.annotation not in touched
        and not (finding.span and any(map(finding.span.overlaps, aside)))
    ]
    found: dict[str, list[Finding]] = {article: [] for article in report.titles}
    for finding in report.findings:
        if finding.article != document.id:
            found[finding.article].append(finding)
    found[document.id] = sorted([*_by_itself(document, options, labels), *kept], key=_place)
    return replace(report, findings=[finding for of_article in found.values() for finding in of_article])


def _not_done(article: str) -> Finding:
    return Finding(Rule.NOT_DONE, article, "the article is not marked done")


def _by_itself(document: Document, options: LintOptions, labels: LabelSet | None) -> list[Finding]:
    """What is found in an article without the others."""
    if document.status is Status.ASIDE:
        return []
    if document.status is not Status.DONE and options.status == "done":
        return [_not_done(document.id)]
    return list(check(with_tokens(document), labels, boilerplate=options.boilerplate))


def _go_on(wanted: Callable[[], bool]) -> None:
    if not wanted():
        raise Fault("Looking through the articles was cancelled.")


def _place(finding: Finding) -> tuple[int, int]:
    return finding.span or (-1, -1)


class _Trial:
    """Writes articles in a format to nowhere, to see what it would leave out. Raises Fault where there is none such."""

    def __init__(self, project: Project, name: str) -> None:
        form = format_named(name, to_write=True)
        assert form.write is not None
        self._name, self._project = name, project
        self._writer: Writer = form.write(NoOutput("lint"), WriteOptions())
        self._speakers = project.speakers()

    def findings(self, document: Document) -> Iterator[Finding]:
        """What the format cannot hold of an article; its own writer says so."""
        if not document.speakers_used <= self._speakers.keys():
            self._speakers = self._project.speakers()
        try:
            losses = list(self._writer.write(Portable(document, self._speakers)))
        except Fault as fault:
            yield Finding(Rule.NOT_HELD, document.id, f"the format {self._name}: {fault.message.rstrip('.')}")
            return
        for loss in losses:
            if loss.what in _NOT_HELD:
                which = f" ({loss.detail})" if loss.detail else ""
                yield Finding(
                    Rule.NOT_HELD, document.id, f"the format {self._name} cannot hold {loss.what}{which}", loss.span
                )


def _left_out(
    project: Project, said: Mapping[str, Allowed], ids: Sequence[str], wanted: Callable[[], bool]
) -> Iterator[Finding]:
    """Where names stand unmarked in these articles that are marked in most places, up to 20 for each name."""
    try:
        for words, counts, places in left_out_in(project, ids, said, wanted):
            for article, span in places[:PLACES]:
                yield left_out(article, words, span, counts)
    except Cancelled:
        _go_on(wanted)


def _repeats(
    divider: Divider,
    entries: Sequence[Entry],
    options: LintOptions,
    parts: dict[str, str],
    progress: Callable[[int, int], None],
    wanted: Callable[[], bool],
) -> Iterator[Finding]:
    """Articles that repeat others; in two parts of the data, as it came or as it is to be divided, that is an error."""
    split = options.split
    found = divider.sketches(
        entries,
        outlets=split is not None and split.outlets_together,
        progress=lambda done: progress(len(entries) + done - 1, 2 * len(entries)),
        wanted=wanted,
    )
    to_be = divider.divide(entries, split, found).parts if split is not None else {}
    for at, earlier in repeats([each.sketch for each in found]).items():
        entry = entries[at]
        others = [entries[other] for other in earlier if entries[other].status is not Status.ASIDE]
        if entry.status is Status.ASIDE or not others:
            continue
        names = ", ".join(f"{other.title!r}" for other in others[:3]) + (" and others" if len(others) > 3 else "")
        came = {parts[each.id] for each in (entry, *others) if each.id in parts}
        if to_be.get(entry.id) == "" or len(came) > 1:
            yield Finding(Rule.ACROSS_PARTS, entry.id, f"repeats what is in another part: {names}")
        else:
            yield Finding(Rule.REPEATS, entry.id, f"repeats {names}")
