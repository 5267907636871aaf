import pytest

from annotator.model.document import Article, Document
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.killing import BY, kill_once


@pytest.mark.parametrize("seed", range(10))
def test_a_window_killed_while_it_edits_loses_nothing_that_it_showed(tmp_path, harbour, harbour_speakers, seed):
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by=BY), BY)
    ferry = Document(article=Article(id="ferry", text="Amund Reiss sails 😀 to Oslo.\n“Full,” he said.", title="Ferry"))
    added = [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour), AddDocument(ferry)]
    session.dispatch("import.articles", added)
    session.close()
    assert kill_once(path, seed)
