"""Commands: functions of a session with what menus, the palette, the sheet of keys and the README say of them.

A key may belong to several commands where they never are enabled at once; the one registered first wins otherwise.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.model.document import AnyAnnotation, Document, Quote, Span
from annotator.model.edits import EditError
from annotator.model.faults import Fault
from annotator.session.events import Told
from annotator.session.session import Session

Act = Callable[[Session], None]
Condition = Callable[[Session], bool]


@dataclass(frozen=True)
class Command:
    """Something a person can do.

    name   dotted and stable: settings remap its keys by it
    title  what a menu says
    help   what it does, in a sentence
    keys   Qt's portable names ("Ctrl+Return"), the first is shown
    menu   the menu it stands in
    when   whether it can be done now
    shown  the keys as a table says them, where that is not the first key ("1 … 9" for the first of nine)
    listed False for the others of a family of which only the first is shown
    """

    name: str
    title: str
    help: str
    keys: tuple[str, ...]
    menu: str
    act: Act
    when: Condition
    shown: str = ""
    listed: bool = True


COMMANDS: dict[str, Command] = {}
"""Every command by its name, in the order in which they are shown."""


def always(session: Session) -> bool:
    """Whatever the state."""
    return session is not None


def article_open(session: Session) -> bool:
    """An article is on the desk."""
    return session.document is not None


def text_selected(session: Session) -> bool:
    """A stretch of text is selected."""
    return article_open(session) and session.selection.text is not None


def annotation_selected(session: Session) -> bool:
    """An entity or quote is selected."""
    return session.annotation is not None


def quote_selected(session: Session) -> bool:
    """A quote is selected."""
    return session.quote is not None


def text_and_quote(session: Session) -> bool:
    """A quote and a stretch of text are selected."""
    return text_selected(session) and quote_selected(session)


def quote_without_text(session: Session) -> bool:
    """A quote is selected, and no text."""
    return quote_selected(session) and session.selection.text is None


def register(command: Command) -> Command:
    """Enter a command; raises ValueError where its name is taken."""
    if command.name in COMMANDS:
        raise ValueError(f"two commands are named {command.name}")
    COMMANDS[command.name] = command
    return command


def command(
    name: str, title: str, *keys: str, menu: str, when: Condition = article_open, shown: str = ""
) -> Callable[[Act], Act]:
    """Make a function of a session a command; the first line of its docstring is its help."""

    def enter(act: Act) -> Act:
        words = (act.__doc__ or "").strip().splitlines()[0]
        register(Command(name, title, words, keys, menu, act, when, shown or (keys[0] if keys else "")))
        return act

    return enter


def family(
    name: str, title: str, words: str, keys: Iterable[str], act: Callable[[Session, int], None], **rest: object
) -> None:
    """Enter a command for each of `keys`; the nth (from 0) calls `act(session, n)`. A table shows them as one."""
    every = list(keys)
    for number, key in enumerate(every):
        register(
            Command(
                name=f"{name}.{number + 1}",
                title=f"{title} {number + 1}",
                help=words,
                keys=(key,),
                act=lambda session, number=number: act(session, number),  # type: ignore[misc]
                shown=f"{every[0]} … {every[-1]}",
                listed=number == 0,
                **rest,  # type: ignore[arg-type]
            )
        )


def run(session: Session, name: str) -> bool:
    """Do what a command does if it can be done now; a fault is told, not raised. Returns whether it was done."""
    chosen = COMMANDS[name]
    if not chosen.when(session):
        return False
    return attempt(session, lambda: chosen.act(session))


def attempt(session: Session, act: Callable[[], object]) -> bool:
    """Do something; tell a fault, or that it does not fit, instead of raising it. Returns whether it went well."""
    try:
        act()
    except Fault as fault:
        session.publish(Told(str(fault), fault=True))
        return False
    except EditError as error:
        session.tell(f"That does not fit: {error}.")
        return False
    return True


class Keymap:
    """Which keys call which commands, with what the person has remapped.

    changes  keys by a command's name, in place of its own
    """

    def __init__(self, changes: Mapping[str, Iterable[str]] | None = None) -> None:
        self.changes = {name: tuple(keys) for name, keys in (changes or {}).items()}
        self._by_key: dict[str, list[Command]] = {}
        for each in COMMANDS.values():
            for key in self.keys(each):
                self._by_key.setdefault(key, []).append(each)

    def keys(self, chosen: Command) -> tuple[str, ...]:
        """The keys that call a command."""
        return self.changes.get(chosen.name, chosen.keys)

    def called_by(self, key: str) -> list[Command]:
        """The commands that `key` calls, each when it can be done."""
        return self._by_key.get(key, [])

    def find(self, session: Session, key: str) -> Command | None:
        """The command that `key` calls now, None where it calls none."""
        return next((each for each in self._by_key.get(key, ()) if each.when(session)), None)


def desk(session: Session) -> Document:
    """The document on the desk; commands that need one are enabled only when there is one."""
    document = session.document
    if document is None:
        raise LookupError("no article is on the desk")
    return document


def chosen(session: Session) -> AnyAnnotation:
    """The selected annotation; likewise."""
    annotation = session.annotation
    if annotation is None:
        raise LookupError("nothing is selected")
    return annotation


def chosen_quote(session: Session) -> Quote:
    """The selected quote; likewise."""
    quote = chosen(session)
    if not isinstance(quote, Quote):
        raise LookupError("no quote is selected")
    return quote


def chosen_text(session: Session) -> Span:
    """The selected text; likewise."""
    span = session.selection.text
    if span is None:
        raise LookupError("no text is selected")
    return span
