"""What a key press is called in the table of keys."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_US_DIGITS = dict(zip("!@#$%^&*()", "1234567890", strict=True))
# The keys of the main block by their place on the board, as evdev and PC scan codes (set 1) number them.
_PLACES = {
    **dict(zip(range(2, 12), "1234567890", strict=True)),
    13: "=",
    **dict(zip(range(16, 28), "QWERTYUIOP[]", strict=True)),
    **dict(zip(range(30, 39), "ASDFGHJKL", strict=True)),
    **dict(zip(range(44, 51), "ZXCVBNM", strict=True)),
    53: "/",
}
_X11_OFFSET = 8  # X11 numbers a key by evdev's code plus 8


def names(event: QKeyEvent) -> tuple[str, ...]:
    """What a key press may be called, in Qt's portable names, the most literal first.

    A character that the layout has comes first; then, for layouts that lack one, what stands in the same place of an
    American board: the digits of AZERTY, the letters of a Cyrillic layout, brackets where there are none.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    found = [_name(event.key(), modifiers)]
    text = chr(event.key()) if 32 < event.key() < 0x110000 else ""
    if text and not text.isalnum() and modifiers & _SHIFT:
        found.insert(0, _name(event.key(), modifiers & ~_SHIFT))
        if text in _US_DIGITS:
            found.append(_name(ord(_US_DIGITS[text]), modifiers))
    place = _PLACES.get(_scan_code(event))
    if place is not None:
        found.append(_name(ord(place), modifiers))
    return tuple(dict.fromkeys(found))


def _name(key: int, modifiers: Qt.KeyboardModifier) -> str:
    try:
        combination = QKeyCombination(modifiers, Qt.Key(key))
    except ValueError:  # a character for which Qt has no constant
        return chr(key) if key < 0x110000 else ""
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)


def _scan_code(event: QKeyEvent) -> int:
    code = event.nativeScanCode()
    if QGuiApplication.platformName() in ("xcb", "wayland"):
        return code - _X11_OFFSET
    return code if QGuiApplication.platformName() == "windows" else 0


def shown(key: str) -> str:
    """A key's name as a person of this system knows it ("Ctrl+Return" as "Ctrl+Enter", ⌘ on a Mac)."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return (native or key).replace("Return", "Enter")
