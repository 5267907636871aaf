from annotator.model.labels.layers import Layer, LayerSum, feature_of, likeliest_feature, proposed_layers

ENTITY = Layer("dkpro.NamedEntity", 3, {"value": {"PER": 2}}, usual="value", bare="ENTITY")
COMMENTS = {f"{n}x": 1 for n in range(9)}
KINDS = Layer("custom.Role", 20, {"comment": COMMENTS, "kind": {"farmer": 12, "priest": 8}})
RANKS = Layer("custom.Rank", 90, {"rank": {"1": 45, "2": 45}})
TOWNS = Layer("custom.City", 2)


def test_the_usual_layer_is_proposed_else_known_labels_else_few_values():
    assert proposed_layers([KINDS, ENTITY]) == {"dkpro.NamedEntity": "value"}
    assert proposed_layers([KINDS, RANKS, TOWNS]) == {"custom.City": ""}
    assert proposed_layers([KINDS, RANKS]) == {"custom.Role": "kind"}
    assert proposed_layers([RANKS]) == {}
    assert [likeliest_feature(each) for each in (ENTITY, KINDS, RANKS, TOWNS)] == ["value", "kind", "", ""]


def test_a_span_without_a_value_has_its_layers_name():
    assert ENTITY.labels("value") == {"PER": 2, "ENTITY": 1}
    assert KINDS.labels("comment")["Role"] == 11
    assert TOWNS.labels("") == {"City": 2}


def test_layers_of_articles_are_counted_together_and_named_in_short_or_in_full():
    total = LayerSum()
    total.add([KINDS, ENTITY])
    total.add([KINDS, Layer("dkpro.NamedEntity", 1, {"value": {"LOC": 1}}, usual="value", bare="ENTITY")])
    entities, kinds = total.layers
    assert entities.labels("value") == {"PER": 2, "LOC": 1, "ENTITY": 1}
    assert (kinds.count, kinds.features["kind"]) == (40, {"farmer": 24, "priest": 16})
    assert feature_of({"Role": "kind"}, kinds.name) == feature_of({kinds.name: "kind"}, kinds.name) == "kind"
    assert feature_of({"Role": "kind"}, "custom.Town") is None
