"""spaCy is imported without its command line, and the command line is there for who asks."""

import subprocess
import sys

_PROGRAM = """
import sys
from annotator.nlp.lean import spacy
lean = spacy()
assert not {"requests", "weasel", "spacy.cli", "spacy.cli.info"} & set(sys.modules), "the command line came along"
assert lean.blank("en")("Ada spoke.")[0].text == "Ada"
assert lean.info()["spacy_version"] == lean.__version__
import spacy.cli
assert spacy is lean and spacy.cli.download.__module__ == "spacy.cli.download"
"""


def test_the_command_line_is_imported_only_for_who_asks() -> None:
    ended = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
