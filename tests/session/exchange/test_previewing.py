"""What an import would bring, and what its labels are called."""

import pickle
from dataclasses import replace
from functools import partial

import pytest

from annotator.session.exchange.formats import OWN
from annotator.session.exchange.importing import ReadOptions, read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.exchange.labelmaps import proposed, remember, remembered, undecided
from annotator.session.exchange.layermaps import remember_layers, remembered_layers
from annotator.session.exchange.previewing import Arrival, Preview, foreign_labels, look_at_import
from annotator.session.labels import default_set
from tests.formats.layered import LAYERED, PERSON, TOWN
from tests.session.conftest import SECOND

COLUMNS = "-DOCSTART- O\n\nMara B-PER\nLind I-PER\nmet O\nKell B-LOC\n\n"


@pytest.fixture
def columns(tmp_path):
    path = tmp_path / "news.conll"
    path.write_text(COLUMNS, "utf-8")
    return path


def looked(paths, form=None, texts=()):
    handed = []
    look_at_import(paths, form, lambda done, of: None, lambda: True, handed.append)
    preview = Preview(set(texts))
    for batch in handed:
        preview.add(batch)
    return preview


def test_the_articles_are_told_with_their_format_and_its_labels(columns):
    preview = looked([columns])
    ((arrival, known),) = preview.arrivals
    assert (arrival.form, arrival.entities, known) == ("conll", 2, False)
    assert arrival.beginning.startswith("Mara Lind met Kell")
    assert preview.labels_by({}) == {"conll": {"PER": 1, "LOC": 1}}
    assert preview.forms == {"conll": 1}


def test_what_is_here_already_has_no_labels_to_decide(columns, session):
    bring_in(session, read_paths([columns]))
    preview = looked([columns, columns.parent], texts={entry.text_sha256 for entry in session.entries})
    assert (preview.articles, preview.known) == (1, 1)
    assert not preview.labels_by({})
    assert not preview.lost


def test_the_same_text_twice_comes_in_once(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SECOND, "utf-8")
    assert looked([tmp_path]).known == 1


def test_a_format_can_be_asked_for_and_what_cannot_be_read_is_counted(columns):
    preview = looked([columns], "label-studio")
    assert (preview.articles, preview.failed) == (0, len(preview.faults))
    assert preview.faults


def test_losses_are_counted_over_articles_of_a_format(tmp_path):
    (tmp_path / "a.txt").write_text("Kell is a town.", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tGPE 0 4\tKell\nA1\tSmall T1\n#1\tAnnotatorNotes T1\tsure\n", "utf-8")
    preview = looked([tmp_path])
    (arrival, _), = preview.arrivals  # fmt: skip
    assert arrival.form == "brat"
    assert preview.lost == arrival.lost
    assert sum(preview.lost.counts.values()) == sum(loss.count for loss in arrival.losses) > 0


def test_plain_lines_have_foreign_labels_and_exported_ones_say_where_theirs_came_from(tmp_path):
    line = '{"text": "Kell met.", "spans": [{"start": 0, "end": 4, "label": "TOWN"}]}\n'
    (tmp_path / "plain.jsonl").write_text(line, "utf-8")
    assert looked([tmp_path / "plain.jsonl"]).labels == {OWN: {"TOWN": 1}}
    (found,) = read_paths([tmp_path / "plain.jsonl"])
    document = found.imported.document
    entities = tuple(replace(each, origin="analyst") for each in document.entities)
    own = replace(found, imported=replace(found.imported, document=replace(document, entities=entities)), format=OWN)
    assert not foreign_labels(own)


def test_a_look_can_be_handed_to_another_process_and_so_can_what_it_finds(columns):
    look = pickle.loads(pickle.dumps(partial(look_at_import, (columns,), None)))
    handed = []
    look(lambda done, of: None, lambda: True, handed.append)
    assert isinstance(pickle.loads(pickle.dumps(handed))[0][0], Arrival)


def test_labels_are_called_as_last_time_else_as_is_likeliest_and_can_stay():
    found = proposed({"PER", "LOC", "SHIP"}, default_set().names, {"LOC": "LOC"})
    assert found == {"LOC": ("LOC", "GPE"), "PER": ("PERSON", "PER"), "SHIP": ("SHIP",)}
    assert proposed({"MISC"}, default_set().names, {}) == {"MISC": ("MISC",)}
    assert proposed({"MISC"}, default_set().names, {}, suggested=True) == {"MISC": ("", "MISC")}
    assert proposed({"MISC"}, default_set().names, {"MISC": "EVENT"}, suggested=True)["MISC"][0] == "EVENT"


def test_what_is_new_or_broader_is_undecided_until_somebody_has_said():
    assert undecided({"PER"}, default_set().names, {})
    assert undecided({"LOC"}, default_set().names, {})
    assert undecided({"SHIP"}, default_set().names, {})
    assert not undecided({"SHIP", "LOC"}, default_set().names, {"SHIP": "", "LOC": "GPE"})
    assert not undecided({"LOC", "GPE", "PERSON"}, default_set().names, {})


def test_choices_are_kept_by_format_in_the_project_with_their_labels(session):
    remember(session, {"conll": {"PER": "PERSON", "SHIP": "VESSEL", "MISC": ""}, "brat": {"PER": "ORG"}})
    remember(session, {"conll": {"LOC": "GPE"}})
    assert remembered(session, ["conll", "brat", "prodigy"]) == {
        "conll": {"PER": "PERSON", "SHIP": "VESSEL", "MISC": "", "LOC": "GPE"},
        "brat": {"PER": "ORG"},
    }
    assert session.labels == (*default_set().names, "VESSEL")
    session.project.put("label_maps", ["of another version"])
    assert remembered(session, ["conll"]) == {}


def test_mapped_labels_come_in_so_and_what_is_left_out_does_not(columns):
    (found,) = read_paths(
        [columns], options=ReadOptions(labels={"conll": {"PER": "PERSON", "LOC": ""}, "brat": {"PER": "ORG"}})
    )
    assert [entity.label for entity in found.imported.document.entities] == ["PERSON"]
    assert found.format == "conll"


def test_which_layers_are_entities_decides_on_labels_and_losses_and_is_kept_by_format(session, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(LAYERED, "utf-8")
    preview = looked([path])
    chosen = {"webanno-tsv": {PERSON: "kind", TOWN: ""}}
    ((arrival, _),) = preview.arrivals
    assert [arrival.entities_of(of) for of in ({}, chosen["webanno-tsv"])] == [0, 3]
    assert preview.labels_by(chosen) == {"webanno-tsv": {"politician": 1, "farmer": 1, "Town": 1}}
    assert preview.lost_by({}).sentence == "kept for this format: 1 relation, 3 attributes and notes"
    assert preview.lost_by(chosen).sentence == "kept for this format: 1 relation"
    remember_layers(session.project, chosen)
    remember_layers(session.project, {"cas-xmi": {}})
    kept = remembered_layers(session.project)
    assert kept == {**chosen, "cas-xmi": {}}
    (found,) = read_paths(
        [path], options=ReadOptions(layers=kept, labels={"webanno-tsv": {"farmer": "", "Town": "GPE"}})
    )
    assert [each.label for each in found.imported.document.entities] == ["politician", "GPE"]
