"""The project's guideline: its own text with every version, examples below their headings, and decided hard cases."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span
from annotator.model.edits import AddDocument
from annotator.session import guidance, guideline
from annotator.session.commands import run
from annotator.session.selection import Selection
from annotator.session.session import Session
from tests.store.fresh import fresh

TEXT = "It rained. The *State* of [Brenna](x) sat,\nMr. Bo said. “No, <b>not</b> us,” he said. “Never.” They left."
OWN = "# Ours\n\n## Places (GPE)\n\nTowns.\n\n```\n## no heading\n```\n\n## Direct quotes\n\nWhole.\n"


@pytest.fixture
def session(tmp_path: Path):
    session = Session(fresh(tmp_path / "news.anno", by="mk"), "mk", clock=lambda: "2026-11-23T09:14:05Z")
    at = TEXT.index("State")
    contents = tuple(Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in ("“No, <b>not</b> us,”", "“Never.”"))
    document = Document(
        article=Article(id="a/1 ü", text=TEXT, title="The _State_"),
        entities=(Entity(id="e", span=Span(at, at + 5), label="GPE"),),
        quotes=(Quote(id="q", kind=Kind.DIRECT, contents=contents),),
    )
    session.dispatch("import.x", [AddDocument(document)])
    session.open("a/1 ü")
    yield session
    session.close()


def choose(session: Session, name: str) -> None:
    session.select(Selection(annotation=name))


def test_a_project_without_one_has_the_programs_and_every_writing_is_a_version(session):
    project = session.project
    assert guideline.text_of(project) == guidance.text()
    for text, writing in (("One", "w1"), ("One and a half", "w1"), ("Two", "w2"), ("", "w3")):
        project.guideline.write(text, writing=writing, by="mk", at="2026-11-23T09:14:05Z")
    assert guideline.text_of(project) == ""
    versions = project.guideline.versions()
    assert [project.guideline.text(each.seq) for each in versions] == ["", "Two", "One and a half"]


def test_the_passage_of_a_label_or_kind_is_its_heading_or_the_one_that_has_it_as_a_word(session):
    document = session.document
    assert guideline.passage(OWN, document, document.by_id["e"]) == "places-gpe"
    assert guideline.passage(OWN, document, document.by_id["q"]) == "direct-quotes"
    assert guideline.passage("# A page", document, document.by_id["e"]) == ""
    assert guideline.passage(guidance.text(), document, document.by_id["q"]) == guidance.passage(
        document, document.by_id["q"]
    )
    assert [section.title for section in guideline.sections(OWN)] == ["", "Ours", "Places (GPE)", "Direct quotes"]


def test_a_key_makes_an_example_with_its_sentence_and_once_more_takes_it_back_and_undo_does(session):
    choose(session, "e")
    run(session, "guideline.example")
    (listed,) = session.project.guideline.cases()
    assert listed.case.sentence == "The *State* of [Brenna](x) sat,"
    assert listed.case.marked == ("State",)
    assert guideline.found_among([listed], "State") == []
    run(session, "guideline.example")
    assert session.project.guideline.cases() == []
    session.undo()
    assert session.project.guideline.cases() == [listed]
    session.undo()
    assert session.document.cases == ()


def test_a_hard_case_has_a_reason_another_one_replaces_it_and_it_is_found_by_words_and_label(session):
    choose(session, "q")
    guideline.decide_case(session, "  Two parts,\n one quote. ")
    guideline.decide_case(session, " ")
    assert guideline.reasons(session) == ["Two parts, one quote."]
    guideline.decide_case(session, "Said in two parts.")
    choose(session, "e")
    guideline.decide_case(session, "It sits.")
    cases = session.project.guideline.cases()
    assert {listed.case.why for listed in cases} == {"Said in two parts.", "It sits."}
    found = guideline.found_among(cases, "PARTS never")
    assert [listed.case.marked for listed in found] == [("“No, <b>not</b> us,”", "“Never.”")]
    assert [listed.case.why for listed in guideline.found_among(cases, "", "GPE")] == ["It sits."]
    assert run(session, "guideline.forget")
    assert not run(session, "guideline.forget")
    session.undo()
    session.undo()
    session.undo()
    assert guideline.reasons(session) == ["Two parts, one quote."]


def test_as_one_text_no_word_of_an_article_becomes_markdown_and_links_lead_back(session):
    for name in ("e", "q"):
        choose(session, name)
        run(session, "guideline.example")
    choose(session, "e")
    guideline.decide_case(session, "It *sits*.")
    cases = session.project.guideline.cases()
    text = guideline.whole(OWN.replace("## Direct quotes\n\nWhole.\n", ""), cases, linked=True)
    tokens = MarkdownIt("commonmark").parse(text)
    inline = [each for token in tokens if token.type == "inline" for each in token.children]
    assert "html_inline" not in {each.type for each in inline}
    links = [each.attrs["href"] for each in inline if each.type == "link_open"]
    assert {guideline.linked_to(link, cases).case.id for link in links} == {listed.case.id for listed in cases}
    assert guideline.linked_to("https://example.org", cases) is None
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == ["Ours", "Places (GPE)", "direct", "Hard cases"]
    words = "".join(each.content for each in inline if each.type == "text")
    assert "The *State* of [Brenna](x) sat," in words
    assert "“No, <b>not</b> us,” he said. “Never.”" in words
    assert [line for line in guideline.whole(OWN, ()).splitlines() if line] == [
        line for line in OWN.splitlines() if line
    ]
