"""Files that were damaged, or made to do harm: every reader gives articles and Faults, and nothing else."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest

from annotator.formats.articles import docx
from annotator.formats.inputs import Given
from annotator.formats.jsonl.writing import to_line
from annotator.formats.reading import read
from annotator.model.exchange import Format, Imported
from annotator.model.faults import Fault
from tests.formats.articles.test_docx import _docx
from tests.formats.damaging import BODY, ROWS, damaged, readable, sound
from tests.formats.exchanging import misplaced, mutations

MARKDOWN = (
    '---\ntitle: "Rain"\n---\n# Rain\n\n- It *rains* [here](x "y").\n\n> `So` ![it](is)\n\n| a | b |\n|---|---|\n'
)


@pytest.mark.parametrize("form", readable(), ids=lambda form: form.name)
def test_a_changed_file_is_articles_or_faults(form: Format) -> None:
    files = sound(form)
    if not files:
        pytest.skip("what writes it is not installed")
    assert form.read is not None
    for file in files[:2]:
        assert any(isinstance(each, Imported) for each in form.read(file))
        for data in (*damaged(file.data, 40), *(misplaced(file.data) if file.name.endswith(("json", "jsonl")) else ())):
            given = replace(file, data=data)
            assert form.recognises(given) in (True, False)
            with suppress(Fault):
                assert all(isinstance(each, Imported | Fault) for each in form.read(given))


def test_so_is_a_word_document_whose_xml_was_changed() -> None:
    assert docx.FORMAT.read is not None
    kinds = set()
    for changed in mutations(BODY.encode()):
        data = _docx(changed.decode("utf-8", "replace"))
        try:
            kinds |= {type(each) for each in docx.FORMAT.read(Given("a.docx", data))}
        except Fault:
            kinds.add(Fault)
    assert kinds == {Imported, Fault}


def test_so_are_texts_markdown_and_the_programs_own_lines(document, speaker) -> None:
    own = to_line(document, {"s1": speaker}, exported_by="a").text.encode()
    plain = json.dumps({"text": document.text, "spans": [{"start": 9, "end": 17, "label": "PERSON"}]}).encode()
    for name, data in (("a.jsonl", own), ("b.jsonl", plain), ("a.md", MARKDOWN.encode()), ("a.txt", ROWS.encode())):
        worse = (*mutations(data), *(misplaced(data) if name.endswith("jsonl") else ()))
        kinds = {type(each) for changed in worse for each in read(name, changed)}
        assert Imported in kinds
        assert kinds <= {Imported, Fault}
