"""What scores of the quote engine are worth, measured on gold: prints a new `resources/quotes/en/scores.toml`.

Of each reason the quotes that were found in news are sorted by the score that its rule or the weights gave them, and
isotonic regression gives steps: from which score on which share was right, in span and source both. The file that comes
with the program is told so from PolNeAR's training split, all of it; it holds nothing but these figures. The same
articles, weights and pipeline give the same file.
"""

import argparse
import json
import sys
from pathlib import Path

LEAST = 20
"""How many quotes a reason needs; one of fewer keeps the figures of its rule."""

LEFT_OUT = frozenset({"transcript"})
"""What PolNeAR counts as no quote and our guidelines do: turns behind a name and a colon."""

HEAD = """\
# What a quote's score is worth, by its reason: from which score on, as its rule or the weights gave it, which share of
# quotes was right, in span and source both. Told by `python -m tests.benchmarks scores` from {gold}
# ({articles} articles, {pipeline}); a reason that is not here came up fewer than {least} times,
# or is no quote there.
"""


def run(argv: list[str]) -> int:
    """Prints the file to standard output, and how far it has got to standard error; 0."""
    from annotator.model.suggestions import QuoteKinds
    from annotator.nlp.learning.trials import Trial, reading_of, worths
    from annotator.nlp.pipelines import best_pipeline, load, origin
    from annotator.nlp.quotes.learned import shipped
    from tests.benchmarks.quotes import records

    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scores", description=__doc__)
    parser.add_argument("gold", type=Path, help="a file of gold records, such as PolNeAR's training split, prepared")
    parser.add_argument("--articles", type=int, help="so many articles, spread over the file, for a first look")
    options = parser.parse_args(argv)
    nlp = load(best_pipeline("en"), "en")
    trials = []
    for number, record in enumerate(records(options.gold, options.articles), 1):
        acts = reading_of(record.text, nlp).acts(QuoteKinds.ALL, shipped())
        trials.append(Trial(record.text, record.quotes, acts))
        if number % 50 == 0:
            print(f"{number} articles", file=sys.stderr, flush=True)
    print(HEAD.format(least=LEAST, gold=options.gold.stem, articles=len(trials), pipeline=origin(nlp)))
    for reason, steps in worths(trials, LEAST).items():
        if reason not in LEFT_OUT:
            print(f"{json.dumps(reason)} = {json.dumps([list(step) for step in steps])}")
    return 0
