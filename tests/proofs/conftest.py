"""Proofs by the programs that own the formats; CONTRIBUTING.md says how they are run."""

from pathlib import Path

import pytest

from tests.formats.conftest import document, speaker

__all__ = ["document", "speaker"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What other people's tools warn of is no error here."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.filterwarnings("default"))
