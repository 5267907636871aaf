"""Imports into a window's project: looked at first, asked about where there is something to decide, else done."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from annotator.model.faults import Fault
from annotator.model.labels.labelmap import LabelMaps
from annotator.model.labels.layers import LayerMaps, Layers, proposed_layers, usual_layers
from annotator.session.beside.looks import Ended, HowFar, Seen
from annotator.session.events import Told
from annotator.session.exchange.importing import ReadOptions
from annotator.session.exchange.labelmaps import proposed, remember, remembered, undecided
from annotator.session.exchange.layermaps import remember_layers, remembered_layers
from annotator.session.exchange.longwork import are_little
from annotator.session.exchange.previewing import Preview, look_at_import
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.exchange.importing import ImportDialog
    from annotator.ui.window import MainWindow

SORT = "import"


@dataclass(frozen=True)
class _Wish:
    """What somebody wants to import, and whether its first article is to be put on the desk."""

    paths: tuple[Path, ...]
    open_first: bool


class Imports(Part):
    """Brings files and folders into the project, one wish after another."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._waiting: deque[_Wish] = deque()
        self._wish: _Wish | None = None
        self._form: str | None = None
        self._preview = Preview()
        self._number = -1
        self._dialog: ImportDialog | None = None
        self._asking = False

    @property
    def dialog(self) -> "ImportDialog":
        """What asks."""
        if self._dialog is None:
            from annotator.ui.exchange.importing import ImportDialog  # not needed for plain text

            self._dialog = ImportDialog(self._window)
            self._dialog.asked.connect(self._look)
            self._dialog.stopped.connect(self._stop_looking)
            self._dialog.layered.connect(self._show)
            self._dialog.accepted_so.connect(self._on_accepted)
            self._dialog.rejected.connect(self._go_on)
            self._dialog.finished.connect(self._window.activateWindow)
        return self._dialog

    def choose_files(self) -> None:
        """Ask for files, and bring them."""
        # A file is known by what stands in it: no name is shut out.
        patterns = translated("All files (*);;Articles (*.txt *.md *.markdown *.jsonl *.ndjson *.zip)")
        title = translated("Import articles")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._last_folder(), patterns)
        self._bring_chosen([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder, and bring what is in it."""
        title = translated("Import a folder of articles")
        name = QFileDialog.getExistingDirectory(self._window, title, self._last_folder())
        self._bring_chosen([Path(name)] if name else [])

    def _last_folder(self) -> str:
        """Where articles were brought from last, else a person's documents."""
        kept = self._window.settings.importing
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return kept if kept and Path(kept).is_dir() else documents

    def _bring_chosen(self, paths: Sequence[Path]) -> None:
        if paths:
            self._window.windows.change(importing=str(paths[0].parent))
            self.bring(paths)

    def bring(self, paths: Sequence[Path], *, open_first: bool = False) -> None:
        """Import files and folders; where labels or losses are to be decided on, somebody is asked before.

        open_first  as for `Background.import_paths`
        """
        if self._window.session.project.read_only:  # which the import says
            self._window.background.import_paths(paths, open_first=open_first)
        elif paths:
            self._waiting.append(_Wish(tuple(paths), open_first))
            if self._wish is None:
                self._go_on()

    def set_theme(self, theme: Theme) -> None:
        if self._dialog is not None:
            self._dialog.set_theme(theme)

    def project_changed(self) -> None:
        self._waiting.clear()
        if self._asking:
            self.dialog.reject()
        self._wish, self._number = None, -1

    def cancel(self) -> None:
        """Do not import what is being looked at; what somebody is asked about is theirs to end."""
        if self._wish is not None and not self._asking:
            self._waiting.clear()
            self._go_on()
            self._window.session.tell(self.tr("Importing was cancelled."))

    def _go_on(self) -> None:
        self._stop_looking()
        self._asking = False
        self._wish = self._waiting.popleft() if self._waiting else None
        if self._wish is not None:
            self._look(None)

    def _look(self, form: str | None) -> None:
        assert self._wish is not None
        session, paths = self._window.session, self._wish.paths
        self._form = form
        entries = session.entries
        self._preview = Preview({each.text_sha256 for each in entries}, frozenset(each.id for each in entries))
        self._number = self._window.background.look(
            SORT, partial(look_at_import, paths, form, into=session.project.path), apart=not are_little(paths)
        )

    def _stop_looking(self) -> None:
        if self._number >= 0:
            self._number = -1
            self._window.background.stop_looking(SORT)
            self._window.key_line.set_progress("")

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        if isinstance(seen.what, list):
            self._preview.add(seen.what)
            self._show()
        elif self._asking:
            self.dialog.take(seen.what)
        elif isinstance(seen.what, HowFar):
            self._window.key_line.set_progress(
                self.tr("Looking at what would come in"), seen.what.done, seen.what.total
            )
        elif isinstance(seen.what, Ended):
            self._on_looked(seen.what.fault)

    def _show(self) -> None:
        session, preview = self._window.session, self._preview
        ours = session.label_set
        layers = self._layers()
        chosen = {form: layers[form][0] for form in layers}
        if not self._asking and (preview.lost or not all(is_known for _, is_known in layers.values())):
            self._ask()
        if self._asking:
            chosen = dict(self.dialog.show_layers(preview, chosen))
        labels = preview.labels_by(chosen)
        kept = remembered(session, labels)
        known = [(form, of, kept.get(form, {})) for form, of in labels.items()]
        if not self._asking and any(undecided(of, ours.names, are) for _, of, are in known):
            self._ask()
            self.dialog.show_layers(preview, chosen)
        if self._asking:
            choices = {
                (form, label): names
                for form, of, are in known
                for label, names in proposed(of, ours.names, are).items()
            }
            self.dialog.show_preview(preview, chosen, choices, ours)

    def _layers(self) -> dict[str, tuple[Layers, bool]]:
        """Which layers of each format are likely to be entities, and whether that needs no decision.

        None is needed where they are the usual ones, and where somebody has decided it before.
        """
        kept = remembered_layers(self._window.session.project)
        found: dict[str, tuple[Layers, bool]] = {}
        for form, layers in self._preview.layers.items():
            likely = kept[form] if form in kept else proposed_layers(layers.layers)
            found[form] = likely, form in kept or likely == usual_layers(layers.layers)
        return found

    def _with_choice(self) -> list[str]:
        """The formats that have layers besides those that are entities anyway."""
        return [form for form, of in self._preview.layers.items() if any(each.usual is None for each in of.layers)]

    def _ask(self) -> None:
        self._asking = True
        self._window.key_line.set_progress("")
        dialog = self.dialog
        dialog.set_theme(self._window.theme)
        dialog.begin()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _on_looked(self, fault: Fault | None) -> None:
        """There is nothing to decide."""
        session = self._window.session
        if fault is not None:
            session.publish(Told(str(fault), fault=True))
            self._go_on()
        else:
            self._import()

    def _on_accepted(self, labels: LabelMaps, layers: LayerMaps) -> None:
        session = self._window.session
        try:
            remember(session, labels)
            remember_layers(session.project, {form: layers[form] for form in self._with_choice() if form in layers})
        except Fault as fault:
            session.publish(Told(str(fault), fault=True))
            self._go_on()
            return
        self._import()

    def _import(self) -> None:
        wish, session = self._wish, self._window.session
        assert wish is not None
        self._stop_looking()
        labels = remembered(session, self._preview.forms)
        options = ReadOptions(form=self._form, labels=labels, layers=remembered_layers(session.project))
        self._window.background.import_paths(wish.paths, open_first=wish.open_first, options=options)
        self._go_on()
