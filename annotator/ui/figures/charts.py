"""Figures as charts: what is drawn of a table, and the widget that draws it with pyqtgraph.

Bars differ in their pattern as well as in their colour, and the numbers stand beside them in a table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.formats.files import bytes_beside
from annotator.model.faults import Fault
from annotator.model.figures import SHARES, Table
from annotator.session.figures import EMPTY
from annotator.ui.theme import LIGHT, Theme

MOST = 20
"""How many bars are drawn, the first ones of a table; all its rows stand below."""
_LONGEST = 26
"""How many characters of a name stand beside its bar."""
_RATIO = 2
"""Pixels of a picture that is saved, for one on the screen."""
_SCREEN = 96
"""Pixels to an inch of a drawing, as browsers have it."""
_THICK = 0.72
_LEAST_PLACES = 5
"""Room for so many places: a single bar is no wall."""
_MARGIN = 16
_FEW = 8
_FOR_LEGEND = 1.4
_HUES: Final = ("#2458c5", "#c0722d", "#4d8a58", "#9b4fa5", "#b3261e", "#7d7f85")
_DARK_HUES: Final = ("#8ab0ff", "#e8a763", "#8fce9b", "#d59bdf", "#ff8a80", "#a9abb1")
_PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
)


@dataclass(frozen=True)
class Series:
    """One sort of bars: its name and a number for each place."""

    name: str
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """What is drawn: a name for each place, and the bars there, one upon the other or side by side.

    upright  whether time runs from left to right; else names stand at the left, the first one above
    stacked  whether the bars of a place add up
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]
    upright: bool = False
    stacked: bool = True


_NAMED_BY: Final[Mapping[str, tuple[int, ...]]] = {"decisions": (1, 0), "pipelines": (1, 0), "balance": (0, 1)}
_DRAWN: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("articles",),
    "progress": ("done",),
    "decisions": ("accepted", "with the article", "corrected", "rejected", "added", "pending"),
    "corrections": ("acts",),
    "people": ("accepted", "with the article", "corrected", "rejected", "added"),
    "pipelines": ("precision", "recall"),
    "speakers": ("words",),
    "genders": ("words",),
    "outlets": ("words",),
    "balance": ("share",),
    "labels": ("number",),
}


def chart_of(table: Table) -> Chart | None:
    """What is drawn of a table, None where nothing is: it has no rows, or numbers that cannot be compared."""
    drawn = _DRAWN.get(table.name)
    if drawn is None or not table.rows:
        return None
    upright = table.name == "progress"
    rows = table.rows[-MOST:] if upright else table.rows[:MOST]
    at = [table.columns.index(column) for column in drawn]
    series = tuple(
        Series(column, tuple(_number(row[place]) for row in rows)) for column, place in zip(drawn, at, strict=True)
    )
    beside = set(drawn) <= set(SHARES)  # shares do not add up
    named_by = _NAMED_BY.get(table.name, (0,))
    names = tuple(" · ".join(str(row[place]) or EMPTY for place in named_by) for row in rows)
    return Chart(names, series, upright, not beside)


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


