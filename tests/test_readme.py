"""What the README shows is what the program does. Run as a script, this writes its tables of keys and settings anew."""

import json
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from annotator.formats import labelsets
from annotator.formats.jsonl.writing import to_line
from annotator.model.document import AcceptedBy, Decision, Document, Status
from annotator.model.labels.labels import Label
from annotator.model.suggestions import Wish
from annotator.session import commands
from annotator.session.commands.registry import COMMANDS, Command
from annotator.session.exchange.formats import OWN, formats
from annotator.session.exchange.prelabelling import Incoming, incoming, prelabelled
from annotator.session.settings.declarations import Choice, Number, Setting
from annotator.session.settings.settings import DECLARED, GROUPS

CHECKOUT = Path(__file__).resolve().parents[1]
README = CHECKOUT / "README.md"
_SETTINGS = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)
_KEYS = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def table_of_keys() -> str:
    """The README's table of keys, from the commands."""
    assert commands  # importing it is what registers them
    sections: dict[str, list[str]] = {}
    menu = ""
    for command in COMMANDS.values():
        menu = command.menu or menu  # what stands in no menu goes with what it was registered after
        if command.listed and command.keys:
            sections.setdefault(menu, []).append(f"| {_keys(command)} | {_title(command)} | {command.help} |")
    rows = [row for title, members in sections.items() for row in (f"| | **{title}** | |", *members)]
    return "\n".join(["| key | command | what it does |", "|---|---|---|", *rows]) + "\n"


def table_of_settings() -> str:
    """The README's table of settings, from their declarations."""
    rows = ["| setting | what it is | where it is kept |", "|---|---|---|"]
    for group in GROUPS:
        rows.append(f"| **{group}** | | |")
        rows += [
            f"| {each.title} | {each.help}{_range(each)} | {each.kept}, `{each.name}` |"
            for each in DECLARED
            if each.group == group
        ]
    return "\n".join(rows) + "\n"


def _range(setting: Setting) -> str:
    if isinstance(setting.kind, Choice):
        return " " + ", ".join(words for _, words in setting.kind.options) + "."
    if isinstance(setting.kind, Number):
        return f" From {setting.kind.least} to {setting.kind.most}{' ' * bool(setting.kind.unit)}{setting.kind.unit}."
    return ""


def _stands_for_more(command: Command) -> bool:
    return command.shown not in command.keys


def _keys(command: Command) -> str:
    if _stands_for_more(command):
        return " ".join(key if key == "…" else f"`{key}`" for key in command.shown.split())
    return ", ".join(f"`{key}`" for key in dict.fromkeys(key.replace("Return", "Enter") for key in command.keys))


def _title(command: Command) -> str:
    return re.sub(r" 1\b", "", command.title) if _stands_for_more(command) else command.title


def block(marker: str) -> str:
    """The README's fenced code after `<!-- marker -->`."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)\n```", README.read_text("utf-8"), re.DOTALL)
    assert found, marker
    return found[1]


def test_the_table_of_keys_is_that_of_the_commands() -> None:
    found = _KEYS.search(README.read_text("utf-8"))
    assert found
    assert found[0] == table_of_keys(), "write it anew: uv run python tests/test_readme.py"


def test_the_table_of_settings_is_that_of_their_declarations() -> None:
    found = _SETTINGS.search(README.read_text("utf-8"))
    assert found
    assert found[0] == table_of_settings(), "write it anew: uv run python tests/test_readme.py"


def test_the_example_of_a_line_has_its_spans_where_it_says_they_are() -> None:
    line = json.loads(block("example"))
    text = line["text"]
    words = {row["id"]: text[row["start"] : row["end"]] for row in line["spans"]}
    assert words == {"e1": "Ana Ruiz", "q1.content.0": '"We are open,"', "q1.cue": "said", "q1.source": "Ana Ruiz"}
    assert [text[slice(*span)] for span in line["quotes"][0]["contents"]] == ['"We are open,"']


def test_the_example_of_a_label_set_is_one() -> None:
    title, labels = labelsets.read(block("labels").encode(), "README.md")
    assert (title, labels.names) == ("Harbour news", ("PERSON", "SHIP", "DATE"))
    assert labels.now == {"VESSEL": "SHIP"}
    shown = re.findall(r"^\| `(\w+)` \| ", README.read_text("utf-8").partition("## Label sets")[2], re.MULTILINE)
    assert {field.name for field in fields(Label)} <= set(shown)


def test_the_table_of_formats_has_them_all_in_order() -> None:
    """The program's own first, then those that are read and written, only written, only read, by their names."""
    rows = re.findall(r"^\| (`[^|]*`) \| (✓?) ?\| (✓?) ?\| ", README.read_text("utf-8"), re.MULTILINE)
    names = [re.findall(r"`([\w-]+)`", each) for each, _, _ in rows]
    assert sorted(name for row in names for name in row) == sorted(formats())
    firsts = [formats()[row[0]] for row in names]
    assert [(read, write) for _, read, write in rows] == [
        ("✓" if each.read else "", "✓" if each.write else "") for each in firsts
    ]
    assert firsts == sorted(firsts, key=lambda f: (f.name != OWN, not (f.read and f.write), not f.write, f.name))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text("utf-8")))))
def test_what_the_readme_links_to_is_there(name: str) -> None:
    assert (CHECKOUT / name).exists()


def _done(article: Incoming) -> str:
    """A sample article's line, with every suggestion accepted as marking it done does."""
    document, speakers = prelabelled(article.document, Wish())
    decided = {
        "decision": Decision.ACCEPTED,
        "accepted_by": AcceptedBy.ARTICLE,
        "by": "t",
        "at": "2026-01-01T00:00:00Z",
    }
    document = replace(
        document,
        status=Status.DONE,
        entities=tuple(replace(entity, **decided) for entity in document.entities),
        quotes=tuple(replace(quote, **decided) for quote in document.quotes),
    )
    assert isinstance(document, Document)
    return to_line(document, speakers, exported_by="annotator test").text


def test_the_training_that_the_readme_shows_runs_on_an_export(tmp_path: Path) -> None:
    articles = [article for article in incoming([CHECKOUT / "resources" / "sample"]) if isinstance(article, Incoming)]
    assert len(articles) == 2
    (tmp_path / "exports").mkdir()
    export = "".join(_done(article) + "\n" for article in articles)
    (tmp_path / "exports" / "corrected.jsonl").write_text(export, "utf-8")
    (tmp_path / "train.py").write_text(block("train").replace("range(10)", "range(1)"), "utf-8")
    ended = subprocess.run(
        [sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr
    check = (
        "import spacy; from spacy.tokens import DocBin;"
        "nlp = spacy.load('corrected-pipeline');"
        "docs = list(DocBin().from_disk('corrected.spacy').get_docs(nlp.vocab));"
        "assert len(docs) == 2; assert all(doc.ents and doc.spans['sc'] for doc in docs);"
        "assert {s.label_ for doc in docs for s in doc.spans['sc']} == {'CONTENT', 'CUE', 'SOURCE'}"
    )
    subprocess.run([sys.executable, "-c", check], cwd=tmp_path, check=True, timeout=120)


if __name__ == "__main__":
    text = _KEYS.sub(lambda _: table_of_keys(), README.read_text("utf-8"))
    README.write_text(_SETTINGS.sub(lambda _: table_of_settings(), text), "utf-8")
