import pytest

from annotator.model.labels.labelmap import Proposal, proposals

OURS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "DATE", "TIME", "WORK_OF_ART")


@pytest.mark.parametrize(
    ("theirs", "proposed"),
    [
        (["PER", "ORG", "LOC", "MISC"], {"PER": ("PERSON",), "LOC": ("GPE", "LOC")}),
        (["PERSON", "GPE", "LOC", "DATE", "TIME"], {}),
        (
            ["person", "place", "time"],
            {"person": ("PERSON",), "place": ("GPE", "LOC", "FAC"), "time": ("TIME", "DATE")},
        ),
        (["creative-work", "person-artist"], {"creative-work": ("WORK_OF_ART",), "person-artist": ("PERSON",)}),
        (["MONEY", "-", "", "Unheard"], {}),
    ],
)
def test_labels_of_known_schemes_have_proposals(theirs, proposed):
    assert proposals(theirs, OURS) == tuple(Proposal(*each) for each in sorted(proposed.items()))


def test_a_label_that_the_project_has_taken_in_is_left_alone():
    assert proposals(["PER"], ("PER", "PERSON")) == ()
