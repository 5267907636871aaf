"""Label Studio's own validator and converter on exported tasks."""

import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.label_studio.format import FORMAT
from annotator.model.document import Status
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write_folder

interface = pytest.importorskip("label_studio_sdk.label_interface")
converter = pytest.importorskip("label_studio_sdk.converter")


@given(documents())
@settings(deadline=None, max_examples=25)
def test_the_validator_finds_no_error_and_the_converter_the_same_spans(pair):
    document, _ = pair
    assume(document.text)
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]))
        config = Path(folder, "config.xml").read_text("utf-8")
        tasks = Path(folder, "tasks.json").read_text("utf-8")
        assume(not re.search(r"\d{19}", tasks))  # the converter's JSON parser takes no longer numbers
        (task,) = json.loads(tasks)
        found = interface.LabelInterface(config)
        found.validate()
        for each in (*task["annotations"], *task["predictions"]):
            assert found.validate_prediction(each, return_errors=True) == []
        out = Path(folder, "out")
        numbered = Path(folder, "numbered.json")  # the server gives tasks their ids, and the converter needs them
        numbered.write_text(json.dumps([{"id": 1, **task}]), "utf-8")
        tool = converter.Converter(config, str(folder), download_resources=False)
        tool.convert_to_json_min(str(numbered), str(out), is_dir=False)
        rows = json.loads((out / "result.json").read_text("utf-8"))
    spans = Counter(
        (row["start"], row["end"], row["labels"][0]) for each in rows for row in each.get("label", ()) if "start" in row
    )
    skipped = document.status is Status.ASIDE  # and then its annotation is converted to nothing
    decided = [each for each in document.entities if not skipped and not each.rejected and not each.pending]
    assert spans >= Counter((*each.span, each.label) for each in decided)
    for each in (row for row in rows if "text" in row):
        assert each["text"] == document.text
        assert all(
            each["text"][row["start"] : row["end"]] == row["text"] for row in each.get("label", ()) if "start" in row
        )
