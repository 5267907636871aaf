"""Transactions, updates, and the order in which they are undone: all of it data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from annotator.model.edits import Edit, State, edit_from_plain, edit_to_plain


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """The edits of one gesture.

    origin   dotted: `user.…`, `nlp.…`, `import.…`, and `undo.…` and `redo.…` with the origin they take back or repeat
    summary  what a person would call it ("Label as PERSON"), for the undo entry
    by, at   who and when (ISO 8601, UTC)
    step     what it is undone with: a gesture over many articles is saved as several transactions that share a step;
             None where it is one by itself
    """

    id: str
    origin: str
    edits: tuple[Edit, ...]
    by: str
    at: str
    summary: str = ""
    step: str | None = None

    @property
    def undoable(self) -> bool:
        """Whether it goes on the undo stack: what a person did does; suggestions and imports do not."""
        return self.origin.startswith("user.")

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents it changes, each once, in the order of its edits."""
        return tuple(dict.fromkeys(e.document_id for e in self.edits if e.document_id is not None))

    def apply(self, state: State) -> tuple[State, tuple[Edit, ...]]:
        """The state after all its edits, and the edits that take it back, in the order to apply them.

        Raises EditError, and then nothing has changed.
        """
        inverses = []
        for edit in self.edits:
            inverses.append(edit.invert(state))
            state = edit.apply(state)
        return state, tuple(reversed(inverses))


@dataclass(frozen=True)
class Update:
    """What a dispatched transaction changed."""

    transaction: Transaction
    before: State
    after: State


@dataclass(frozen=True)
class History:
    """A person's newest steps that can be undone, oldest first, and those that can be redone first.

    A step is named by its own id where it has several transactions (`Transaction.step`), else by its transaction's. It
    stands where its first transaction does.

    most  how many it holds of each; the project has the others, and is read again once these grow fewer
    """

    most: ClassVar[int] = 500

    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether there can be none that it does not hold."""
        return max(len(self.done), len(self.undone)) < self.most

    def record(self, step: str) -> "History":
        """After a new transaction; what was undone can no longer be redone. A step that goes on keeps its place."""
        return History(self.done if step in self.done else (*self.done, step)[-self.most :])

    def undo(self) -> "History":
        """After the newest one was undone; raises IndexError where there is none."""
        return History(self.done[:-1], (*self.undone, self.done[-1])[-self.most :])

    def redo(self) -> "History":
        """After the one undone last was done again; raises IndexError where there is none."""
        return History((*self.done, self.undone[-1])[-self.most :], self.undone[:-1])


def edits_to_plain(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Edits as JSON objects."""
    return [edit_to_plain(edit) for edit in edits]


def edits_from_plain(data: Iterable[dict[str, Any]]) -> tuple[Edit, ...]:
    """Edits from what `edits_to_plain` made of them; raises ValueError where one is none."""
    return tuple(edit_from_plain(item) for item in data)
