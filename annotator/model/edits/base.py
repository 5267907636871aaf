"""What every edit can do, and its plain JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from annotator.model.plain import from_plain, to_plain
from annotator.model.state import State


@dataclass(frozen=True)
class Edit:
    """One change. Subclasses say which."""

    verbs: ClassVar[dict[str, type["Edit"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__name__.startswith("_"):
            Edit.verbs[cls.__name__] = cls

    @property
    def document_id(self) -> str | None:
        """The id of the document it changes; None where it changes the project's speakers."""
        return getattr(self, "document", None)

    @property
    def annotation_id(self) -> str | None:
        """The id of the entity or quote it changes; None where it changes the document as a whole."""
        return getattr(self, "annotation", None)

    @property
    def annotation_ids(self) -> tuple[str, ...]:
        """The ids of all entities and quotes it adds, changes or removes one by one."""
        return () if self.annotation_id is None else (self.annotation_id,)

    @property
    def speaker_id(self) -> str | None:
        """The id of the speaker it changes in the registry, if it does."""
        return None

    @property
    def everywhere(self) -> bool:
        """Whether it may change any document, none of which it names."""
        return False

    def apply(self, state: State) -> State:
        """The state after it; raises EditError where it does not fit."""
        raise NotImplementedError

    def invert(self, state: State) -> "Edit":
        """The edit that takes it back, for `state` as it is before it; raises EditError where it does not fit."""
        raise NotImplementedError


def edit_to_plain(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object; its verb is under "edit"."""
    return {"edit": type(edit).__name__, **to_plain(edit)}


def edit_from_plain(data: Mapping[str, Any]) -> Edit:
    """An edit from what `edit_to_plain` made of it; raises ValueError where it is none."""
    verb = Edit.verbs.get(data.get("edit", ""))
    if verb is None:
        raise ValueError(f"unknown edit {data.get('edit')!r}")
    edit: Edit = from_plain(verb, {key: value for key, value in data.items() if key != "edit"})
    return edit
