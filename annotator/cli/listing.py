"""`annotator articles` and `annotator notes`: what a project has, a line each."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.output import standard_output
from annotator.cli.projects import ProjectArgument
from annotator.model.counting import how_many

if TYPE_CHECKING:
    from annotator.session.finding.listing import Noted
    from annotator.store.queue import Entry

JsonOption = Annotated[bool, typer.Option("--json", help="Write a JSON object a line.")]


class Which(StrEnum):
    """Which articles are listed."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"
    ASIDE = "aside"


def articles(
    project: ProjectArgument,
    status: Annotated[
        list[Which] | None, typer.Option(help="Only those of this status; may be given several times.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List a project's articles in the queue's order: status, how much was read, what is pending and decided."""
    from annotator.store.project import Project

    with Project.open(project, by="", read_only=True) as opened:
        found = [entry for entry in opened.entries() if not status or Which(entry.status.value) in status]
    with standard_output() as out:
        if not as_json and found:
            print(f"{'STATUS':8}{'READ':>5}{'PENDING':>9}{'DECIDED':>9}  TITLE", file=out)
        for entry in found:
            print(json.dumps(_plain(entry), ensure_ascii=False) if as_json else _line(entry), file=out)
    read = sum(entry.read * entry.characters for entry in found) / (sum(entry.characters for entry in found) or 1)
    done = sum(entry.status.value == Which.DONE.value for entry in found)
    typer.echo(f"{project}: {how_many(len(found), 'article')}, {done} done, {read:.0%} of the text read", err=True)


def _line(entry: "Entry") -> str:
    title = " ".join(entry.title.split()) or entry.id
    return f"{entry.status.value:8}{entry.read:>5.0%}{entry.pending:>9}{entry.decided:>9}  {title}"


def _plain(entry: "Entry") -> dict[str, Any]:
    return {"article": entry.id} | {name: value for name, value in asdict(entry).items() if name != "id"}


def notes(project: ProjectArgument, as_json: JsonOption = False) -> None:
    """List what has a note or is flagged to come back to, in all articles."""
    from annotator.session.finding.listing import noted
    from annotator.store.project import Project

    with Project.open(project, by="", read_only=True) as opened, standard_output() as out:
        count = flags = 0
        for each in noted(opened):
            count += 1
            flags += each.flagged
            print(json.dumps(_plain_note(each), ensure_ascii=False) if as_json else _note_line(each), file=out)
    typer.echo(f"{project}: {how_many(count, 'note or flag', 'notes and flags')}, {flags} to come back to", err=True)


def _note_line(each: "Noted") -> str:
    place = f"{each.span.start}-{each.span.end}: »{' '.join(each.words.split())}« [{each.sort}]" if each.span else ""
    said = " — ".join(filter(None, ("to come back to" if each.flagged else "", " ".join((each.note or "").split()))))
    return f"{':'.join(filter(None, (each.title or each.document_id, place)))}: {said}"


def _plain_note(each: "Noted") -> dict[str, Any]:
    head: dict[str, Any] = {"article": each.document_id, "title": each.title}
    if each.span is not None:
        place = {"start": each.span.start, "end": each.span.end, "text": each.words}
        head |= {"annotation": each.annotation, "sort": each.sort, **place}
    return head | {"note": each.note, "flagged": each.flagged}
