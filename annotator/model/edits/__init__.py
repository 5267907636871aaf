"""The verbs of the program: each edit changes one thing, knows its inverse, and has a plain JSON form.

An edit does what its name says and nothing besides. That a relabelled suggestion also counts as corrected is a second
edit (`Decide`) of the same transaction, so that every inverse is the same verb with the value from before.
"""

from annotator.model.edits.allowed import SetAllowed
from annotator.model.edits.annotations import (
    AddEntity,
    AddQuote,
    Decide,
    MoveBoundary,
    Remove,
    SetAttribution,
    SetContents,
    SetCue,
    SetKind,
    SetLabel,
    SetSource,
    SetSpeaker,
)
from annotator.model.edits.base import Edit, edit_from_plain, edit_to_plain
from annotator.model.edits.cases import AddCase, RemoveCase
from annotator.model.edits.documents import AddDocument, RemoveDocument, SetAbout, SetLanguage, SetStatus, SetTokens
from annotator.model.edits.labels import Parted, SetLabels
from annotator.model.edits.many import DecideAll, NameAll, ReplaceAnnotations
from annotator.model.edits.notes import SetFlag, SetNote
from annotator.model.edits.speakers import AddSpeaker, RemoveSpeaker, ReplaceSpeaker
from annotator.model.edits.texts import SetBoilerplate, SetText
from annotator.model.state import EditError, State, spans_of

__all__ = [
    "AddCase",
    "AddDocument",
    "AddEntity",
    "AddQuote",
    "AddSpeaker",
    "Decide",
    "DecideAll",
    "Edit",
    "EditError",
    "MoveBoundary",
    "NameAll",
    "Parted",
    "Remove",
    "RemoveCase",
    "RemoveDocument",
    "RemoveSpeaker",
    "ReplaceAnnotations",
    "ReplaceSpeaker",
    "SetAbout",
    "SetAllowed",
    "SetAttribution",
    "SetBoilerplate",
    "SetContents",
    "SetCue",
    "SetFlag",
    "SetKind",
    "SetLabel",
    "SetLabels",
    "SetLanguage",
    "SetNote",
    "SetSource",
    "SetSpeaker",
    "SetStatus",
    "SetText",
    "SetTokens",
    "State",
    "edit_from_plain",
    "edit_to_plain",
    "spans_of",
]
