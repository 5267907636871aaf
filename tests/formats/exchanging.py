"""Writing documents in a format and reading them back, for the tests of formats."""

import copy
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from annotator.formats.inputs import Given, OpenFile
from annotator.formats.outputs import FileOutput, FolderOutput
from annotator.model.document import AcceptedBy, AnyAnnotation, Decision, Document, Speaker, Status
from annotator.model.exchange import Format, Imported, Loss, Portable, WriteOptions
from annotator.model.faults import Fault


@dataclass
class Bytes:
    """One file in memory, as an output."""

    stem: str = "out"

    def __post_init__(self) -> None:
        self._kept = BytesIO()
        self._file = FileOutput(self.stem, self._kept)
        self.text, self.binary, self.put = self._file.text, self._file.binary, self._file.put

    @property
    def data(self) -> bytes:
        """What was written."""
        self._file.flush()
        return self._kept.getvalue()


def articles(pairs: Iterable[tuple[Document, Mapping[str, Speaker]]]) -> list[Portable]:
    return [Portable(document, speakers) for document, speakers in pairs]


def write(form: Format, these: Iterable[Portable], **options: Any) -> tuple[bytes, list[Loss]]:
    """The bytes of a format that has one file, and what was lost."""
    output = Bytes()
    assert form.write is not None
    writer = form.write(output, WriteOptions(**options))
    losses = [loss for each in these for loss in writer.write(each)]
    writer.finish()
    return output.data, losses


def write_folder(form: Format, folder: Path, these: Iterable[Portable], **options: Any) -> list[Loss]:
    """The same for a format that has a folder of files."""
    folder.mkdir(parents=True, exist_ok=True)
    output = FolderOutput("out", folder)
    assert form.write is not None
    writer = form.write(output, WriteOptions(**options))
    losses = [loss for each in these for loss in writer.write(each)]
    writer.finish()
    output.close()
    return losses


def read(form: Format, data: bytes | Path, name: str = "a.jsonl") -> list[Imported]:
    """The articles of a file, all of which can be read."""
    assert form.read is not None
    found = list(form.read(Given(name, data) if isinstance(data, bytes) else OpenFile(data)))
    assert not [each for each in found if isinstance(each, Fault)], found
    return [each for each in found if isinstance(each, Imported)]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by their paths."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return data.getvalue()


def settled(document: Document) -> Document:
    """A document as a tool that knows when a text is done gives it back: what was pending in it is accepted."""

    def accepted(each: AnyAnnotation) -> AnyAnnotation:
        if not each.pending:
            return each
        return replace(each, decision=Decision.ACCEPTED, accepted_by=AcceptedBy.ARTICLE)

    if document.status is not Status.DONE:
        return document
    return replace(
        document,
        entities=tuple(accepted(each) for each in document.entities),
        quotes=tuple(accepted(each) for each in document.quotes),
    )


def same(back: Document, document: Document) -> bool:
    """Whether two documents are equal but for tokens, map, and a title or file where the second one had none."""
    article = replace(
        document.article,
        title=document.article.title or back.article.title,
        file=document.article.file or back.article.file,
        source_map=back.article.source_map,
    )
    return replace(document, article=article, tokens=back.tokens) == back


def mutations(data: bytes, count: int = 40) -> list[bytes]:
    """The bytes with a few of them changed, cut off, doubled or put elsewhere; the same ones each time."""
    chance = random.Random(7)
    made = []
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed))
            match chance.randrange(4):
                case 0:
                    changed[at] = chance.choice(b'0123456789{}[]":,-\\\xff\0nul')
                case 1:
                    del changed[at : at + chance.randint(1, 30)]
                case 2:
                    changed[at:at] = changed[at : at + chance.randint(1, 30)]
                case _:
                    changed[at:at] = chance.choice([b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\ud800"', b"9" * 5000])
        made.append(bytes(changed) or b"{}")
    return made


_VALUES = (
    None,
    -1,
    0,
    1.5,
    True,
    10**20,
    "",
    "x",
    [],
    {},
    [None],
    [[]],
    [{}],
    [1, 2],
    {"a": 1},
    {"start": 0, "end": 3},
)


def misplaced(data: bytes, count: int = 60) -> list[bytes]:
    """A JSON text, or the first of several on lines, with other values in a few places; the same ones each time."""
    chance = random.Random(7)
    text = data.decode()
    made = []
    for _ in range(count):
        value = json.loads(text if text.startswith("[") else text.splitlines()[0])
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice([*_places(value)] or [([None], 0)])
            if isinstance(holder, dict) and chance.random() < 0.25:
                del holder[key]
            elif isinstance(holder, list) and chance.random() < 0.25:
                holder.append(holder[key])
            else:
                holder[key] = copy.deepcopy(chance.choice(_VALUES))
        made.append(json.dumps(value).encode() + b"\n")
    return made


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value, as what holds it and the key or index there."""
    for key, each in (
        [*value.items()] if isinstance(value, dict) else [*enumerate(value)] if isinstance(value, list) else ()
    ):
        yield value, key
        yield from _places(each)


def survives(form: Format, data: bytes, name: str = "a.jsonl") -> None:
    """Reading bytes gives an article, and reading them changed gives articles and Faults, and nothing else."""
    assert form.read is not None
    assert any(isinstance(each, Imported) for each in form.read(Given(name, data)))
    for changed in (*mutations(data), *(misplaced(data) if name.endswith(("json", "jsonl")) else ())):
        given = Given(name, changed)
        assert form.recognises(given) in (True, False)
        try:
            for each in form.read(given):
                assert isinstance(each, Imported | Fault)
        except Fault:
            pass
