"""Keys and clicks that come while a very long article is being read."""

from dataclasses import replace

from annotator.model.document import Decision
from annotator.session.beside import fetching
from annotator.session.events import Opened
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures


def test_keys_and_clicks_wait_for_the_article_that_was_gone_to(hands, monkeypatch):
    monkeypatch.setattr(fetching, "VERY_LONG", 10)
    session = hands.session
    session.state = replace(session.state, documents={"near": session.document})
    hands.press("Ctrl+PgDown", "N", "A")
    hands.wait(lambda: session.current == "far" and session.quote and session.quote.decision is Decision.ACCEPTED)
    assert session.quote.id == "no"
    assert all(each.pending for each in session.load("near").by_id.values())
    session.state = replace(session.state, documents={"far": session.document})
    opened = []
    end = session.subscribe(lambda event: opened.append(event.document_id) if isinstance(event, Opened) else None)
    hands.click_row(hands.window.queue.view, 0)
    hands.click_row(hands.window.queue.view, 1)
    hands.wait(lambda: opened == ["near", "far"])
    end()
