"""What is known of an annotation, in words."""

from dataclasses import replace

from PySide6.QtCore import QLocale

from annotator.model.document import AcceptedBy, Decision, Document
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from annotator.ui.details import details
from annotator.ui.textview.decorations import Wording
from tests.store.fresh import fresh
from tests.ui.hands import Hands


def told(document: Document, id_: str, speakers, **changes) -> dict[str, str]:
    said = details(replace(document.by_id[id_], **changes), document, speakers, Wording())
    return {"": said.title, **dict(said.facts)}


def test_a_suggested_quote_says_who_why_and_from_where(harbour, harbour_speakers):
    assert told(harbour, "berth", harbour_speakers) == {
        "": "Ilse Brandt · told", "quote": "direct", "decision": "pending", "from": "annotator.quotes 1",
        "score": QLocale().toString(0.93, "f", 2), "reason": "subject of cue",
    }  # fmt: skip
    assert told(harbour, "gift", harbour_speakers)["decision"] == "pending, doubtful"


def test_who_decided_and_when_are_said(harbour, harbour_speakers):
    changes = {"by": "mk", "at": "2026-11-23T09:14:05Z"}
    words = told(harbour, "courts", harbour_speakers, accepted_by=AcceptedBy.PERSON, **changes)["decision"]
    assert words.startswith("accepted by mk, ")
    assert any(digit.isdigit() for digit in words)
    assert told(harbour, "asked", harbour_speakers, by="mk", at="some day")["decision"] == "added by mk"
    whole = told(harbour, "courts", harbour_speakers, accepted_by=AcceptedBy.ARTICLE)
    assert whole["decision"] == "accepted with the article"


def test_an_entity_says_its_label_and_whom_it_names_where_the_words_do_not(harbour, harbour_speakers):
    assert told(harbour, "unions", harbour_speakers) == {"": "ORG", "decision": "pending", "from": "a person"}
    assert "names" not in told(harbour, "okafor.1", harbour_speakers)
    other = {"okafor": replace(harbour_speakers["okafor"], name="T. A. Okafor")}
    assert told(harbour, "okafor.1", other)["names"] == "T. A. Okafor"
    assert told(harbour, "okafor.1", {}, decision=Decision.ADDED, origin="import")["from"] == "the imported file"


def test_it_all_goes_on_one_line(harbour, harbour_speakers):
    said = details(harbour.by_id["unions"], harbour, harbour_speakers, Wording())
    assert said.sentence == "ORG; decision: pending; from: a person"


def test_a_key_says_it_of_what_is_selected_until_the_next_key(qtbot, tmp_path, monkeypatch, harbour, harbour_speakers):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.close()
    hands = Hands(qtbot, [path], "tests.session.readers:Plain")
    panel = hands.window.text.hover.panel
    hands.press("Ctrl+D")
    assert not panel.isVisible()
    hands.press("Space", "Space", "Space", "Ctrl+D")
    assert hands.selected.id == "berth"
    assert panel.details.title == "Ilse Brandt · told"
    assert panel.isVisible()
    hands.press("Space")
    assert not panel.isVisible()
    hands.close()
