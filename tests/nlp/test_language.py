import subprocess
import sys

import pytest

from annotator.nlp.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said on Monday that the bridge would stay closed until the spring.", "en"),
        ("Die Bürgermeisterin sagte am Montag, die Brücke bleibe bis zum Frühjahr gesperrt.", "de"),
        ("La maire a déclaré lundi que le pont resterait fermé jusqu'au printemps.", "fr"),
        ("Мер сказала в понеділок, що міст залишиться зачиненим до весни.", "uk"),
        ("قال رئيس البلدية يوم الاثنين إن الجسر سيبقى مغلقا حتى الربيع", "ar"),
        ("市長星期一表示，呢條橋會關閉到春天。市長星期一話，呢條橋會關閉到春天。", "zh"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["", "ok", "12 345 678 901 234", "😀 😀 😀", "https://example.org/a-long-address-and-no-more"]
)
def test_too_little_to_tell_is_none(text: str) -> None:
    assert detect(text) is None


def test_the_identifier_is_loaded_at_the_first_call_only() -> None:
    code = "import sys; import annotator.nlp.language; print('py3langid' in sys.modules, 'spacy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "False"]
