"""What somebody said is all right as it is, though it is not the same everywhere: so that the list of these ends."""

from dataclasses import dataclass

NAMES = "names"
"""What stands for two speakers who are not one, where others have the value of a `concordance.Odd`."""


@dataclass(frozen=True)
class Allowed:
    """What is all right, and who said so when.

    what    the value of an `Odd`, or NAMES
    words   the words; of two speakers their names, as they were then
    values  the labels or the ids of the speakers that the words may have, in order; of two speakers theirs. None where
            the words may stand unmarked
    by, at  who said it, and when (ISO 8601, UTC)
    """

    what: str
    words: tuple[str, ...]
    values: tuple[str, ...] = ()
    by: str = ""
    at: str = ""

    @property
    def key(self) -> str:
        """What it is about, as a text that no other has: said once more about the same it takes the place of this."""
        return "\n".join((self.what, *(self.values if self.what == NAMES else self.words)))
