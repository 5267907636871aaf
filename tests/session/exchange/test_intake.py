from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest

from annotator import paths
from annotator.formats import files
from annotator.model.document import Article, Document, Entity, Span, Speaker
from annotator.model.edits import RemoveDocument, SetText
from annotator.model.exchange import Imported, Loss, Lost
from annotator.model.faults import Fault
from annotator.session.exchange.importing import Found, read_data, read_paths
from annotator.session.exchange.intake import BATCH, Intake, bring_in, intake
from annotator.session.exchange.previewing import Preview, look_at_import
from annotator.session.texts.unwrapping import join_lines
from annotator.store.sources import Source
from tests.store.fresh import fresh


def found(number: int, *speakers: Speaker, losses: tuple[Loss, ...] = ()) -> Found:
    text = f"Ana went {number}."
    entity = Entity(id="e1", span=Span(0, 3), label="PERSON", speaker=speakers[0].id if speakers else None)
    document = Document(article=Article(id=f"a{number}", text=text, title=f"T{number}"), entities=(entity,))
    imported = Imported(document=document, speakers=speakers, losses=losses)
    return Found(imported, Source("a.jsonl", b"x", sha256(b"x").hexdigest()))


def test_the_session_has_what_an_import_saved_and_publishes_it(session):
    heard = []
    session.subscribe(heard.append)
    before = len(session.entries)
    ana = Speaker(id="ana", name="Ana")
    report = bring_in(session, (found(n, ana) for n in range(BATCH + 5)))
    assert len(report.added) == BATCH + 5
    assert [entry.id for entry in session.entries][before:] == [f"a{n}" for n in range(BATCH + 5)]
    assert [entry.id for entry in session.project.entries()] == [entry.id for entry in session.entries]
    assert session.state.speakers["ana"] == ana
    assert any("a0" in getattr(getattr(event, "after", None), "documents", ()) for event in heard)
    assert not session.history.done


def test_an_id_that_is_taken_and_a_speaker_of_another_name_get_new_ones(session):
    bring_in(session, [found(1, Speaker(id="s9", name="Ana"))])
    other = found(2, Speaker(id="s9", name="Bo"))
    document = replace(other.imported.document, article=replace(other.imported.document.article, id="a1"))
    report = bring_in(session, [replace(other, imported=replace(other.imported, document=document))])
    (added,) = report.added
    assert added != "a1"
    brought = session.project.document(added)
    assert brought.entities[0].speaker != "s9"
    assert session.state.speakers[brought.entities[0].speaker].name == "Bo"


def test_the_same_text_twice_is_taken_once_within_a_batch_and_later(session):
    report = bring_in(session, [found(1), found(1)])
    assert (report.added, report.known) == (["a1"], ["a1"])
    assert bring_in(session, [found(1)]).known == ["a1"]


def test_the_file_of_an_article_whose_text_was_corrected_or_joined_since_is_known(session):
    wire = paths.resources() / "pictures" / "wire.txt"
    data = wire.read_bytes()
    (came,) = bring_in(session, read_data("a.txt", data)).added
    join_lines(session, [came], lambda *_: None)
    session.works.finish()
    assert session.load(came).text.encode() != data
    report = bring_in(session, read_data("a.txt", data))
    assert (report.added, report.known, report.corrected) == ([], [came], [came])
    assert report.sentence == "0 articles added, 1 here already, 1 with its text corrected since."
    preview = Preview(ids=frozenset(entry.id for entry in session.entries))
    arrivals = []
    look_at_import([wire], None, lambda *_: None, lambda: True, arrivals.append)
    preview.add(arrivals[0])
    assert preview.known == 1
    session.undo()
    session.works.finish()
    assert bring_in(session, read_data("a.txt", data)).corrected == []


def test_any_text_that_an_article_has_had_is_known_and_that_of_a_deleted_one_is_not(session, tmp_path):
    texts = ["A boat came.\n", "A boat went.\n", "Two boats went.\n"]
    (came,) = bring_in(session, read_data("a.txt", texts[0].encode())).added
    for before, after in pairwise(texts):
        assert session.load(came).text == before
        session.dispatch("user.text", [SetText(came, (after,))])
    (tmp_path / "a.txt").write_text(texts[1], "utf-8")
    for earlier in texts[:2]:
        report = bring_in(session, read_data("a.txt", earlier.encode()))
        assert (report.added, report.known, report.corrected) == ([], [came], [came])
    preview = Preview()
    look_at_import([tmp_path], None, lambda *_: None, lambda: True, preview.add, into=session.project.path)
    assert (preview.articles, preview.known) == (1, 1)
    session.undo()
    assert bring_in(session, read_data("a.txt", texts[2].encode())).corrected == [came]
    session.dispatch("user.delete", [RemoveDocument(came)])
    assert len(bring_in(session, read_data("a.txt", texts[1].encode())).added) == 1


def test_losses_are_listed_whole_and_the_first_are_held(session, tmp_path):
    losses = tuple(Loss(Lost.RELATIONS, detail=str(n), kept=n == 0) for n in range(30))
    listed = tmp_path / "a.losses.tsv"
    with intake(session, listed) as taking:
        taking.take(found(n, losses=losses) for n in range(60))
    report = taking.report
    assert (report.lost.counts, len(report.losses), report.listed) == ({Lost.RELATIONS: 1800}, 1000, listed)
    rows = listed.read_text("utf-8").splitlines()
    assert len(rows) == 1801
    assert rows[1] == "a0\tT0\trelations\t1\t\t\t0\tyes"
    with intake(session, listed) as taking:
        taking.take([found(99)])
    assert not listed.exists()  # it told of losses that this import does not have


def test_an_import_that_breaks_off_leaves_no_list(session, tmp_path):
    def breaking():
        yield found(1, losses=(Loss(Lost.RELATIONS),))
        raise Fault("broken off")

    with pytest.raises(Fault), intake(session, tmp_path / "a.losses.tsv") as taking:
        taking.take(breaking())
    assert not list(tmp_path.glob("*losses*"))


def test_a_dry_run_saves_nothing_and_needs_no_project(session, tmp_path):
    with Intake(session.project, "mk", listed=tmp_path / "a.tsv", dry=True) as taking:
        taking.take([found(1, losses=(Loss(Lost.RELATIONS),)), found(1)])
    assert taking.report.sentence == "1 article would be added, 1 here already, not carried over whole: 1 relation."
    assert session.project.find(found(1).imported.document.article.text_sha256) is None
    with Intake(None, "mk", dry=True) as taking:
        taking.take([found(1)])
    assert taking.report.added == ["a1"]
    assert not (tmp_path / "a.tsv").exists()


def test_a_file_that_is_larger_than_an_article_is_read_and_its_hash_kept_without_its_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_ARTICLE", 100)
    lines = [b'{"text": "Ana went %d."}\n' % number for number in range(20)]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(lines))
    with fresh(tmp_path / "p.anno", by="mk") as project:
        with Intake(project, "mk") as taking:
            taking.take(read_paths([path]))
        source = project.source(taking.report.added[-1])
    assert len(taking.report.added) == 20
    assert source is not None
    assert (source.kept, source.data, source.sha256) == (False, b"", sha256(path.read_bytes()).hexdigest())
