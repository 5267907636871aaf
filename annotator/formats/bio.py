"""Tags of tokens in the schemes IOB1, IOB2 (BIO), BIOES and BILOU, and the spans that they tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from annotator.formats.linked.spans import Node
from annotator.model.document import Tokens
from annotator.model.exchange import Loss, Lost

Scheme = Literal["iob1", "iob2", "bioes"]
OUTSIDE = "O"
MARKS = "BILUESM"
"""What tags of the schemes that are read begin with, before a hyphen and the label."""
_BEGINS, _GOES_ON, _ENDS = frozenset("BSU"), frozenset("IMEL"), frozenset("ESLU")
"""The marks of tags that begin an entity, that go on with one, and behind which it ends."""


def tagged(tokens: Tokens, nodes: Sequence[Node], losses: list[Loss]) -> list[str]:
    """A tag in IOB2 for each token; of nodes that overlap the longest one counts, then the first.

    Whatever tags have no place for is added to `losses`.
    """
    firsts = {start: at for at, start in enumerate(tokens.starts)}
    lasts = {end: at for at, end in enumerate(tokens.ends)}
    tags = [OUTSIDE] * len(tokens)
    for node in sorted(nodes, key=lambda each: (each.span.start - each.span.end, each.span.start)):
        first, last = firsts.get(node.span.start), lasts.get(node.span.end)
        what = Lost.OVERLAPS
        if first is None or last is None:
            what = Lost.OFF_TOKENS
        elif tags[first] == tags[last] == OUTSIDE:  # nothing longer can lie between the two
            tags[first : last + 1] = [f"B-{node.label}", *[f"I-{node.label}"] * (last - first)]
            continue
        losses.append(Loss(what, span=node.span, detail=f"{node.id} {node.label}, not in the tags", kept=True))
    return tags


def in_scheme(tags: Sequence[str], scheme: Scheme) -> list[str]:
    """Tags in IOB2 as those of another scheme.

    In IOB1 a span begins with B only where one of the same label ends right before it (Tjong Kim Sang and Veenstra,
    1999); in BIOES its last tag is E, and S where it is one token.
    """
    if scheme == "iob2" or not tags:
        return [*tags]
    changed = []
    for (before, tag), (_, after) in zip(pairwise(("", *tags)), pairwise((*tags, OUTSIDE)), strict=True):
        mark, dash, label = tag.partition("-")
        if scheme == "iob1" and mark == "B" and before.partition("-")[2] != label:
            mark = "I"
        elif scheme == "bioes" and dash and after != f"I-{label}":
            mark = {"B": "S", "I": "E"}[mark]
        changed.append(f"{mark}{dash}{label}")
    return changed


def is_tag(value: str) -> bool:
    """Whether it is a tag of one of the schemes."""
    return value == OUTSIDE or (len(value) > 2 and value[1] == "-" and value[0] in MARKS)


def runs(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The label, first token and end of what tags of any scheme tell, or labels without a mark."""
    label, first, marked = "", 0, True
    for at, tag in enumerate((*tags, OUTSIDE)):
        mark, dash, name = tag.partition("-")
        if not dash or mark not in _BEGINS | _GOES_ON:
            mark, name = ("I", tag) if tag not in (OUTSIDE, "") else (OUTSIDE, "")
        if label and (mark in _BEGINS or name != label or not marked):
            yield label, first, at
            label = ""
        if name and not label:
            label, first = name, at
        marked = mark not in _ENDS
