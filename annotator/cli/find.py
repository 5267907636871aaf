"""`annotator find`: what a query finds in a project."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.output import standard_output
from annotator.cli.projects import ProjectArgument

if TYPE_CHECKING:
    from annotator.store.search import Hit, InArticle


def find(
    project: ProjectArgument,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, “phrases” and filters: label:PERSON …")],
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON object a line, for each thing found.")] = False,
) -> None:
    """Find words, entities and quotes in a project; the exit code is 1 where the query says nothing."""
    from annotator.model.counting import how_many
    from annotator.model.query import parse
    from annotator.session.inquiry import everything
    from annotator.store.project import Project

    wanted = parse(" ".join(query))
    places = articles = 0
    with Project.open(project, by="", read_only=True) as opened, standard_output() as out:
        for article in everything(opened, wanted):
            articles += 1
            places += len(article.hits)
            for line in _objects(article) if as_json else _lines(article):
                print(line, file=out)
    found = (
        f"{how_many(places, 'place')} in {how_many(articles, 'article')}" if places else how_many(articles, "article")
    )
    typer.echo(f"{project}: {found}", err=True)


def _lines(article: "InArticle") -> Iterator[str]:
    title = article.title or article.document_id
    if not article.hits:
        yield title
    for hit in article.hits:
        sort = f" [{hit.sort}]" if hit.sort else ""
        before, after = hit.before[-40:].lstrip(), hit.after[:40].rstrip()
        yield f"{title}:{hit.span.start}-{hit.span.end}: {before}»{hit.words}«{after}{sort}"


def _objects(article: "InArticle") -> Iterator[str]:
    for hit in article.hits or (None,):
        yield json.dumps(_plain(article, hit), ensure_ascii=False)


def _plain(article: "InArticle", hit: "Hit | None") -> dict[str, Any]:
    head: dict[str, Any] = {"article": article.document_id, "title": article.title, "status": article.status.value}
    if hit is None:
        return head
    place = {"start": hit.span.start, "end": hit.span.end, "before": hit.before, "text": hit.words, "after": hit.after}
    if not hit.annotation:
        return head | place
    decision = hit.decision.value if hit.decision is not None else None
    return head | place | {"annotation": hit.annotation, "sort": hit.sort, "decision": decision}
