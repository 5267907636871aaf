from annotator.model.exchange import Loss, LossCount, Lost


def test_a_sum_says_first_what_is_lost_and_once_what_is_kept():
    lost = LossCount()
    lost.add([Loss(Lost.RELATIONS, count=3, kept=True), Loss(Lost.ATTRIBUTES, count=5, kept=True)])
    assert lost.sentence == "kept for this format: 3 relations, 5 attributes and notes"
    lost.add([Loss(Lost.ATTRIBUTES, count=2), Loss(Lost.OVERLAPS)])
    assert (
        lost.sentence
        == "2 attributes and notes, 1 overlapping span; kept for this format: 3 relations, 5 attributes and notes"
    )
    assert LossCount().sentence == ""
