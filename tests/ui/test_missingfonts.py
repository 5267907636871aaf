"""What is said of characters that no font can draw."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document
from annotator.ui.missingfonts import CJK, CORE, EMOJI, package_of, sentence
from annotator.ui.textview.undrawable import undrawable
from annotator.ui.textview.view import TextView

NONE_HAS = "\U0010fffd"
"""A character for private use, which no font has."""


@pytest.mark.parametrize(
    ("characters", "package"),
    [("市かカ한ㄅ：", CJK), ("😀⚡🇩🧪", EMOJI), ("ก𓀀हე—", CORE), ("\ue000\U0010fffd\uffff", "")],
)
def test_the_package_with_a_font_is_known(characters: str, package: str) -> None:
    assert {package_of(character) for character in characters} == {package}


def test_the_sentence_names_some_characters_and_what_to_install() -> None:
    words = sentence("市場価格ก", platform="linux")
    assert "5 characters" in words
    assert "U+5E02 (cjk unified ideograph-5e02)" in words
    assert words.endswith(f"apt install {CJK} {CORE}")
    assert words.count("U+") == 3
    assert sentence("ก", platform="darwin") == "No installed font can draw U+0E01 (thai character ko kai)."
    assert sentence("\ue000", platform="linux") == "No installed font can draw U+E000."


def test_what_is_not_seen_is_never_missing(qtbot: QtBot) -> None:
    assert undrawable("aé\t\u00ad\u200d\ufe0f\ud800\x07\u2028\U000e0101 ", QFont()) == ""
    assert undrawable(f"a{NONE_HAS}", QFont()) == NONE_HAS


def test_the_view_tells_of_them_once_for_each_article(qtbot: QtBot) -> None:
    view = TextView()
    qtbot.addWidget(view)
    told: list[str] = []
    view.undrawable_found.connect(told.append)
    bad, good = (
        Document(article=Article(id=id_, text=text)) for id_, text in (("bad", f"a {NONE_HAS}"), ("good", "a"))
    )
    for document in (bad, good, bad, good):
        view.show_document(document, {}, ())
        qtbot.waitUntil(lambda: not view._idle.isActive())
    assert told == [NONE_HAS]
