"""What a session tells its listeners, beside the model's `Update`."""

from dataclasses import dataclass
from typing import Any

from annotator.model.mistakes import Mistake
from annotator.session.selection import Selection


@dataclass(frozen=True)
class Opened:
    """Another article is on the desk; None where none is."""

    document_id: str | None


@dataclass(frozen=True)
class Awaited:
    """An article is being read, to be put on the desk; None where it cannot be. Else `Opened` follows."""

    document_id: str | None


@dataclass(frozen=True)
class Reread:
    """What is on the desk, and the speakers, may be otherwise now: another process has changed them."""


@dataclass(frozen=True)
class LabelsChanged:
    """The project's labels are others now, or look otherwise."""


@dataclass(frozen=True)
class Selected:
    """Something else is selected."""

    selection: Selection


@dataclass(frozen=True)
class Listed:
    """The queue has changed: articles came or went, or their progress did."""


@dataclass(frozen=True)
class Covered:
    """What of the article on the desk was read is more, or another article's."""


@dataclass(frozen=True)
class Told:
    """A sentence for the person.

    fault    whether something went wrong
    mistake  what went wrong, where that was the program's and can only be reported
    """

    message: str
    fault: bool = False
    mistake: Mistake | None = None


@dataclass(frozen=True)
class Worked:
    """A slice of a gesture over many articles has been done; `label` is empty where that was the last one."""

    label: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Asked:
    """A command needs something only a window has: the name of what is to be shown, and what it needs for it."""

    what: str
    detail: Any = None


@dataclass(frozen=True)
class ModeChanged:
    """The sticky label or the kinds of quotes looked for are others now."""
