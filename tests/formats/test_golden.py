"""What every format writes of one article, byte for byte; `uv run python -m tests.formats.test_golden` writes it anew.

The files of a format stand one behind the other in one file of `golden/`. What spaCy and Parquet pack is theirs, and is
proved by reading it.
"""

from pathlib import Path

import pytest

from annotator.formats.outputs import KeptOutput
from annotator.model.exchange import Format, WriteOptions
from annotator.session.exchange.formats import formats
from tests.formats.damaging import news

GOLDEN = Path(__file__).parent / "golden"
_PACKED = ("spacy", "huggingface-parquet")


def _written() -> list[Format]:
    return [form for form in formats().values() if form.write is not None and form.name not in _PACKED]


def _files(form: Format) -> bytes:
    """The files of a format, each behind a line with its name."""
    assert form.write is not None
    output = KeptOutput("news")
    writer = form.write(output, WriteOptions(labels=("GPE", "ORG", "PERSON")))
    list(writer.write(news(1)))
    writer.finish()
    return b"".join(b"===== %s\n%s" % (name.encode(), data) for name, data in sorted(output.files.items()))


@pytest.mark.parametrize("form", _written(), ids=lambda form: form.name)
def test_a_format_is_written_byte_for_byte(form):
    assert _files(form) == (GOLDEN / f"{form.name}.written").read_bytes()


if __name__ == "__main__":
    for each in _written():
        (GOLDEN / f"{each.name}.written").write_bytes(_files(each))
