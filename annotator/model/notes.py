"""What a person keeps in mind about an article, an entity or a quote: a note, and the flag *come back*."""

from typing import Final, Protocol

LONGEST: Final = 10_000
"""How many characters a note may have: more is a text in the wrong field."""


class Notable(Protocol):
    """An article or annotation, as far as notes go."""

    @property
    def note(self) -> str | None:
        """A person's words about it."""

    @property
    def flagged(self) -> bool:
        """Whether somebody wants to come back to it."""


def noted(thing: Notable) -> bool:
    """Whether a person wrote a note on it, or flagged it."""
    return thing.flagged or thing.note is not None


def note_of(words: str) -> str | None:
    """What somebody wrote, as a note: without white space at its ends; None where nothing is left."""
    return words.strip() or None


def wrong(words: str) -> str:
    """Why these words cannot be a note, in a sentence; "" where they can."""
    return f"This has {len(words):,} characters; {LONGEST:,} are the most." if len(words) > LONGEST else ""


def together(first: str | None, second: str | None) -> str | None:
    """The note of what two things with notes become, a line for each; what both say stands once."""
    notes = dict.fromkeys(note for note in (first, second) if note)
    return "\n".join(notes) or None
