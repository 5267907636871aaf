import pytest

from annotator.model.figures import Counts, Table, tables
from annotator.ui.figures.charts import MOST, Chart, Series, chart_of


def table(name: str, *rows) -> Table:
    columns = {each.name: each.columns for each in tables(Counts())}[name]
    return Table(name, columns, rows)


def test_a_table_is_drawn_by_its_names_and_numbers():
    drawn = chart_of(table("decisions", ("p 1", "PERSON", 3, 5, 1, 0, 0, 9), ("analyst", "PERSON", 0, 0, 0, 0, 2, 0)))
    assert drawn is not None
    assert (drawn.names, drawn.stacked) == (("PERSON · p 1", "PERSON · analyst"), True)
    assert drawn.series[0] == Series("accepted", (3.0, 0.0))
    shares = chart_of(table("pipelines", ("p 1", "PERSON", 0.5, None, 1, 1, 0, 0)))
    assert shares == Chart(
        ("PERSON · p 1",), (Series("precision", (0.5,)), Series("recall", (0.0,))), upright=False, stacked=False
    )


def test_of_many_rows_the_first_are_drawn_and_of_days_the_last():
    speakers = chart_of(table("speakers", *((f"Ana {n}", "", 1, 100 - n) for n in range(50))))
    days = chart_of(table("progress", *((f"day {n}", n, n) for n in range(50))))
    assert speakers is not None
    assert days is not None
    assert (len(speakers.names), speakers.names[0]) == (MOST, "Ana 0")
    assert (len(days.names), days.names[-1], days.upright) == (MOST, "day 49", True)


@pytest.mark.parametrize("name", ["pace", "speakers"])
def test_nothing_is_drawn_where_nothing_can_be_compared(name):
    assert chart_of(table(name, *([("days left", 1)] if name == "pace" else []))) is None


def test_there_is_a_chart_for_every_figure_but_the_pace():
    undrawn = [each.name for each in tables(Counts()) if chart_of(_filled(each)) is None]
    assert undrawn == ["pace"]


def _filled(each: Table) -> Table:
    return Table(each.name, each.columns, (tuple(range(len(each.columns))),))
