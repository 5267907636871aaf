"""What is learned from a clause whose words are right and whose cue is not."""

from spacy.language import Language

from annotator.model.document import Kind, Span
from annotator.model.scores.values import GoldQuote
from annotator.nlp.learning.training import GoldArticle, train
from annotator.nlp.quotes.learned import Weights

CONTENT = "whether she would come back to the harbour before the end of May"


def article(name: str) -> GoldArticle:
    text = f"{name} refused to say {CONTENT}."
    at = text.index(CONTENT)
    quote = GoldQuote(
        span=Span(at, at + len(CONTENT)),
        kind=Kind.INDIRECT,
        sources=(Span(0, len(name)),),
        cues=(Span(at - 4, at - 1),),
    )
    return GoldArticle(text, (quote,))


def test_a_cue_that_is_not_golds_is_learned_to_report_nothing(nlp: Language) -> None:
    articles = [article("Maria Lindgren"), article("Thomas Keller")]
    trained = train(articles, nlp, Weights({}), 0, lambda *_: None)
    weights = trained.weights.weights
    assert weights["cue=say"] > 0 > weights["cue=refuse"]
