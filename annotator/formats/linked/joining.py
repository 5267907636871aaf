"""Texts of files that hold only tokens: where the tokens stand in a text, and a text put together from them."""

from collections.abc import Iterable, Sequence

_CLOSING = frozenset((*".,:;!?%)]}…”’»", "''", "...", "-RRB-", "-RSB-", "n't", "N'T", "n’t", "'", "’s"))
_OPENING = frozenset((*"([{“‘«¿¡$£", "``", "-LRB-", "-LSB-"))
_CLITICS = ("'s", "'S", "'re", "'ve", "'ll", "'d", "'m", "’s", "’re", "’ve", "’ll", "’d", "’m")


def places_of(text: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the tokens stand in a text that has nothing but white space besides; None where they do not."""
    places, at = [], 0
    for token in tokens:
        while at < len(text) and text[at].isspace() and not text.startswith(token, at):
            at += 1
        if not text.startswith(token, at):
            return None
        places.append((at, at + len(token)))
        at += len(token)
    return None if text[at:].strip() else places


def joined(sentences: Iterable[Sequence[str]]) -> tuple[str, list[tuple[int, int]]]:
    """A text with a sentence a line, and where its tokens stand.

    Between tokens is a space, but for marks that close or open (`,` `)` `(`), English clitics (`'s`, `n't`), and
    straight quote marks, which open and close by turns within a sentence.
    """
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, sentence in enumerate(sentences):
        if number:
            parts.append("\n")
            at += 1
        tight, opened = True, False
        for token in sentence:
            straight = token == '"'
            closes = opened if straight else token in _CLOSING or token in _CLITICS
            if not (tight or closes):
                parts.append(" ")
                at += 1
            parts.append(token)
            places.append((at, at + len(token)))
            at += len(token)
            opened ^= straight
            tight = opened if straight else token in _OPENING
    return "".join(parts), places
