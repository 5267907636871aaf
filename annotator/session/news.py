"""What a session tells its listeners of what goes on beside the person's own work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who hears of an import need not load what does one
    from annotator.session.exchange.exporting import ExportReport
    from annotator.session.exchange.intake import ImportReport


@dataclass(frozen=True)
class Working:
    """What goes on beside the person's own work, for a person to see; `label` is empty when nothing does.

    total      None where it is unknown
    preparing  the articles for which suggestions are being made
    """

    label: str = ""
    done: int = 0
    total: int | None = None
    preparing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Imported:
    """An import has ended."""

    report: "ImportReport"


@dataclass(frozen=True)
class Exported:
    """An export has ended."""

    report: "ExportReport"
