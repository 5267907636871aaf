"""Which layers of an input are entities: a row for each, to be ticked, with the feature that is the label."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QWidget

from annotator.model.labels.layers import Layer, LayerMaps, feature_of, likeliest_feature, short
from annotator.ui.widgets.fields import ChoiceField

_HEIGHT = 170
_MOST_SHOWN = 4
"""So many values of a feature are shown as examples."""
_NAME, _TIMES, _FEATURE, _VALUES = range(4)


class _Feature(ChoiceField):
    """The feature of a layer that is the label, or the layer's name."""

    def __init__(self, layer: Layer, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the label of {layer} is").format(layer=name))
        for feature in layer.features:
            self.addItem(feature, feature)
        self.addItem(self.tr("(the layer’s name)"), "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel goes through the table: passing over a choice must not change it."""
        event.ignore()


class _Row:
    """The widgets of a layer."""

    def __init__(self, layer: Layer, name: str, parent: QWidget) -> None:
        self.layer = layer
        self.tick = QCheckBox(name.replace("&", "&&"), parent)
        self.times = QLabel(parent)
        self.feature = _Feature(layer, name, parent)
        self.values = QLabel(parent)
        for label in (self.times, self.values):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.times.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)

    def choose(self, feature: str | None) -> None:
        """Tick it with a feature that is the label, or untick it with the likeliest one."""
        self.tick.setChecked(feature is not None)
        at = self.feature.findData(likeliest_feature(self.layer) if feature is None else feature)
        self.feature.setCurrentIndex(max(0, at))

    @property
    def chosen(self) -> str:
        """The feature that is chosen."""
        return str(self.feature.currentData())

    def show(self, layer: Layer) -> None:
        """Show how often it stands there, and which labels come of it."""
        self.layer = layer
        self.feature.setEnabled(self.tick.isChecked())
        self.times.setText(QLocale().toString(layer.count))
        labels = sorted(layer.labels(self.chosen).items(), key=lambda each: (-each[1], each[0]))
        names = [" ".join(name.split())[:40] for name, _ in labels[:_MOST_SHOWN]]
        self.values.setText(", ".join(names) + (" …" if len(labels) > _MOST_SHOWN else ""))


class LayerTable(QScrollArea):
    """A row for each layer of an input, ticked where its spans are entities.

    changed  somebody has ticked a layer or chosen a feature
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Layers"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from row to row
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: dict[tuple[str, str], _Row] = {}
        self._shape: list[tuple[str, str, tuple[str, ...]]] = []
        self._decided: dict[tuple[str, str], str | None] = {}

    def clear_choices(self) -> None:
        """Forget what was chosen: it is about other layers."""
        self._rows, self._shape, self._decided = {}, [], {}
        self.setWidget(QWidget(self))

    def show_layers(
        self, layers: Mapping[str, Sequence[Layer]], proposed: LayerMaps, schemes: Mapping[str, str]
    ) -> None:
        """Show layers by format, those first that are proposed; what somebody has chosen already stays.

        schemes  the formats' names by the formats, where there are several
        """
        shape = [(form, each.name, tuple(each.features)) for form, found in layers.items() for each in found]
        if shape != self._shape:
            self._shape = shape
            self._fill(layers, proposed, schemes)
        for form, found in layers.items():
            for each in found:
                self._rows[form, each.name].show(each)

    def _fill(self, layers: Mapping[str, Sequence[Layer]], proposed: LayerMaps, schemes: Mapping[str, str]) -> None:
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_VALUES, 1)
        self._rows = {}
        names = [short(each.name) for found in layers.values() for each in found]
        for form, found in layers.items():
            for each in sorted(found, key=lambda each: feature_of(proposed[form], each.name) is None):
                name = each.name if names.count(short(each.name)) > len(layers) else short(each.name)
                key, at = (form, each.name), len(self._rows)
                row = self._rows[key] = _Row(each, f"{name} ({schemes[form]})" if form in schemes else name, inner)
                for column, widget in enumerate((row.tick, row.times, row.feature, row.values)):
                    grid.addWidget(widget, at, column)
                row.choose(self._decided[key] if key in self._decided else feature_of(proposed[form], each.name))
                row.tick.toggled.connect(lambda _, key=key: self._on_chosen(key))
                row.feature.activated.connect(lambda _, key=key: self._on_chosen(key))
        grid.setRowStretch(len(self._rows), 1)
        self.setWidget(inner)
        self.setFixedHeight(min(_HEIGHT, inner.sizeHint().height() + 2 * self.frameWidth()))

    @property
    def layers(self) -> dict[str, dict[str, str]]:
        """Which layers of each format are entities, each with the feature that is its label."""
        chosen: dict[str, dict[str, str]] = {}
        for (form, name), row in self._rows.items():
            of_format = chosen.setdefault(form, {})
            if row.tick.isChecked():
                of_format[name] = row.chosen
        return chosen

    def _on_chosen(self, key: tuple[str, str]) -> None:
        row = self._rows[key]
        self._decided[key] = row.chosen if row.tick.isChecked() else None
        row.show(row.layer)
        self.changed.emit()
