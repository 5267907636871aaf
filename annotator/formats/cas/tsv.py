"""WebAnno TSV 3.3, as the user guide of INCEpTION describes it: what its reader and its writer must agree on.

A file has a header of layers, and for each sentence its text and a line for each token: a number, its place in UTF-16
units, itself, and a column for each feature of each layer. A part of a token has a line of its own below it.
"""

import re

VERSION = "#FORMAT=WebAnno TSV 3."
SPANS, CHAINS, RELATIONS = "#T_SP=", "#T_CH=", "#T_RL="
TEXT, SENTENCE_ID = "#Text=", "#Sentence.id="
ABSENT, EMPTY = "_", "*"
"""A column where the layer has no annotation, and where an annotation has no value."""
BASE_TYPE, ROLE = "BT_", "ROLE_"
RELATION_TYPE, RELATION_NAME = "referenceType", "referenceRelation"
"""The columns of a layer of chains."""

_NAMED = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_LETTERS = {value: f"\\{key}" for key, value in _NAMED.items()}
_IN_TEXT = re.compile("[\x00-\x0a\x0c-\x1f\\\\]")
_IN_VALUE = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_ESCAPED_TEXT = re.compile("\\\\([tnfrb\\\\\x00-\x1f])")
_ESCAPED_VALUE = re.compile(r"\\(->|[\\\[\]|_;tnr*])")
_JAVA = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([tnfrb\\\"']))")


def escape_text(line: str) -> str:
    """A line of a sentence's text as it is written."""
    return _IN_TEXT.sub(lambda found: _LETTERS.get(found[0], f"\\{found[0]}"), line)


def unescape_text(line: str, *, java: bool = False) -> str:
    """A line of a sentence's text as it was; `java` where it is of version 3.1 or 3.0, which escaped as Java does."""
    if not java:
        return _ESCAPED_TEXT.sub(lambda found: _NAMED.get(found[1], found[1]), line)
    plain = _JAVA.sub(lambda found: chr(int(found[1], 16)) if found[1] else _NAMED.get(found[2], found[2]), line)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escape_value(value: str) -> str:
    """A feature's value as it is written."""
    return _IN_VALUE.sub(lambda found: _LETTERS.get(found[0], f"\\{found[0]}"), value)


def unescape_value(value: str) -> str:
    """A feature's value as it was."""
    return _ESCAPED_VALUE.sub(lambda found: _NAMED.get(found[1], found[1]), value)
