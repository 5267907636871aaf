"""Layers of a project's own that somebody says are entities."""

from dataclasses import replace

import pytest

from annotator.formats.cas.articles import from_cas, to_cas
from annotator.formats.cas.dkpro import NAMED_ENTITY
from annotator.formats.cas.inception import JSON, XMI
from annotator.formats.cas.structures import ANNOTATION, INTEGER, STRING, Cas, Feature, Refs, Structure, Type
from annotator.formats.cas.webanno import FORMAT as TSV
from annotator.formats.inputs import Given
from annotator.model.document import Entity, Span
from annotator.model.exchange import Portable, WriteOptions
from annotator.model.labels.layers import Layer
from tests.formats.exchanging import articles, read, write_folder
from tests.formats.layered import LAYERED, PERSON, TOWN


def told(document):
    return [(document.words(each.span), each.label) for each in document.entities]


def written(document):
    cas, losses = to_cas(Portable(document, {}), WriteOptions())
    return [(each.type, dict(each.features)) for each in cas.structures if each.begin is not None], losses


def layered(layers):
    (found,) = TSV.read_layers(Given("a.tsv", LAYERED.encode()), layers)
    return found


def test_the_layers_are_told_and_are_no_entities_unless_somebody_says_so():
    (found,) = read(TSV, LAYERED.encode(), "a.tsv")
    assert not found.document.entities
    assert found.layers == (
        Layer(PERSON, 2, {"comment": {"sure": 1}, "kind": {"politician": 1, "farmer": 1}}),
        Layer(TOWN, 1),
    )
    assert {loss.detail for loss in found.losses} == {"of other layers: Knows", "of other layers: Person, Town"}
    assert told(layered({"Person": "kind"}).document) == [("Ana", "politician"), ("Bo", "farmer")]
    assert told(layered({PERSON: "", TOWN: ""}).document) == [("Ana", "Person"), ("Bo", "Person"), ("Kell", "Town")]
    assert told(layered({PERSON: "comment"}).document) == [("Ana", "sure"), ("Bo", "Person")]


@pytest.mark.parametrize("form", [XMI, JSON, TSV], ids=["xmi", "json", "tsv"])
def test_they_go_back_to_their_layers_with_all_that_these_say(form, tmp_path):
    document = layered({PERSON: "kind", "Town": ""}).document
    ana, bo, kell = document.entities
    new = Entity(id="e9", span=Span(4, 9), label="GPE")
    document = replace(document, entities=(replace(ana, label="mayor"), new, bo, replace(kell, label="GPE")))
    losses = write_folder(form, tmp_path, articles([(document, {})]))
    assert "of layers without a feature for them" in {loss.detail for loss in losses if loss.kept}
    assert all(loss.kept for loss in losses)
    (path,) = (each for each in tmp_path.iterdir() if each.suffix == form.suffixes[0])
    (found,) = read(form, path)
    placed = replace(new, extra={"cas": {"layer": TOWN, "feature": ""}})
    assert found.document.entities == tuple(placed if each is new else each for each in document.entities)
    structures, _ = written(found.document)
    ours = [(kind, features) for kind, features in structures if kind in (PERSON, TOWN)]
    assert [(kind, *features.items()) for kind, features in ours] == [
        (PERSON, ("comment", "sure"), ("kind", "mayor")),
        (TOWN,),
        (PERSON, ("kind", "farmer")),
        (TOWN,),
    ]
    (knows,) = (features for kind, features in structures if kind == "webanno.custom.Knows")
    assert knows["how"] == "well"
    assert isinstance(knows["Governor"], Refs)


def test_what_a_tool_changed_of_the_other_features_counts(tmp_path):
    write_folder(TSV, tmp_path, articles([(layered({PERSON: "kind"}).document, {})]))
    (path,) = tmp_path.glob("*.tsv")
    path.write_text(path.read_text("utf-8").replace("sure", "doubtful"), "utf-8")
    (found,) = read(TSV, path)
    assert found.document.entities[0].extra["cas"]["features"] == {"comment": "doubtful"}


def test_numbers_stay_numbers_and_references_lead_where_they_led():
    types = {
        PERSON: Type(ANNOTATION, {"rank": Feature(INTEGER)}),
        NAMED_ENTITY: Type(ANNOTATION, {"value": Feature(STRING), "whose": Feature(NAMED_ENTITY)}),
    }
    rows = [
        Structure(1, PERSON, {"rank": 1}, 0, 3),
        Structure(2, PERSON, {"rank": 2}, 10, 12),
        Structure(3, NAMED_ENTITY, {"value": "PER", "whose": Refs((4,))}, 0, 3),
        Structure(4, NAMED_ENTITY, {"value": "LOC"}, 16, 20),
        Structure(5, PERSON, {}, 9, 9),
    ]
    cas = Cas("Ana knows Bo of Kell.", rows, types)
    found = from_cas(cas, "a", "a", {PERSON: "rank", NAMED_ENTITY: "value"})
    assert sorted(told(found.document)) == [("Ana", "1"), ("Ana", "PER"), ("Bo", "2"), ("Kell", "LOC")]
    first = replace(found.document.entities[0], label="FIRST")
    named = replace(found.document, entities=(first, *found.document.entities[1:]))
    again, _ = to_cas(Portable(named, {}), WriteOptions())
    assert sorted(each.features["rank"] for each in again.structures if "rank" in each.features) == [1, 2]
    assert sum(each.type == PERSON for each in again.structures) == 3, "one that stands nowhere is kept"
    (whose,) = (each.features["whose"] for each in again.structures if "whose" in each.features)
    assert next(each for each in again.structures if each.id == whose.ids[0]).features["value"] == "LOC"
    assert from_cas(again, "a", "a").document.entities == named.entities
    less = replace(named, entities=tuple(each for each in named.entities if each.label != "LOC"))
    structures, _ = written(less)
    assert (NAMED_ENTITY, {"value": "PER"}) in structures
