from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.session.guideline import add_example, decide_case
from annotator.session.selection import Selection
from annotator.session.session import Session
from tests.store.fresh import fresh


def test_the_guideline_is_written_with_its_examples_and_cases(tmp_path, annotator):
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    document = Document(
        article=Article(id="a", text="Kell sat.", title="Sat"), entities=(Entity(id="e", span=Span(0, 4), label="GPE"),)
    )
    session.dispatch("import.x", [AddDocument(document)])
    session.open("a")
    session.select(Selection(annotation="e"))
    session.project.guideline.write("# Ours\n\n## GPE\n\nTowns.", writing="w", by="mk", at="2026-11-23T09:14:05Z")
    add_example(session)
    decide_case(session, "It acts.")
    session.close()
    said = annotator("guideline", path)
    assert said.code == 0, said.err
    example = "> **Kell** sat. — Sat"
    assert said.out == f"# Ours\n\n## GPE\n\nTowns.\n\n{example}\n\n## Hard cases\n\n**GPE**: It acts.\n\n{example}\n"
    assert annotator("guideline", path, "--bare", "--output", tmp_path / "g.md").code == 0
    assert (tmp_path / "g.md").read_text("utf-8") == "# Ours\n\n## GPE\n\nTowns.\n"
    assert annotator("guideline", path, "--output", tmp_path / "g.html").code == 0
    page = (tmp_path / "g.html").read_text("utf-8")
    assert "<h2>GPE</h2>\n<p>Towns.</p>\n<blockquote>\n<p><strong>Kell</strong> sat. — Sat</p>" in page
    assert annotator("guideline", tmp_path / "none.anno").code == 1
    other = annotator("guideline", path, "--output", tmp_path / "g.docx")
    assert (other.code, (tmp_path / "g.docx").exists()) == (2, False)
