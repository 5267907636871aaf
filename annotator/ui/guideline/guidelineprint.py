"""A guideline on paper, and as PDF."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtWidgets import QWidget

from annotator.ui.guideline.guidelines import typeset
from annotator.ui.theme import LIGHT

_DOTS = 300
"""Dots of a PDF's page for an inch."""


def as_pdf(markdown: str) -> bytes:
    """A guideline in Markdown as a PDF file, on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    typeset(markdown, LIGHT).print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


def ask_and_print(markdown: str, window: QWidget) -> None:
    """Ask for a printer, and print a guideline in Markdown there."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # rarely needed

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, window).exec():
        typeset(markdown, LIGHT).print_(printer)
