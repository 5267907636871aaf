"""Light and dark: the colours of everything, as values, and how they are given to Qt's ordinary widgets."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The colours of the window, as #rrggbb.

    surface, raised   panels; buttons and fields on them
    background, text  the article's paper and ink; `muted` for what stands beside it
    line              hairlines and frames
    selection         behind selected text
    quote, quote_inner, quote_deep   behind the contents of a quote, of one within another, of one within that
    quote_selected    behind those of the selected one
    bar               the bar and the bracket beside a quote
    hit, hit_current  behind what was found
    chip, chip_text   a speaker's chip in the margin; `chip_open` its text while no speaker is decided
    accent, on_accent what is selected or acts, and text on it
    error             what went wrong
    """

    name: str
    dark: bool
    surface: str
    raised: str
    background: str
    text: str
    muted: str
    line: str
    selection: str
    quote: str
    quote_inner: str
    quote_deep: str
    quote_selected: str
    bar: str
    hit: str
    hit_current: str
    chip: str
    chip_text: str
    chip_open: str
    accent: str
    on_accent: str
    error: str


LIGHT = Theme(
    name="light",
    dark=False,
    surface="#f4f2ee",
    raised="#ffffff",
    background="#fdfcfa",
    text="#22252a",
    muted="#60646a",
    line="#dcd8d0",
    selection="#c4dafb",
    quote="#f3efe6",
    quote_inner="#e8e6ee",
    quote_deep="#d7dfe0",
    quote_selected="#eadfc4",
    bar="#b9ae98",
    hit="#fbe7a1",
    hit_current="#f7c948",
    chip="#ece7dc",
    chip_text="#4a4436",
    chip_open="#8a4b00",
    accent="#2458c5",
    on_accent="#ffffff",
    error="#b3261e",
)

DARK = Theme(
    name="dark",
    dark=True,
    surface="#1b1d20",
    raised="#282b30",
    background="#151719",
    text="#d9dadc",
    muted="#979ba2",
    line="#34383e",
    selection="#2b4674",
    quote="#212529",
    quote_inner="#2c2a36",
    quote_deep="#343d3f",
    quote_selected="#3a3728",
    bar="#5c6169",
    hit="#403617",
    hit_current="#6e540f",
    chip="#2a2d32",
    chip_text="#c3c6cb",
    chip_open="#f0b56a",
    accent="#8ab0ff",
    on_accent="#10131a",
    error="#ff8a80",
)


def application() -> QApplication:
    """The program's QApplication; raises RuntimeError before there is one."""
    found = QApplication.instance()
    if not isinstance(found, QApplication):
        raise RuntimeError("there is no QApplication yet")
    return found


def system_theme(app: QApplication) -> Theme:
    """The system's choice where Qt can tell it, else light."""
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(theme: Theme) -> QPalette:
    """Qt's palette for ordinary widgets."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.surface,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.background,
        QPalette.ColorRole.AlternateBase: theme.surface,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return result


def _framed(theme: Theme) -> QPalette:
    """That of buttons that are on or off: Fusion frames them little darker than the window, which nobody sees."""
    result = palette(theme)
    result.setColor(QPalette.ColorRole.Window, QColor(theme.muted).lighter(140))
    return result


def stylesheet(theme: Theme) -> str:
    """Qt's style sheet for ordinary widgets: flat, compact, one accent, a visible focus."""
    return f"""
QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px 6px; }}
QMainWindow::separator {{ background: {theme.line}; width: 1px; height: 1px; }}
QStatusBar {{ background: {theme.surface}; border-top: 1px solid {theme.line}; }}
QMenuBar {{ background: {theme.surface}; border-bottom: 1px solid {theme.line}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {theme.line}; }}
QMenu {{ background: {theme.raised}; border: 1px solid {theme.line}; padding: 4px; }}
QMenu::item {{ padding: 4px 22px 4px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 6px; }}
QPushButton, QToolButton {{
    background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 5px; padding: 4px 10px;
}}
QToolButton {{ padding: 3px 6px; }}
QToolButton[popupMode="2"] {{ padding-right: 20px; }}
QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: center right; right: 6px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton:hover, QToolButton:hover {{ border-color: {theme.muted}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {theme.line}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {theme.accent}; }}
QPushButton:default {{ background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {theme.muted}; background: {theme.surface}; }}
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit {{
    background: {theme.background}; border: 1px solid {theme.line}; border-radius: 5px; padding: 3px 6px;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {{ border-color: {theme.accent}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QListView, QTreeView, QTableView {{
    background: {theme.background}; border: 1px solid transparent; outline: none;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QListView:focus, QTreeView:focus, QTableView:focus {{ border-color: {theme.accent}; }}
QHeaderView::section {{
    background: {theme.surface}; color: {theme.muted}; border: none;
    border-bottom: 1px solid {theme.line}; padding: 4px 6px;
}}
QTabBar::tab {{ padding: 5px 12px; border: none; color: {theme.muted}; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
QTabBar::tab:focus {{ color: {theme.accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
QGroupBox {{ border: 1px solid {theme.line}; border-radius: 6px; margin-top: 9px; padding-top: 6px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; color: {theme.muted}; }}
QDockWidget::title {{ background: {theme.surface}; padding: 5px 8px; border-bottom: 1px solid {theme.line}; }}
QProgressBar {{
    background: {theme.line}; border: none; border-radius: 3px; max-height: 6px; text-align: right; color: transparent;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {theme.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {theme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def apply(app: QApplication, theme: Theme) -> None:
    """Gives the theme to every ordinary widget of the program."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    for kind in ("QCheckBox", "QRadioButton"):
        app.setPalette(_framed(theme), kind)  # type: ignore[arg-type]  # bytes, say the stubs; Qt heeds str alone
    app.setStyleSheet(stylesheet(theme))
