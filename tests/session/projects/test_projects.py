"""What a person names at the start, and the project that is begun with."""

from pathlib import Path

import pytest

from annotator import paths
from annotator.model.faults import Fault
from annotator.session.projects.projects import Started, desk_path, sample_path, start
from annotator.session.settings.settings import Settings
from annotator.store.project import Project


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two projects, and a file called one that is none."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    made = [tmp_path / "a.anno", tmp_path / "b.ANNO"]
    for path in made:
        Project.create(path, by="mk").close()
    none = tmp_path / "none.anno"
    none.write_text("Nothing was said.\n", "utf-8")
    return [*made, none]


def started(*named: Path, settings: Settings | None = None) -> tuple[Path, Started]:
    found = start(named, settings or Settings())
    found.session.close()
    return found.session.project.path, found


def test_the_first_project_that_can_be_opened_is_begun_with_and_the_rest_of_them_are_named(news, tmp_path):
    a, b, none = news
    missing = tmp_path / "missing.anno"
    path, found = started(missing, none, a, tmp_path / "." / "a.anno", b, a)
    assert (path, found.others, list(found.unopened)) == (a, [b], [missing, none])
    path, found = started(none, settings=Settings(recent=(str(a),)))
    assert (path, list(found.unopened)) == (sample_path(), [none]), "the sample is there to say why"
    assert not found.others
    with pytest.raises(Fault, match=r"missing\.anno"):
        start([missing], Settings())


def test_articles_go_into_the_one_project_that_is_named_else_the_last_one_else_their_own(news, tmp_path):
    a, b, _ = news
    text = tmp_path / "ruiz.txt"
    path, found = started(text, b)
    assert (path, found.articles) == (b, [text])
    assert started(text, settings=Settings(recent=(str(a),)))[0] == a
    assert started(text)[0] == desk_path()
    assert started()[0] == sample_path()
    with pytest.raises(Fault, match="into which of 2 projects"):
        start([a, text, b], Settings())
    assert paths.data_folder() == sample_path().parent
