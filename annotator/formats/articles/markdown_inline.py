"""A CommonMark parser whose inline tokens say where in their block's content they stood.

markdown-it-py keeps the lines of blocks but no places within them. Each of its inline rules is wrapped here: a token
that a rule makes gets the stretch that the rule consumed as `meta["span"]`, and where its text stands there word for
word, the place as `meta["at"]`.
"""

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt, rules_block, rules_inline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_RULES: dict[str, Callable[[StateInline, bool], bool]] = {
    "text": rules_inline.text,
    "newline": rules_inline.newline,
    "escape": rules_inline.escape,
    "backticks": rules_inline.backtick,
    "emphasis": rules_inline.emphasis.tokenize,
    "link": rules_inline.link,
    "image": rules_inline.image,
    "autolink": rules_inline.autolink,
    "html_inline": rules_inline.html_inline,
    "entity": rules_inline.entity,
}

_DEFINITION = re.compile(r"[^\n]*\]:[ \t]*(<|\S*[/#]|mailto:)")


@cache
def parser() -> MarkdownIt:
    """The parser; its block tokens are markdown-it-py's own."""
    markdown = MarkdownIt("commonmark", {"maxNesting": 100})
    # An indented paragraph of an article is no program, and HTML within it must not swallow the paragraphs up to the
    # next blank line: articles with a paragraph a line have none.
    markdown.disable(["code", "html_block"])
    markdown.block.ruler.at("reference", _reference)
    for name, rule in _RULES.items():
        markdown.inline.ruler.at(name, _placed(rule))
    markdown.inline.ruler.push("literal", _placed(_literal))
    # These two join tokens, and would lose their places.
    markdown.inline.ruler2.disable(["fragments_join"])
    markdown.core.ruler.disable(["text_join"])
    return markdown


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Link definitions, but only with a target that looks like one: "[Ruiz]: Yes" is somebody speaking."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not _DEFINITION.match(state.src, start, state.eMarks[start_line]):
        return False
    return rules_block.reference(state, start_line, end_line, silent)


def _literal(state: StateInline, silent: bool) -> bool:
    """The character that no other rule took."""
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _placed(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def placed(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, True)
        start, count = state.pos, len(state.tokens)
        if not rule(state, False):
            return False
        if state.pending:
            state.pushPending()
        _place(state, state.tokens[count:], start)
        return True

    return placed


def _place(state: StateInline, tokens: list[Token], start: int) -> None:
    end = state.pos
    new = [token for token in tokens if "span" not in token.meta]
    for token in new:
        token.meta["span"] = (start, end)
    source = state.src[start:end].replace("\n", " ")  # as a code span has it, of the same length
    found = 0
    for token in new:
        if token.content and token.type in ("text", "text_special", "code_inline"):
            found = source.find(token.content, found)
            if found < 0 or token.info == "entity":
                return
            token.meta["at"] = start + found
            found += len(token.content)
