"""`annotator lint`: what may be wrong in a project before it is exported."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.output import standard_output
from annotator.cli.parts import OutletsOption, SeedOption, SplitOption, chosen_split
from annotator.cli.progress import progress_line
from annotator.cli.projects import ProjectArgument, Status

if TYPE_CHECKING:
    from annotator.model.lint import Finding
    from annotator.session.exchange.linting import LintReport


def lint(
    project: ProjectArgument,
    status: Annotated[Status, typer.Option(help="Look into the articles marked done, or all.")] = Status.DONE,
    form: Annotated[str, typer.Option("--format", metavar="NAME", help="Name what this format cannot hold, too.")] = "",
    split: SplitOption = None,
    seed: SeedOption = "0",
    outlets_together: OutletsOption = False,
    boilerplate: Annotated[
        bool, typer.Option("--with-boilerplate", help="Look at what is set aside as boilerplate, too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the findings as one JSON object.")] = False,
) -> None:
    """Look through a project for what may be wrong; the exit code is 1 where there is an error, not a warning."""
    from annotator.session.exchange.linting import LintOptions, lint
    from annotator.store.project import Project

    divided = chosen_split(split, seed, outlets_together=outlets_together)
    options = LintOptions(status.value, form, divided, boilerplate)
    with Project.open(project, by="", read_only=True) as opened:
        report = lint(opened, options, progress_line("articles"))
    with standard_output() as out:
        if as_json:
            print(json.dumps(_plain(report), ensure_ascii=False, indent=1), file=out)
        else:
            for finding in report.findings:
                print(_line(report.titles[finding.article], finding), file=out)
    typer.echo(f"{project}: {report.sentence}", err=True)
    if report.errors:
        raise typer.Exit(1)


def _line(title: str, finding: "Finding") -> str:
    where = f":{finding.span.start}-{finding.span.end}" if finding.span is not None else ""
    return f"{title or finding.article}{where}: {finding.severity}: {finding.message} [{finding.rule}]"


def _plain(report: "LintReport") -> dict[str, Any]:
    findings = [
        {
            "rule": finding.rule.value,
            "severity": finding.severity.value,
            "article": finding.article,
            "title": report.titles[finding.article],
            "start": finding.span.start if finding.span is not None else None,
            "end": finding.span.end if finding.span is not None else None,
            "annotation": finding.annotation,
            "message": finding.message,
        }
        for finding in report.findings
    ]
    return {"articles": report.articles, "errors": report.errors, "findings": findings}
