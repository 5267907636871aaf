"""Why a key does nothing just now, for whoever pressed it: what its command needs, in a sentence."""

from collections.abc import Iterable

from annotator.session.commands.borders import text_and_annotation
from annotator.session.commands.deciding import suggestion_selected
from annotator.session.commands.guiding import may_give
from annotator.session.commands.identical import something_to_label, something_to_repeat
from annotator.session.commands.reading import covered
from annotator.session.commands.registry import (
    Command,
    Condition,
    Keymap,
    annotation_selected,
    article_open,
    quote_selected,
    quote_without_text,
    text_and_quote,
    text_selected,
)
from annotator.session.commands.speaking import speaker_to_choose
from annotator.session.session import Session

_ANNOTATION = "select an entity or a quote first."
_QUOTE = "select a quote first."
_BY_CONDITION: dict[Condition, str] = {
    annotation_selected: _ANNOTATION,
    may_give: "select an entity or a quote first, in a project that may be written.",
    suggestion_selected: "select a suggestion first that nobody has decided about.",
    text_selected: "select text first.",
    text_and_quote: "select a quote first, then text.",
    text_and_annotation: "select an entity or a quote first, then text.",
    quote_selected: _QUOTE,
    quote_without_text: _QUOTE,
    something_to_label: "select text or an entity first.",
    something_to_repeat: "give a label, a speaker or a decision first.",
    speaker_to_choose: "select a quote first, or an entity that can be a speaker.",
    covered: "what is read is not noted; Preferences turn it on.",
}
_BY_NAME = {
    "annotation.reject_all": "select an entity first.",
    "edit.undo": "nothing was done that can be taken back.",
    "edit.redo": "nothing was taken back.",
    "quote.merge": "select a quote first that another one follows.",
    "quote.no_cue": "select a quote with a cue first.",
    "quote.remove_part": "select a quote of several parts first, and one of them.",
}


def why_not_now(session: Session, keymap: Keymap, keys: Iterable[str]) -> str:
    """Why none of the commands that these names of a key call can be done now, "" where nothing is to be said."""
    for key in keys:
        called = keymap.called_by(key)
        if called:
            return _missing(session, called[-1])  # of several on one key the last asks for least
    return ""


def _missing(session: Session, command: Command) -> str:
    if command.when(session):
        return ""
    needed = _BY_NAME.get(command.name) or _BY_CONDITION.get(command.when, "")
    if session.document is None and (needed or command.when is article_open):
        needed = "open an article first."
    return f"{command.title.rstrip('0123456789… ')}: {needed}" if needed else ""
