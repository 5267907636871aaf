from hypothesis import given
from hypothesis import strategies as st

from annotator.model.mistakes import MetElsewhere, Mistake, without_quotations

SECRET = "The mayor said nobody knew."


def meet(error: Exception, doing: str = "") -> Mistake:
    try:
        raise error
    except Exception as met:
        return Mistake.of(met, doing)


def test_an_error_is_its_kind_and_its_places_and_its_words_only_where_they_are_wanted():
    mistake = meet(ValueError(SECRET), "Exporting")
    assert mistake.kind == "ValueError"
    report = mistake.report().split("\n")
    assert report[0] == "Exporting"
    assert report[1].startswith("  tests/model/test_mistakes.py:")
    assert report[1].endswith(" in meet")
    assert SECRET not in mistake.report()
    assert f"ValueError: {SECRET}" in mistake.report(with_words=True)


def test_errors_that_led_to_it_come_before_it_and_one_that_was_put_aside_does_not():
    def fail(*, aside: bool) -> None:
        try:
            {}["a"]
        except KeyError as error:
            raise LookupError("b") from (None if aside else error)

    kinds = []
    for aside in (False, True):
        try:
            fail(aside=aside)
        except LookupError as error:
            kinds.append([line for line in Mistake.of(error).trace if not line.startswith(" ")])
    assert kinds == [["KeyError", "LookupError"], ["LookupError"]]


def test_the_same_mistake_is_the_same_value_whatever_the_article():
    first, second = (meet(ValueError(words)) for words in ("one", "another"))
    assert first.trace == second.trace


def test_recursion_is_cut_in_the_middle():
    def deeper(n: int) -> None:
        if n:
            return deeper(n - 1)
        raise ValueError

    try:
        deeper(200)
    except ValueError as error:
        trace = Mistake.of(error).trace
    assert len(trace) < 60
    assert any("more …" in line for line in trace)


def test_an_error_that_cannot_say_what_it_is_is_kept_all_the_same():
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert "(no words)" in meet(Mute()).report(with_words=True)


@given(st.text(min_size=1), st.sampled_from([repr, "“{}”".format, "«{}»".format]))
def test_what_is_quoted_in_a_sentence_is_left_out(words, quoted):
    said = quoted(words.replace("\n", " ").replace("”", "").replace("»", "") or "x")
    assert without_quotations(f"line 3: {said} is no date") == "line 3: … is no date"


def test_what_was_met_in_another_process_is_told_as_it_was_there():
    there = meet(ValueError(SECRET))
    assert (
        meet(MetElsewhere(there), "Exporting").report(with_words=True) == f"Exporting\n{there.report(with_words=True)}"
    )
