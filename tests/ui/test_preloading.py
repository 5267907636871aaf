"""Loading what dialogs are made of, before the first of them is opened."""

import sys

from PySide6.QtCore import QObject

from annotator.session.exchange.formats import formats
from annotator.ui import preloading
from annotator.ui.preloading import Preloading


def test_what_dialogs_are_made_of_is_loaded_beside_the_window(qtbot, monkeypatch):
    monkeypatch.delitem(sys.modules, "annotator.ui.projects.projectfile", raising=False)
    parent = QObject()
    loading = Preloading(parent)
    assert not loading.under_way
    loading.begin()
    qtbot.waitUntil(lambda: not loading.under_way, timeout=60_000)
    assert sys.modules.keys() >= set(preloading._WANTED)
    assert formats.cache_info().currsize
