"""What may be wrong: found in the background, gone to by Enter or a click, mended while the list stays open."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QToolButton

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.model.faults import Fault
from annotator.model.lint import Rule
from annotator.session.exchange.linting import LintOptions, lint
from annotator.session.session import Session
from annotator.ui.exchange import findings
from annotator.ui.widgets.placerows import ROW, rule_words
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
NEXT = "Kim <b>Lund</b> spoke. Kim Lund left at noon, and the ferry came."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    return tmp_path


def an_article() -> Document:
    """Done, with an entity that ends at white space and one that ends within a word."""
    entities = (
        Entity(id="white", span=Span(0, 4), label="PERSON"),
        Entity(id="half", span=Span(NEXT.index("ferry"), NEXT.index("ferry") + 3), label="PRODUCT"),
    )
    return Document(article=Article(id="next", text=NEXT, title="<b>Kim</b> & others"), entities=entities,
                    status=Status.DONE)  # fmt: skip


@pytest.fixture
def hands(qtbot, tmp_path, harbour, harbour_speakers):
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch(
        "import.articles",
        [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour), AddDocument(an_article())],
    )
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def looked(hands: Hands):
    """The panel, once everything has been looked through."""
    hands.press("Ctrl+Shift+M")
    panel = hands.window.exchanging.findings.panel
    hands.wait(lambda: "looked at" in panel.summary)
    return panel


def words(panel) -> list[str]:
    return [place.words for place in panel.view.places]


def choose(hands: Hands, combo: QComboBox, words: str) -> None:
    """Choose an entry by the keyboard."""
    hands.press("Home", *["Down"] * combo.findText(words))
    assert combo.currentText() == words


def test_the_list_stands_beside_the_text_and_each_finding_is_an_enter_away(hands):
    panel = looked(hands)
    assert panel.summary == "Articles looked at: 1 · errors: 2 · warnings: 0"
    assert hands.session.current == "harbour"
    hands.wait(panel.view.hasFocus)
    spoken = [panel.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken[0] == "<b>Kim</b> & others, 2 in all"
    assert spoken[1].startswith("error, PERSON: white space at a border")
    hands.press("Down", "Down", "Return")
    assert (hands.session.current, hands.selected.id) == ("next", "white")
    assert hands.window.text.hasFocus()
    assert panel.isVisible()


def test_a_click_leads_to_the_place(hands):
    panel = looked(hands)
    hands.click_row(panel.view, 2)
    assert hands.session.current == "next"
    assert hands.selected.id == "half"
    hands.click_row(panel.view, 1)
    assert hands.selected.id == "white"


def marked(name, text, *marks, status=Status.DONE, **more):
    """An article with entities: their words, the label, and whether they are flagged."""
    entities = tuple(
        Entity(id=f"e{number}", span=Span(text.index(words), text.index(words) + len(words)), label=label, flagged=flag)
        for number, (words, label, flag) in enumerate(marks)
    )
    return Document(article=Article(id=name, text=text, title=name), entities=entities, status=status, **more)


def test_every_kind_of_finding_is_a_click_away_from_its_place(hands):
    """Also those that only a format or a division of the data brings."""
    session, said = hands.session, "“No,” Kell said."
    town = marked("town", said, ("Kell", "GPE", False))
    spoke = replace(town.entities[0], speaker="s9")
    quotes = (
        Quote(id="q1", kind=Kind.DIRECT, contents=(Span(0, 5),), source=Span(6, 10), speaker="s9"),
        Quote(id="q2", kind=Kind.INDIRECT, contents=(Span(11, 15),)),
    )
    long = "The council of the harbour met on Monday to talk about the old pier and the new ferry"
    documents = [
        replace(town, entities=(spoke,), quotes=quotes),
        *(marked(f"kell{n}", f"In Kell it rains {n}.", ("Kell", "GPE", False)) for n in range(3)),
        marked("other", "They like Kell.", ("Kell", "ORG", True)),
        marked("unmarked", "Nobody saw Kell.", status=Status.DONE),
        marked("lone", "He saw (Brenna and left. “Then he", ("(Brenna", "GPE", False)),
        marked("nested", "Lake Tarra Council met.", ("Lake Tarra Council", "FAC", False), ("Tarra", "FAC", False)),
        marked("open", "It snows.", status=Status.OPEN),
        marked("flagged", "It hails.", flagged=True),
        *(marked(f"train{n}", long + "." * n, meta_extra={"split": part}) for n, part in ((1, "train"), (2, "test"))),
        *(marked(f"same{n}", long.swapcase().replace("COUNCIL", "mayor") + "." * n) for n in (1, 2)),
    ]
    speaker = Speaker(id="s9", name="Kell", named=True)
    session.dispatch("import.articles", [AddSpeaker(speaker), *map(AddDocument, documents)])
    labels = session.label_set
    alone = tuple(replace(each, overlaps=each.name != "FAC") for each in labels.labels)
    session.project.put_label_set(replace(labels, labels=alone))
    report = lint(session.project, LintOptions(format="conll"))
    assert {each.rule for each in report.findings} == set(Rule)
    panel = hands.window.exchanging.findings.panel
    panel.show()
    panel.show_report(report)
    rules = panel.findChild(QComboBox)
    walked = set()
    for at in range(1, rules.count()):
        rules.setCurrentIndex(at)
        rules.activated.emit(at)
        row, place = next((row, each) for row, each in enumerate(rows(panel)) if each is not None)
        assert place.words[0] == place.words[0].upper()
        hands.click_row(panel.view, row)
        assert session.current == place.article
        if place.annotation is not None:
            assert hands.selected.id == place.annotation
        elif place.span is not None:
            here = session.selection
            assert (here.anchor, here.caret) == place.span
        walked.add(place.sort)
    assert walked == {rule.value for rule in Rule}


def rows(panel):
    """The places of the rows, None for a heading."""
    model = panel.view.model()
    found = [model.index(row, 0).data(ROW)[0] for row in range(model.rowCount())]
    return [None if each.words else each.place for each in found]


def test_what_is_mended_goes_from_the_list_and_f8_goes_on_to_the_next(hands):
    panel = looked(hands)
    hands.press("F8")
    assert hands.selected.id == "white"
    hands.press("X")
    hands.wait(lambda: len(words(panel)) == 1)
    assert panel.isVisible()
    hands.press("F8")
    assert hands.selected.id == "half"
    hands.press("X")
    hands.wait(lambda: words(panel) == [])
    assert panel.summary == "Articles looked at: 1 · nothing found"
    hands.wait(lambda: panel.height() < 2 * panel.findChild(QComboBox).height())  # no room for what is not there
    assert panel.view.isHidden()
    hands.press("F8")
    assert hands.window.key_line.message == "Nothing is left in the list of mistakes."
    hands.press("Ctrl+Z")
    hands.wait(lambda: len(words(panel)) == 1 and panel.view.height() == panel.view.full_height)
    hands.press("Shift+F8")
    assert hands.selected.id == "half"


def test_articles_that_are_not_done_are_looked_into_when_that_is_asked_for_and_one_rule_alone(hands):
    panel = looked(hands)
    box, rules = panel.findChild(QCheckBox), panel.findChild(QComboBox)
    assert not box.isChecked()
    box.setFocus()
    hands.press("Space")
    assert box.isChecked()
    hands.wait(lambda: panel.summary.startswith("Articles looked at: 2"))
    assert any("Nobody has decided who said this" in each for each in words(panel))
    rules.setFocus()
    choose(hands, rules, "Nobody decided who said it (1)")
    assert words(panel) == ["Nobody has decided who said this"]
    choose(hands, rules, "Not marked done (1)")
    assert words(panel) == ["The article is not marked done"]


def test_it_is_closed_by_its_cross_and_the_focus_is_in_the_text_again(hands):
    panel = looked(hands)
    QTest.mouseClick(panel.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert panel.isHidden()
    hands.wait(hands.window.text.hasFocus)
    hands.press("F8")
    assert panel.isVisible()


def test_escape_leads_back_to_the_text_and_the_list_stays(hands):
    panel = looked(hands)
    hands.wait(panel.view.hasFocus)
    hands.press("Esc")
    assert hands.window.text.hasFocus()
    assert panel.isVisible()


def endless(path, options, progress, wanted, hand):
    progress(1, 100)
    while wanted():
        time.sleep(0.001)  # in the child


def broken(*_):
    raise Fault("The project is damaged.", "Take the copy.")


def test_it_can_be_stopped_and_says_so(hands, monkeypatch):
    monkeypatch.setattr(findings, "look_for_mistakes", endless)
    hands.press("Ctrl+Shift+M")
    panel = hands.window.exchanging.findings.panel
    stop = next(b for b in panel.findChildren(QPushButton) if b.text() == "Stop")
    assert panel.summary == "Looking through the articles…"
    assert stop.isVisible()
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert "Stopped" in panel.summary
    assert not stop.isVisible()


def test_a_project_that_cannot_be_read_is_said_in_the_list(hands, monkeypatch):
    monkeypatch.setattr(findings, "look_for_mistakes", broken)
    hands.press("Ctrl+Shift+M")
    panel = hands.window.exchanging.findings.panel
    hands.wait(lambda: "The project is damaged" in panel.summary)


def test_every_control_has_a_name(hands):
    panel = looked(hands)
    for kind in (QComboBox, QCheckBox, QPushButton, QToolButton):
        for control in panel.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    assert panel.view.accessibleName() == "Mistakes"


def test_every_rule_is_told_in_words_and_no_two_alike(qapp):
    words = [rule_words(rule.value) for rule in Rule]
    assert len(set(words)) == len(Rule)
    assert not {rule.value for rule in Rule} & set(words)
    assert rule_words("relations") == "relations", "what an export loses is in words already"
