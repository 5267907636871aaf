"""What is selected, and how the project is open, in words: for the line below the text and for hints."""

from collections.abc import Sequence

from annotator.model.document import AcceptedBy, Attribution, Decision, Document, Entity, Kind, Quote
from annotator.model.notes import Notable
from annotator.model.ranking import Candidate
from annotator.session.commands import COMMANDS, Command, Keymap, identical
from annotator.session.commands.general import text_to_copy
from annotator.session.commands.labelling import can_label, hindrances, target
from annotator.session.session import Session
from annotator.store.conflicts import conflict_copies
from annotator.store.lock import Holder
from annotator.store.project import Project
from annotator.ui.keys.keys import shown
from annotator.ui.menus import translated
from annotator.ui.widgets.plain import as_window_title

LONGEST = 42
"""How many characters of an annotation's words are shown."""
_NAME = 24
"""How many of a speaker's name are: what was decided stands behind it."""


def shortened(words: str, longest: int = LONGEST) -> str:
    """Words on one line, cut at `longest` characters."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def decision(annotation: Entity | Quote) -> str:
    """What was decided about an annotation, in a word or two."""
    if annotation.accepted_by is AcceptedBy.ARTICLE:
        return translated("accepted with the article")
    return {
        Decision.PENDING: translated("pending"),
        Decision.ACCEPTED: translated("accepted"),
        Decision.CORRECTED: translated("corrected"),
        Decision.ADDED: translated("added"),
        Decision.REJECTED: translated("rejected"),
    }[annotation.decision]


def kind(quote: Quote) -> str:
    """What kind a quote is of, in a word."""
    return {
        Kind.DIRECT: translated("direct"),
        Kind.MIXED: translated("mixed"),
        Kind.INDIRECT: translated("indirect"),
    }[quote.kind]


def remarks(thing: Notable) -> list[str]:
    """What somebody keeps in mind about an annotation or article, in words for one line."""
    flag = [translated("flagged")] if thing.flagged else []
    return [*flag, translated("note: {note}").format(note=shortened(thing.note))] if thing.note is not None else flag


def absent(document: Document | None) -> str:
    """What stands where an article has no text to read."""
    return translated("This article has no text.") if document is not None and not document.text.strip() else ""


def selected(session: Session) -> str:
    """What is selected, in a few words; what sticks or is taken comes first."""
    document = session.document
    if document is None:
        return ""
    parts = [_hindrance(session)]  # first: the line is cut in its middle where there is no room
    if any(span.start <= session.selection.caret <= span.end for span in document.boilerplate):
        parts.append(translated("set aside as boilerplate"))
    if session.sticky_label is not None:
        parts.append(translated("Every text you select becomes {label}").format(label=session.sticky_label))
    annotation = session.annotation
    if annotation is not None:
        parts.append(_annotation(session, document, annotation))
        if session.selection.border is not None:
            left = session.selection.border == "start"
            parts.append(translated("left border") if left else translated("right border"))
    if session.selection.text is not None:
        parts.append("“" + shortened(document.words(session.selection.text)) + "”")
    return " · ".join(filter(None, parts))


def _hindrance(session: Session) -> str:
    """Why one of the labels may not be given to the selected text, "" where all may."""
    if session.selection.text is None or not can_label(session):
        return ""
    label = session.sticky_label
    found = hindrances(session, [label] if label is not None else session.labels)
    return f"⚠ {next(iter(found.values()))}" if found else ""


def _annotation(session: Session, document: Document, annotation: Entity | Quote) -> str:
    if isinstance(annotation, Entity):
        words = f"{annotation.label} “{shortened(document.words(annotation.span))}”"
        speaker = session.state.speakers.get(annotation.speaker or "")
        if speaker is not None and speaker.name != document.words(annotation.span):
            words += f" = {speaker.name}"
        return " · ".join(filter(None, (words, decision(annotation), annotation.reason, *remarks(annotation))))
    speaker = session.state.speakers.get(annotation.speaker or "")
    nobody = annotation.attribution is Attribution.NONE
    who = (
        shortened(speaker.name, _NAME) if speaker else translated("nobody") if nobody else translated("no speaker yet")
    )
    parts = (kind(annotation), who, decision(annotation), annotation.reason, *remarks(annotation))
    return " · ".join(filter(None, parts))


_USUAL = (
    "go.next_pending", "go.next", "article.done", "go.doubtful", "article.kinds", "edit.find", "edit.undo", "view.keys",
)  # fmt: skip
_OF_ENTITY = (
    "annotation.accept", "annotation.reject", "label.choose", "border.start", "border.end", "speaker.choose",
    "go.next_pending",
)  # fmt: skip
_OF_QUOTE = (
    "annotation.accept", "annotation.reject", "speaker.choose", "speaker.nobody", "quote.kind", "border.start",
    "border.end", "quote.merge", "quote.split", "go.next_pending",
)  # fmt: skip
_OF_TEXT = ("border.text", "quote.make", "quote.part", "quote.cue", "quote.source", "label.choose", "edit.copy")
_OF_BORDER = ("border.left", "border.character.left", "go.let_go")


def acting_keys(session: Session, keymap: Keymap, candidates: Sequence[Candidate]) -> Sequence[tuple[str, str, str]]:
    """The keys that matter now, as (key, what it does, the command's name), the most useful first.

    candidates  whom the selected quote may be attributed to, likeliest first
    """
    if session.document is None:
        return [_row(COMMANDS[name], keymap) for name in ("file.import", "file.paste", "view.keys")]
    if session.selection.border is not None:
        names: tuple[str, ...] = _OF_BORDER
    elif session.selection.text is not None:
        names = _OF_TEXT
    elif session.quote is not None:
        names = _OF_QUOTE
    elif session.entity is not None:
        names = _OF_ENTITY
    else:
        names = _USUAL
    rows = [_row(COMMANDS[name], keymap) for name in names if COMMANDS[name].when(session)]
    if names in (_OF_ENTITY, _OF_QUOTE, _USUAL):
        rows = [*_again(session, keymap), *rows]
    return [*_ending(session, keymap), *_digits(session, candidates), *rows]


def _row(command: Command, keymap: Keymap) -> tuple[str, str, str]:
    keys = keymap.keys(command)
    key = command.shown if keys == command.keys else keys[0] if keys else ""
    return key if " " in key else shown(key), translated(command.title), command.name


def _ending(session: Session, keymap: Keymap) -> list[tuple[str, str, str]]:
    """The key that ends the label that sticks, while one does."""
    if session.sticky_label is None or session.selection.border is not None:
        return []
    key, _, name = _row(COMMANDS["go.let_go"], keymap)
    return [(key, translated("End {label}").format(label=session.sticky_label), name)]


def _again(session: Session, keymap: Keymap) -> list[tuple[str, str, str]]:
    """The key that does the last act to the others, where there are any."""
    number = identical.others(session)
    if not number:
        return []
    key, _, name = _row(COMMANDS["annotation.again"], keymap)
    words, selected_words = session.last_act.words if session.last_act is not None else "", text_to_copy(session)
    if words and words != selected_words:  # it is about something else than what is selected
        told = translated("Same on {n} more “{words}”").format(n=number, words=shortened(words, 20))
        return [(key, told, name)]
    return [(key, translated("Same on {n} more").format(n=number), name)]


def _digits(session: Session, candidates: Sequence[Candidate]) -> list[tuple[str, str, str]]:
    if session.selection.border is not None:
        return []
    if session.quote is not None and session.selection.text is None:
        return [(str(n), candidate.name, f"speaker.{n}") for n, candidate in enumerate(candidates[:3], 1)]
    if can_label(session) and target(session) is not None:
        barred, named = hindrances(session, session.labels), enumerate(session.label_set.by_digit, 1)
        return [(str(n), name, f"label.{n}") for n, name in named if name is not None and name not in barred][:3]
    return []


def title(session: Session) -> str:
    """The window's title: the article, the project, the program."""
    where = session.project.path.stem + (translated(" (read only)") if session.project.read_only else "")
    what = session.document.article.title if session.document is not None else ""
    return as_window_title(" — ".join(part for part in (what, where, "Annotator") if part))


def opening(project: Project) -> str:
    """What a person is told of how a project is open, "" where it is open as usual."""
    if project.held_by is not None:
        return _held(project.held_by)
    if project.read_only:
        return translated("This project may only be read: the file or its folder is write-protected.")
    copies = conflict_copies(project.path)
    if copies:
        words = translated(
            "Beside this project lies {name}: a copy made when it was changed in two places at once. Open it to see "
            "which one holds what you want, export that, and move the other away."
        )
        return words.format(name=copies[0].name)
    if project.left_by is None:
        return _shared(project.network) if project.network is not None else ""
    last = project.last()
    if last is None:
        return translated("The program was ended before it could close this project. Nothing is lost.")
    words = translated(
        "The program was ended before it could close this project. Nothing is lost: what was done last is here, "
        "“{summary}” ({time})."
    )
    return words.format(summary=last[0], time=last[1].replace("T", " ").removesuffix("Z") + " UTC")


def _shared(how: str) -> str:
    words = translated(
        "This project is in a folder that computers share ({how}). It is saved there in a way that takes longer, and "
        "two of them should not have it open at once. On a disk of this computer it is quicker and safer."
    )
    return words.format(how=how)


def _held(holder: Holder) -> str:
    person, host = holder.person or translated("Somebody"), holder.host or translated("this machine")
    if holder.elsewhere:
        words = translated(
            "{person} has this project open on {host}, or did not close it there: you can read it and see what is "
            "changed. If it is closed there, “Edit the project here” in the menu File lets you change it."
        )
    else:
        words = translated("{person} has this project open on {host}: you can read it and see what is changed.")
    return words.format(person=person, host=host)
