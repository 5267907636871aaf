"""The maps of `annotator.model.texts.sourcemap`, under the name by which the formats know them."""

from annotator.model.texts.sourcemap import BOM, Piece, Runs, assemble, canonical, compose, to_text

__all__ = ["BOM", "Piece", "Runs", "assemble", "canonical", "compose", "to_text"]
