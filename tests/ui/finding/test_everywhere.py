"""Acts on many articles: found in another process, shown, done by Enter, undone in one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.model.document import Article, Decision, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.finding import everywhere, seeking
from annotator.session.session import Session
from annotator.ui.finding import preview as preview_module
from annotator.ui.quotes.speakers import used
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    return tmp_path


def report(number: int) -> Document:
    """An article that names the unions twice; in every third one somebody decided what they are."""
    text = f"Report {number}. Old unions. The unions said no."
    decided = {"decision": Decision.ACCEPTED, "by": "jo"} if number % 3 == 0 else {}
    unions = Entity(
        id="u", span=Span(text.rindex("unions"), text.rindex("unions") + 6), label="NORP", origin="p", **decided
    )
    return Document(
        article=Article(id=f"r{number}", text=text, title=f"Report {number}"), entities=(unions,), status=Status.OPEN
    )


@pytest.fixture
def hands(qtbot, tmp_path, harbour, harbour_speakers):
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    articles = [AddDocument(harbour), *(AddDocument(report(number)) for number in range(7))]
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), *articles])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def everywhere_labels(hands: Hands) -> list[list[str]]:
    """The labels of each report, in the order of the text."""
    return [[e.label for e in hands.session.project.document(f"r{n}").entities] for n in range(7)]


def test_a_label_for_the_whole_project_is_previewed_done_and_undone_in_one_step(hands, monkeypatch):
    monkeypatch.setattr(everywhere, "MOST_ARTICLES", 2)
    monkeypatch.setattr(preview_module, "MOST_LISTED", 3)
    hands.click(hands.span("unions"))
    before = everywhere_labels(hands)
    hands.press("Ctrl+3")
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    assert preview.summary.startswith("11 places in 7 articles.")
    assert "The first 3 articles are listed" in preview.summary
    assert preview._also.text().endswith(": 3")
    rows = [str(preview._view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(6)]
    assert rows[:3] == ["Report 0, 1 · 1 decided, chosen", "Report 0. Old unions. The unions said no., new",
                        "Report 0. Old unions. The unions said no., NORP · jo"]  # fmt: skip
    assert everywhere_labels(hands) == before
    hands.wait(preview._view.hasFocus)
    hands.press("Space")
    assert preview.summary.startswith("10 places in 6 articles.")
    hands.press("Return")
    hands.wait(lambda: not hands.session.works and not preview.isVisible())
    assert everywhere_labels(hands) == [["NORP"], *([["GPE", "GPE"]] * 2), ["GPE", "NORP"],
                                        *([["GPE", "GPE"]] * 2), ["GPE", "NORP"]]  # fmt: skip
    assert hands.window.key_line.message == "Labelled 10 × “unions” as GPE in 6 articles; 2 decided otherwise kept."
    hands.wait(hands.window.text.hasFocus)
    hands.press("Ctrl+Z")
    hands.wait(lambda: not hands.session.works)
    assert everywhere_labels(hands) == before
    assert hands.entity("unions").label == "ORG"
    hands.press("Ctrl+Shift+Z")
    hands.wait(lambda: not hands.session.works)
    assert hands.entity("unions").label == "GPE"


def test_a_speaker_who_gets_the_name_of_another_is_merged_into_them_where_a_person_says_so(hands):
    speakers, view = hands.window.speakers, hands.window.speakers.view
    hands.wait(lambda: view.model().rowCount() > 1)
    view.setFocus()
    hands.press("Home", "F2")
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("Ctrl+A")
    hands.type("Tom Okafor")
    hands.press("Return")
    bar = hands.window.columns.ask_bar
    assert "Are they the same?" in bar.question.words
    assert hands.session.state.speakers["brandt"].name == "Ilse Brandt"
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    assert preview.summary.startswith("3 places in 1 article.")
    hands.wait(preview._view.hasFocus)
    hands.press("Return")
    hands.wait(lambda: not hands.session.works and "brandt" not in hands.session.state.speakers)
    assert hands.session.state.speakers["okafor"].aliases == ("Ilse Brandt", "Brandt", "the mayor")
    assert [each.speaker.id for each in used(hands.document, hands.session.state.speakers)] == ["okafor"]
    assert bar.question is None
    hands.wait(hands.window.text.hasFocus)
    hands.press("Ctrl+Z")
    hands.wait(lambda: "brandt" in hands.session.state.speakers)
    hands.click(hands.span("Ilse Brandt"))
    hands.window.run("speaker.merge")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.type("oka")
    hands.press("Return")
    hands.wait(lambda: preview.isVisible() and preview.ready)
    assert preview.summary.startswith("3 places in 1 article.")
    assert speakers.view.model().rowCount() == 2


def test_an_expression_is_sought_in_the_project_and_its_hits_are_linked(hands):
    hands.press("/")
    bar = hands.window.columns.find_bar
    hands.wait(bar.field.hasFocus)
    for toggle in (bar._regex, bar._project):
        QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    bar.field.setFocus()
    hands.type(r"(Old|The) union\w")
    hands.wait(lambda: "in 8 articles" in bar._count.text())
    assert bar._count.text() == "1 of 1 · 15 in 8 articles"
    hands.press("Return")
    assert hands.session.current == "r0", "past the last hit comes the next article"
    hands.wait(lambda: len(hands.window.text.overlay.hits) == 2)
    QTest.mouseClick(bar._link, Qt.MouseButton.LeftButton)
    hands.wait(hands.window.choices.field.hasFocus)
    hands.type("oka")
    hands.press("Return")
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    hands.press("Return")
    hands.wait(lambda: not hands.session.works and not preview.isVisible())
    linked = [e.speaker for n in range(7) for e in hands.session.project.document(f"r{n}").entities if e.id != "u"]
    assert linked == ["okafor"] * 14
    hands.window.text.setFocus()
    hands.press("Ctrl+Z")
    hands.wait(lambda: not hands.session.works)
    assert everywhere_labels(hands) == [["NORP"]] * 7


def test_an_expression_without_end_never_keeps_the_window_waiting(hands, monkeypatch):
    bar, endless = hands.window.columns.find_bar, r"(\w|\w\w|\s)+(?<!.)$"
    hands.press("/")
    hands.wait(bar.field.hasFocus)
    QTest.mouseClick(bar._regex, Qt.MouseButton.LeftButton)
    with monkeypatch.context() as patched:
        patched.setattr(seeking, "SILENT", 3600)  # it would never be given up
        bar.field.setText(endless)
        hands.click(hands.span("unions"))
        hands.press("1")  # the window works while it is looked for
        assert hands.selected.label == hands.session.labels[0]
        assert not bar._count.text()
        bar.field.setText(r"union.")
        hands.wait(lambda: bar._count.text() == "1 of 1")  # and it is ended by what is asked next
    monkeypatch.setattr(seeking, "SILENT", 0.3)
    bar.field.setText(endless)
    hands.wait(lambda: "too long" in bar._count.accessibleName())
    bar.field.setText(r"union.")
    hands.wait(lambda: bar._count.text() == "1 of 1")
