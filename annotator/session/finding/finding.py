"""Finding text in an article."""

from annotator.model.document import Span
from annotator.model.faults import Fault

LIMIT = 1.0
"""Seconds that a search of one article may take: a careless regular expression can take for ever."""
MOST = 10_000
"""How many hits of an article are found."""


def find(text: str, wanted: str, *, expression: bool = False, case: bool = False) -> list[Span]:
    """Where `wanted` stands in `text`, in order, at most MOST times; empty hits do not count.

    expression  `wanted` is a regular expression. It may keep Python from anything else for LIMIT and longer, so it is
                not for the window's process.
    case        upper and lower case differ

    Raises Fault for an expression that is none or takes longer than LIMIT.
    """
    if not wanted:
        return []
    import regex  # 20 ms that the start of the window has no need to spend

    flags = regex.VERSION1 | (0 if case else regex.IGNORECASE)
    try:
        pattern = regex.compile(wanted if expression else regex.escape(wanted), flags)
        spans = []
        for match in pattern.finditer(text, timeout=LIMIT):
            if match.end() > match.start():
                spans.append(Span(*match.span()))
                if len(spans) == MOST:
                    break
    except regex.error as error:
        raise Fault(f"This is no regular expression: {error}.", "Mend it, or search for plain text.") from error
    except TimeoutError as error:
        raise too_long() from error
    return spans


def too_long() -> Fault:
    """What is told of an expression that does not come to an end."""
    return Fault("The expression takes too long.", "Make it simpler: nested repeats such as (a+)+ never end.")
