"""spaCy trains on what is exported for it."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from annotator.formats.outputs import folder_output
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker
from annotator.model.exchange import Portable, WriteOptions
from annotator.nlp.docbin.format import FORMAT
from annotator.nlp.tokenize import tokenize

PEOPLE = ["Mira Sol", "Tam Oduya", "Lena Brandt", "Ivo Marsh", "Ruth Keel", "Omar Finch"]
PLACES = ["Port Selby", "Kellton", "Amberley", "Nordhaven"]
PATTERNS = [
    "“We open the harbour,” {person} said in {place} on Monday.",
    "{person} came to {place} 😀 and left again.\nNobody saw it.",
    "In {place}, {person} told the council that “it is done”.",
]


def an_article(number: int, chance: random.Random) -> Document:
    person, place = chance.choice(PEOPLE), chance.choice(PLACES)
    text = f"Report {number}: " + chance.choice(PATTERNS).format(person=person, place=place)
    entities = tuple(
        Entity(id=label, span=Span(match.start(), match.end()), label=label)
        for words, label in ((person, "PERSON"), (place, "GPE"))
        if (match := re.search(words, text))
    )
    said = re.search("“.*”", text)
    mention = next(entity.span for entity in entities if entity.label == "PERSON")
    quote = said and Quote(id="q", kind=Kind.DIRECT, contents=(Span(*said.span()),), source=mention, speaker="s")
    return Document(
        article=Article(id=str(number), text=text, language="en"),
        tokens=tokenize(text, "en"),
        entities=tuple(sorted(entities, key=lambda entity: entity.span)),
        quotes=(quote,) if quote else (),
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "out"
    chance = random.Random(3)
    with folder_output(folder) as output:
        writer = FORMAT.write(output, WriteOptions(splits=("train", "dev")))
        for number in range(360):
            document = an_article(number, chance)
            writer.write(Portable(document, {"s": Speaker(id="s", name="S")}, "train" if number % 6 else "dev"))
        writer.finish()
    return folder


def ran(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "spacy", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_debug_data_finds_nothing_wrong(exported):
    said = ran(exported, "debug", "data", "config.cfg", "--no-format")
    assert "300 training docs" in said
    assert "60 evaluation docs" in said
    assert re.search(r"2 label\(s\)", said)
    assert not re.search(r"invalid whitespace entity spans|misaligned", said.replace("0 misaligned tokens", ""))


def test_one_epoch_lowers_the_loss_and_finds_entities(exported):
    options = {"max_epochs": 1, "eval_frequency": 6, "batcher.size": 80, "optimizer.learn_rate": 0.005}
    given = [each for name, value in options.items() for each in (f"--training.{name}", str(value))]
    said = ran(exported, "train", "config.cfg", "--output", "model", *given)
    rows = [line.split() for line in said.splitlines() if re.match(r"\s*\d+\s+\d+\s+\d", line)]
    losses = [float(row[3]) for row in rows][1:]  # the first row is of one batch
    assert len(losses) >= 3
    assert losses[-1] < losses[0] / 2, said
    nlp = spacy.load(exported / "model/model-last")
    doc = nlp("“We wait,” Mira Sol said in Kellton on Friday.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Mira Sol", "PERSON"), ("Kellton", "GPE")]
