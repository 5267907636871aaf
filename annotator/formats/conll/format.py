"""CoNLL-2003's columns: a token a line with its tag last, an empty line behind each sentence.

Columns are parted by one space, and an article begins with the line `-DOCSTART-`, as the shared task's files have it
(Tjong Kim Sang and De Meulder, 2003) and their readers want it. What columns have no place for lies in a file beside.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, TextIO

from annotator.formats.bio import Scheme, in_scheme, runs, tagged
from annotator.formats.conll.reading import (
    BESIDE,
    COLUMNS,
    DOCSTART,
    FORM,
    LABELS,
    SENTENCES,
    SHA,
    SPANS,
    digest,
    one_column,
    read,
    recognises,
)
from annotator.formats.inputs import COLUMN_SUFFIXES
from annotator.formats.jsontext import dumped
from annotator.formats.linked.spans import RECORD, Linked, Node, facts, linked
from annotator.formats.sentences import sentences
from annotator.model.document import Document, Entity, Span, Tokens
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

_SUFFIX = COLUMN_SUFFIXES[0]
_ONLY = "train"
"""What data that is not divided is called."""
_USUAL = ("_", "_")
"""The columns of parts of speech and of chunks, of which nothing is known."""


class ColumnsWriter:
    """Writes a file for each part of the data, and beside each the file that it is read back by.

    quotes  whether the tags tell the parts of quotes instead of entities
    """

    def __init__(self, scheme: Scheme, quotes: bool, output: Output, options: WriteOptions) -> None:
        self._scheme, self._quotes, self._output, self._options = scheme, quotes, output, options
        self._started: set[str] = set()
        for name in options.splits or (_ONLY,):
            self._files(name)

    def _files(self, part: str) -> tuple[TextIO, TextIO]:
        name = f"{part}{_SUFFIX}"
        return self._output.text(name), self._output.text(name + BESIDE)

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes an article's lines. What the tags have no place for is in the file beside, and told as kept."""
        document = article.document
        tokens = _solid(document)
        task = linked(article, self._options, FORM)
        losses = [*task.losses]
        wanted = [node for node in task.nodes if isinstance(node.of, Entity) != self._quotes]
        tags = tagged(tokens, wanted, losses)
        rest = {node.of.id for node in task.nodes} - {node.of.id for node in wanted}
        if rest:
            losses.append(Loss(Lost.ENTITIES if self._quotes else Lost.QUOTES, len(rest), detail="no tags", kept=True))
        columns, borders, dropped = _kept(task, document, tokens, wanted)
        if dropped:
            losses.append(Loss(Lost.ATTRIBUTES, dropped, detail="columns of tokens that are other ones now"))
        main, beside = self._files(article.split or _ONLY)
        forms = [document.text[start:end] for start, end in tokens]
        main.write(_lines(forms, columns, in_scheme(list(map(one_column, tags)), self._scheme), borders))
        told = {(label, Span(tokens.starts[first], tokens.ends[last - 1])) for label, first, last in runs(tags)}
        beside.write(dumped(_row(document, task, forms, told)) + "\n")
        return losses

    def finish(self) -> None:
        """Nothing comes after the last article."""


def _solid(document: Document) -> Tokens:
    """The document's tokens, divided where one has white space in it. Raises Fault where they are not its text."""
    tokens, text = document.tokens, document.text
    if tokens is None:
        raise Fault("The article has no tokens yet.", "Open it once, so that it is tokenized, and export again.")
    starts: list[int] = []
    ends: list[int] = []
    for start, end in tokens:
        for match in re.finditer(r"\S+", text[start:end]):
            for word in match[0].split():  # which knows of more white space than the expression does
                at = text.index(word, ends[-1] if ends and ends[-1] > start else start)
                starts.append(at)
                ends.append(at + len(word))
    solid = Tokens(tokens.tokenizer, tuple(starts), tuple(ends), tuple(text[end : end + 1] == " " for end in ends))
    if "".join(text[start:end] for start, end in solid) != "".join(text.split()):
        raise Fault("The article's tokens are not its text.", "Run the pipeline on the article again.")
    return solid


def _kept(
    task: Linked, document: Document, tokens: Tokens, nodes: Iterable[Node]
) -> tuple[Sequence[Sequence[str]], list[int], int]:
    """The columns between token and tag, the sentences' ends, and how many columns fit the tokens no more.

    Both are as the file had them that the article was read from, if it was one and the tokens are the same.
    """
    columns, borders = task.kept.get(COLUMNS, []), task.kept.get(SENTENCES)
    fit = isinstance(columns, list) and all(isinstance(each, list) and len(each) == len(tokens) for each in columns)
    if not isinstance(borders, list) or not fit or not borders or borders[-1] != len(tokens):
        borders = [end for _, end in sentences(document.text, [*tokens], [node.span for node in nodes])]
    if columns and fit:
        return columns, borders, 0
    return [[each] * len(tokens) for each in _USUAL], borders, len(columns)


def _lines(forms: Sequence[str], columns: Iterable[Sequence[str]], tags: Sequence[str], borders: Iterable[int]) -> str:
    rows = [" ".join(row) for row in zip(forms, *columns, tags, strict=True)]
    starts = [0, *borders]
    blocks = ["\n".join(rows[start:end]) + "\n" for start, end in pairwise(starts)]
    return "\n".join([DOCSTART + "\n", *blocks]) + "\n"


def _row(document: Document, task: Linked, forms: Iterable[str], told: set[tuple[str, Span]]) -> Mapping[str, Any]:
    """The line beside: what else is known of the article, and the spans that no tag tells."""
    return {
        SHA: digest(forms),
        "text": document.text,
        **facts(document),
        SPANS: [[node.label, *node.span] for node in task.nodes if (node.label, node.span) not in told],
        LABELS: sorted({node.label for node in task.nodes if one_column(node.label) != node.label}),
        RECORD: task.record,
    }


def _writer(scheme: Scheme, output: Output, options: WriteOptions, *, quotes: bool = False) -> Writer:
    return ColumnsWriter(scheme, quotes, output, options)


_CARRIES = "Tokens with a tag each, in sentences; what overlaps and what tags do not tell lies in a file beside."
_USAGE = f"""\
`{{part}}{_SUFFIX}` has four columns, parted by a space: token, `_`, `_`, tag. An empty line ends a sentence, and
`-DOCSTART-` begins an article. `{{part}}{_SUFFIX}{BESIDE}` is what the program reads the articles back by, whole."""


def _format(name: str, title: str, scheme: Scheme, *, quotes: bool = False) -> Format:
    return Format(
        name=name,
        title=title,
        suffixes=COLUMN_SUFFIXES,
        recognises=recognises if name == FORM else lambda _: False,
        read=read,
        write=partial(_writer, scheme, quotes=quotes),
        folder=True,
        by_split=True,
        carries=_CARRIES,
        usage=_USAGE.replace("{part}", _ONLY),
    )


IOB2 = _format(FORM, "CoNLL-2003 columns (IOB2, BIO)", "iob2")
IOB1 = _format("conll-iob1", "CoNLL-2003 columns (IOB1)", "iob1")
BIOES = _format("conll-bioes", "CoNLL-2003 columns (BIOES)", "bioes")
QUOTES = _format("conll-quotes", "CoNLL-2003 columns of quotes (IOB2)", "iob2", quotes=True)
