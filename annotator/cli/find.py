"""`annotator find`: what a query finds in a project."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.output import standard_output
from annotator.cli.projects import ProjectArgument
from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.store.hits import Hit, InArticle


def find(
    project: ProjectArgument,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]", help="Words, “phrases” and filters: label:PERSON …")
    ] = None,
    saved: Annotated[
        str | None, typer.Option("--saved", metavar="NAME", help="A search that was saved; QUERY narrows it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON object a line, for each thing found.")] = False,
) -> None:
    """Find words, entities and quotes in a project; without a query, list the searches that were saved in it.

    The exit code is 1 where the query says nothing.
    """
    from annotator.model.counting import how_many
    from annotator.model.finding.query import parse
    from annotator.session.finding.inquiry import everything
    from annotator.session.finding.queues import saved_searches
    from annotator.store.project import Project

    places = articles = 0
    with Project.open(project, by="", read_only=True) as opened, standard_output() as out:
        kept = saved_searches(opened)
        if saved is None and not query:
            for name, words in kept.items():
                print(json.dumps({"name": name, "query": words}) if as_json else f"{name}\t{words}", file=out)
            return
        wanted = parse(" ".join([*([_named(kept, saved)] if saved is not None else ()), *(query or ())]))
        for article in everything(opened, wanted):
            articles += 1
            places += len(article.hits)
            for line in _objects(article) if as_json else _lines(article):
                print(line, file=out)
    found = (
        f"{how_many(places, 'place')} in {how_many(articles, 'article')}" if places else how_many(articles, "article")
    )
    typer.echo(f"{project}: {found}", err=True)


def _named(saved: Mapping[str, str], name: str) -> str:
    """The query of a saved search; raises Fault where there is none of that name."""
    query = next((query for each, query in saved.items() if each.casefold() == name.casefold()), None)
    if query is None:
        there = ", ".join(f"“{each}”" for each in saved)
        raise Fault(f"There is no saved search “{name}”.", f"There are {there}." if saved else "None was saved here.")
    return query


def _lines(article: "InArticle") -> Iterator[str]:
    title = article.title or article.document_id
    if not article.hits:
        yield title
    for hit in article.hits:
        sort = f" [{hit.sort}]" if hit.sort else ""
        if said := " ".join((hit.note or hit.why).split()):
            sort += f" {said}"
        if hit.span is None:
            yield f"{title}:{sort}"
            continue
        before, after = hit.before[-40:].lstrip(), hit.after[:40].rstrip()
        yield f"{title}:{hit.span.start}-{hit.span.end}: {before}»{hit.words}«{after}{sort}"


def _objects(article: "InArticle") -> Iterator[str]:
    for hit in article.hits or (None,):
        yield json.dumps(_plain(article, hit), ensure_ascii=False)


def _plain(article: "InArticle", hit: "Hit | None") -> dict[str, Any]:
    head: dict[str, Any] = {"article": article.document_id, "title": article.title, "status": article.status.value}
    if hit is None:
        return head
    found = head
    if hit.span is not None:
        start, end = hit.span
        found |= {"start": start, "end": end, "before": hit.before, "text": hit.words, "after": hit.after}
    if hit.annotation:
        decision = hit.decision.value if hit.decision is not None else None
        found |= {"annotation": hit.annotation, "sort": hit.sort, "decision": decision}
    said = {"note": hit.note, "why": hit.why, "flagged": hit.flagged}
    return found | {name: value for name, value in said.items() if value}