class ChartView(QWidget):
    """Draws one chart, once `load` has imported what draws."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._chart: Chart | None = None
        self._plot: Any = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def names(self) -> tuple[str, ...]:
        """What stands beside the bars."""
        return self._chart.names if self._chart is not None else ()

    def set_theme(self, theme: Theme) -> None:
        """Draw it in a theme."""
        self._theme = theme
        self.show_chart(self._chart)

    def show_chart(self, chart: Chart | None, words: Mapping[str, str] | None = None) -> None:
        """Draw a chart, none where there is none; `words` are the names of its series in the person's language."""
        self._chart = chart
        self.setVisible(chart is not None)
        if self._plot is not None:
            self._layout.removeWidget(self._plot)
            self._plot.deleteLater()
            self._plot = None
        if chart is not None:
            self._plot = _plot(chart, self._theme, words or {}, self)
            self._layout.addWidget(self._plot)

    def save(self, path: Path) -> None:
        """Write what is drawn as PNG or SVG, as the file's name says; raises Fault where that does not go."""
        if self._plot is None:
            raise Fault(f"{path} cannot be written: there is no picture of this figure.", "Save it as CSV.")
        data = self._svg() if path.suffix.lower() == ".svg" else self._png()
        with bytes_beside(path) as file:
            file.write(data)

    def _png(self) -> bytes:
        image = QImage(self.size() * _RATIO, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_RATIO)
        self._paint(image)
        kept = _Kept()
        image.save(kept.buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt a string
        return kept.data

    def _svg(self) -> bytes:
        kept, generator = _Kept(), QSvgGenerator()
        generator.setOutputDevice(kept.buffer)
        generator.setResolution(_SCREEN)
        generator.setSize(self.size())
        generator.setViewBox(self.rect())
        with self._without_patterns():
            self._paint(generator)
        return kept.data

    @contextmanager
    def _without_patterns(self) -> Iterator[None]:
        """Bars in full colour: in a drawing Qt stretches their patterns until they cannot be told from one another."""
        bars = [item for item in self._plot.plotItem.items if "brush" in getattr(item, "opts", {})]
        brushes = [item.opts["brush"] for item in bars]
        for item, brush in zip(bars, brushes, strict=True):
            item.setOpts(brush=QBrush(brush.color()))
        yield
        for item, brush in zip(bars, brushes, strict=True):
            item.setOpts(brush=brush)

    def _paint(self, device: QPaintDevice) -> None:
        painter = QPainter(device)
        QWidget.render(self._plot, painter, QPoint())  # the view's own `render` scales words otherwise than bars
        painter.end()


class _Kept:
    """A device that keeps what is written to it."""

    def __init__(self) -> None:
        self._bytes = QByteArray()
        self.buffer = QBuffer(self._bytes)
        self.buffer.open(QIODevice.OpenModeFlag.WriteOnly)

    @property
    def data(self) -> bytes:
        return bytes(self._bytes.data())


def load() -> None:
    """Imports what draws, some tenths of a second long; in a thread, so that the window answers meanwhile."""
    import pyqtgraph  # noqa: F401


def _plot(chart: Chart, theme: Theme, words: Mapping[str, str], parent: QWidget) -> Any:
    """The widget that shows a chart, fixed as it stands: nothing in it is dragged or zoomed."""
    import pyqtgraph

    # Its menus, which nobody is to see, take longer to make than all the rest.
    plot = pyqtgraph.PlotWidget(parent, background=theme.background, enableMenu=False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(False, False)
    plot.hideButtons()
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(theme.line)
        axis.setTextPen(theme.text)
    names = [_short(each) for each in chart.names]
    plot.getAxis("bottom" if chart.upright else "left").setTicks(
        [list(enumerate(names if not chart.upright else _thinned(names)))]
    )
    if not chart.upright:  # Else it is as wide as the names were when it was last painted.
        metrics = QFontMetrics(plot.font())
        plot.getAxis("left").setWidth(max(map(metrics.horizontalAdvance, names)) + _MARGIN)
    if len(chart.series) > 1:
        plot.addLegend(offset=(-12, 8), labelTextColor=theme.text, brush=theme.surface, pen=theme.line)
    for bars, series in zip(_bars(chart, theme, pyqtgraph), chart.series, strict=True):
        plot.addItem(bars)
        if len(chart.series) > 1:
            plot.plotItem.legend.addItem(bars, words.get(series.name, series.name))
    places = -0.6, max(len(names), _LEAST_PLACES) - 0.4
    if chart.upright:
        plot.setXRange(*places, padding=0)
    else:
        plot.invertY(True)
        plot.setYRange(*places, padding=0)
    if chart.stacked and _longest(chart) < _FEW:  # there is no half of an article
        plot.getAxis("left" if chart.upright else "bottom").setTickSpacing(1, 1)
    if len(chart.series) > 1:  # room for the legend beside the longest bar
        plot.setXRange(0, _FOR_LEGEND * _longest(chart), padding=0.02)
    return plot


def _bars(chart: Chart, theme: Theme, pyqtgraph: Any) -> list[Any]:
    hues = _DARK_HUES if theme.dark else _HUES
    places = range(len(chart.names))
    start = [0.0] * len(chart.names)
    thick = _THICK if chart.stacked else _THICK / len(chart.series)
    made = []
    for number, series in enumerate(chart.series):
        shift = 0.0 if chart.stacked else thick * (number - (len(chart.series) - 1) / 2)
        middle = [place + shift for place in places]
        end = [a + b for a, b in zip(start, series.numbers, strict=True)]
        brush = QBrush(QColor(hues[number]), _PATTERNS[number])
        pens = [hues[number] if each else None for each in series.numbers]  # what is none leaves no line
        look = {"brush": brush, "pen": hues[number], "pens": pens}
        if chart.upright:
            bars = pyqtgraph.BarGraphItem(x=middle, y0=list(start), y1=end, width=thick, **look)
        else:
            bars = pyqtgraph.BarGraphItem(y=middle, x0=list(start), x1=end, height=thick, **look)
        made.append(bars)
        if chart.stacked:
            start = end
    return made


def _longest(chart: Chart) -> float:
    """How long the longest bar is, at least 1."""
    longest = 1.0
    for numbers in zip(*(each.numbers for each in chart.series), strict=True):
        longest = max(longest, sum(numbers) if chart.stacked else max(numbers))
    return longest


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _thinned(names: Sequence[str]) -> list[str]:
    """Names of which as many are left as have room beside one another."""
    step = max(1, len(names) // 6)
    return [name if number % step == 0 else "" for number, name in enumerate(names)]
