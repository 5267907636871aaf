"""Whether every format loses what it says it loses, for as many articles as are wanted.

The law and the articles are those of `tests/formats/test_losses.py`, which holds them for a few.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.model.exchange import Format
from annotator.model.faults import Fault


def run(argv: Sequence[str]) -> int:
    """Print a row for each format; 1 where one said what is not so."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks losses", description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=2_000, help="for each format (2,000)")
    parser.add_argument("--format", action="append", help="only this format; may be given again")
    options = parser.parse_args(argv)
    from tests.formats.test_losses import both_ways

    print(f"{'':<24}{'articles':>10}{'as told':>10}{'unwritten':>10}{'wrong':>10}")
    bad = 0
    for form in both_ways():
        if not options.format or form.name in options.format:
            counts = _of(form, options.articles)
            bad += counts["wrong"]
            print(
                f"{form.name:<24}{counts.total():10,}" + "".join(f"{counts[key]:10,}" for key in _COUNTED), flush=True
            )
    return 1 if bad else 0


_COUNTED = ("as told", "unwritten", "wrong")


def _of(form: Format, articles: int) -> Counter[str]:
    """How many articles were as the format said, could not be written, or were otherwise; the first is told."""
    from tests.formats.documents import documents
    from tests.formats.test_losses import travels

    counts: Counter[str] = Counter()

    @given(documents(), st.data())
    @settings(
        deadline=None,
        max_examples=articles,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(pair, more) -> None:
        try:
            travels(form, pair, more).check()
        except Fault:
            counts["unwritten"] += 1
        except AssertionError as error:
            if not counts["wrong"]:
                print(f"{form.name}: {str(error)[:500]}")
            counts["wrong"] += 1
        else:
            counts["as told"] += 1

    each()
    return counts
