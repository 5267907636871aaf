"""Which labels a pipeline gives, and what it gives them to in an article: a look (see `looks`), since it is loaded."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model.labels.labelmap import pipeline_scheme
from annotator.model.suggestions import QuoteKinds

_CHARACTERS = 20_000
"""So much of the article is read: some 0.6 s."""
_WORDS = 40


@dataclass(frozen=True)
class PipelineLabels:
    """The labels of a pipeline, as it calls them.

    origin    its name and version
    times     how often each stands in the article
    examples  the first words of the article that each stands for, "" where there are none
    """

    origin: str
    times: Mapping[str, int]
    examples: Mapping[str, str]

    @property
    def scheme(self) -> str:
        """The name under which it is remembered what they are called."""
        return pipeline_scheme(self.origin)


def look_at_pipeline(
    text: str,
    language: str | None,
    pipeline: str | None,
    progress: Callable[[int, int | None], None],  # noqa: ARG001  # it is known only when it is done
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],
) -> None:
    """Hand over the `PipelineLabels` of the pipeline that such an article gets.

    text      the article's, "" where there is none
    language  ISO 639-1, None where it is to be detected
    pipeline  the one the project names, None for the best installed

    Raises Fault where the pipeline is missing or broken.
    """
    from annotator.nlp import pipelines
    from annotator.nlp.language import detect
    from annotator.nlp.prelabel import prelabel

    language = language or (detect(text) if text else None)
    nlp = pipelines.load(pipelines.best_pipeline(language, pipeline), language)
    if not wanted():
        return
    text = text[:_CHARACTERS]
    entities = prelabel(nlp, text, QuoteKinds.DIRECT, language).entities
    times = Counter(dict.fromkeys(pipelines.labels_of(nlp), 0))
    examples = dict.fromkeys(times, "")
    for entity in entities:
        times[entity.label] += 1
        examples[entity.label] = examples.get(entity.label) or " ".join(text[slice(*entity.span)][:_WORDS].split())
    hand(PipelineLabels(pipelines.origin(nlp), dict(times), examples))
