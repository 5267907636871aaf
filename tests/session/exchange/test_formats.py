from importlib import metadata

import pytest

from annotator.model.exchange import Format
from annotator.model.faults import Fault
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.exchange.formats import ALIASES, format_named, formats


class Entry:
    """An entry point of another package."""

    name = "theirs"

    def __init__(self, value: object) -> None:
        self.value = value

    def load(self) -> object:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.fixture
def theirs(monkeypatch):
    def put(value: object) -> None:
        monkeypatch.setattr(metadata, "entry_points", lambda group: [Entry(value)])
        formats.cache_clear()

    yield put
    formats.cache_clear()


def test_another_packages_format_is_one_among_the_others(theirs):
    theirs(Format(name="theirs", title="Theirs", suffixes=(".th",), write=lambda output, options: None))
    assert next(iter(formats())) == "annotator"
    assert format_named("theirs", to_write=True).title == "Theirs"
    with pytest.raises(Fault, match="no format theirs to read"):
        format_named("theirs", to_write=False)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (ImportError("no module"), "cannot be loaded: no module"),
        ("text", "names something as a format that is none"),
        (Format(name="annotator", title="Twice", suffixes=()), "two formats called annotator"),
    ],
)
def test_a_package_that_is_wrong_is_named(theirs, value, said):
    theirs(value)
    with pytest.raises(Fault, match=said):
        formats()


@pytest.mark.parametrize(
    ("name", "written", "is_read"),
    [
        ("csv", "quotes-csv", "table"),
        ("HTML", "html-page", "html"),
        ("parquet", "huggingface-parquet", "parquet"),
        ("Label_Studio", "label-studio", "label-studio"),
        ("jsonl", "annotator", "annotator"),
    ],
)
def test_a_format_is_known_by_other_names(name, written, is_read):
    assert format_named(name, to_write=True).name == written
    assert format_named(name, to_write=False).name == is_read


def test_other_names_are_those_of_formats_there_are():
    assert {each for names in ALIASES.values() for each in names} <= formats().keys()


def test_a_name_that_was_mistyped_is_told_with_the_likeliest():
    with pytest.raises(Fault, match="no format prodgy to write") as caught:
        format_named("prodgy", to_write=True)
    assert caught.value.remedy.startswith("Did you mean prodigy? There are: annotator, ")


def test_a_dry_export_reports_and_writes_nothing(session, tmp_path):
    report = export(session.project, tmp_path / "out.csv", ExportOptions("all", format="quotes-csv", dry=True))
    assert report.written > 0
    assert "would be written" in report.sentence
    assert not (tmp_path / "out.csv").exists()
