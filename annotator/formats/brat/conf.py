"""The two files of a brat collection that say which types it has, and how they look."""

from collections.abc import Iterable, Mapping

from annotator.formats.brat.standoff import Row, TextBound
from annotator.formats.linked.spans import PARTS

_COLOURS = {"CONTENT": "#d7e8ff", "CUE": "#ffe7b8", "SOURCE": "#d8f2d0"}


class Types:
    """The types that the lines of a collection have, as they come."""

    def __init__(self) -> None:
        self._entities: dict[str, str] = {}
        self._relations: dict[str, None] = {}
        self._events: dict[str, dict[str, None]] = {}
        self._attributes: dict[str, dict[str, None]] = {}

    def add(self, bounds: Iterable[TextBound], rows: Iterable[Row], labels: Mapping[str, str]) -> None:
        """Takes the lines of an article; `labels` are what types stand for, where that is something else."""
        for bound in bounds:
            self._entities[bound.type] = labels.get(bound.type, self._entities.get(bound.type, ""))
        for row in rows:
            if row.id[0] == "R":
                self._relations[row.type] = None
            elif row.id[0] == "E":
                roles = self._events.setdefault(row.type, {})
                roles |= dict.fromkeys(role.rstrip("0123456789") for role, _ in row.ends[1:])
            elif row.id[0] in "AM":
                values = self._attributes.setdefault(row.type, {})
                values |= dict.fromkeys(row.rest.split()[:1])

    @property
    def annotation(self) -> str:
        """`annotation.conf`: every type; any two spans may overlap, and be related by any relation."""
        entities = sorted(self._entities.keys() - self._events.keys() - {*PARTS})
        return _sections(
            {
                "entities": [*PARTS, *entities],
                "relations": [
                    "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
                    *(f"{name}\tArg1:CONTENT, Arg2:{name}" for name in ("CUE", "SOURCE")),
                    *(
                        f"{name}\tArg1:<ANY>, Arg2:<ANY>"
                        for name in sorted(self._relations)
                        if name not in ("CUE", "SOURCE")
                    ),
                ],
                "events": [
                    "\t".join(filter(None, (name, ", ".join(f"{role}*:<ANY>" for role in sorted(roles)))))
                    for name, roles in sorted(self._events.items())
                ],
                "attributes": [
                    f"{name}\tArg:<ANY>" + (f", Value:{'|'.join(sorted(values))}" if values else "")
                    for name, values in sorted(self._attributes.items())
                ],
            }
        )

    @property
    def visual(self) -> str:
        """`visual.conf`: the labels that types stand for, and colours for the parts of quotes."""
        return _sections(
            {
                "labels": [
                    f"{name} | {_shown(label)}" for name, label in sorted(self._entities.items()) if _shown(label)
                ],
                "drawing": [
                    f"{name}\tbgColor:{colour}, borderColor:darken"
                    for part, colour in _COLOURS.items()
                    for name in (part, part.capitalize())
                ],
            }
        )


def _shown(label: str) -> str:
    return " ".join(label.replace("|", "/").split())


def _sections(sections: Mapping[str, Iterable[str]]) -> str:
    return "\n".join("\n".join([f"[{name}]", *lines]) + "\n" for name, lines in sections.items())
