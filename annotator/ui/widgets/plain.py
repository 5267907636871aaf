"""Words from articles and people, where Qt would take "<b>" or "<img …>" in them for markup and open what it names."""

from PySide6.QtGui import Qt


def as_tip(words: str) -> str:
    """Words as a tooltip shows them letter by letter."""
    return Qt.convertFromPlainText(words) if Qt.mightBeRichText(words) else words


def as_window_title(words: str) -> str:
    """Words as the title of a window shows them: there "[*]" would stand for "changed"."""
    return words.replace("[*]", "[*][*]")
