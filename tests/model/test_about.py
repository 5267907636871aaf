"""What is known of an article, and the edit that says it."""

import pytest

from annotator.model.about import About, wrongs
from annotator.model.document import Article, Document
from annotator.model.edits import SetAbout, State, edit_from_plain, edit_to_plain

KNOWN = About(
    title="The bridge", outlet="Herald", byline="Mara Lind", published="2026-11-23", url="https://herald.example/1",
    language="en",
)  # fmt: skip


def test_it_is_said_of_a_document_and_taken_back() -> None:
    document = Document(article=Article(id="a", text="x", title="Old"), meta_extra={"desk": "city", "byline": ["odd"]})
    state = State({"a": document})
    edit = SetAbout("a", KNOWN)
    after = edit.apply(state)
    assert About.of(after.documents["a"]) == KNOWN
    assert after.documents["a"].meta_extra == {"desk": "city", "byline": "Mara Lind"}
    assert About.of(edit.invert(state).apply(after).documents["a"]) == About.of(document)
    assert edit_from_plain(edit_to_plain(edit)) == edit
    assert About(title="New").said_of(document).meta_extra == document.meta_extra, "what is no by-line is left alone"


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-23", "2026-11-23T09:14", "2026-11-23T09:14:05Z"])
def test_a_date_may_be_as_exact_as_it_is_known(date: str) -> None:
    assert not wrongs(About(published=date), About())


@pytest.mark.parametrize(
    ("about", "field", "why"),
    [
        (About(published="23.11.2026"), "published", "written 2026-11-23"),
        (About(published="2026-13"), "published", "written 2026-11-23"),
        (About(url="herald.example"), "url", "begins with http"),
        (About(url="javascript:alert(1)"), "url", "begins with http"),
        (About(url="https://[x"), "url", "no address"),
        (About(language="English"), "language", "written en"),
        (About(outlet="a\nb"), "outlet", "more than one line"),
        (About(title="x" * 1001), "title", "1,001 characters"),
    ],
)
def test_what_is_wrong_is_said_of_its_field_unless_it_was_there_before(about: About, field: str, why: str) -> None:
    (found,) = wrongs(about, About()).items()
    assert found[0] == field
    assert why in found[1]
    assert not wrongs(about, about)
    assert not wrongs(KNOWN, About())
