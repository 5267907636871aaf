"""The formats that there are: those that come with the program, and those of other packages.

Another package adds one by an entry point in the group `annotator.formats` that names a `Format`, or a tuple of them.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from annotator.formats.inputs import SUFFIXES
from annotator.model.exchange import Format, Input
from annotator.model.faults import Fault

GROUP = "annotator.formats"

OWN = "annotator"
"""The name of the project's own JSONL."""

_BUILT_IN = (
    "annotator.formats.jsonl.format:FORMAT",
    "annotator.formats.quotes_csv:CSV",
    "annotator.formats.quotes_csv:TSV",
    "annotator.formats.prodigy:FORMAT",
    "annotator.formats.prodigy:FLAT",
    "annotator.formats.brat.format:FORMAT",
    "annotator.formats.brat.format:AS_EVENTS",
    "annotator.formats.citron:FORMAT",
    "annotator.formats.doccano:FORMAT",
    "annotator.formats.doccano:SPANS",
    "annotator.formats.label_studio.format:FORMAT",
    "annotator.formats.labelbuddy:FORMAT",
    "annotator.nlp.docbin.format:FORMAT",
    "annotator.formats.huggingface.format:FORMAT",
    "annotator.formats.huggingface.format:PARQUET",
    "annotator.formats.cas.inception:XMI",
    "annotator.formats.cas.inception:JSON",
    "annotator.formats.cas.webanno:FORMAT",
    "annotator.formats.cas.inline:FORMAT",
    "annotator.formats.conll.format:IOB2",
    "annotator.formats.conll.format:IOB1",
    "annotator.formats.conll.format:BIOES",
    "annotator.formats.conll.format:QUOTES",
    "annotator.formats.articles.html:FORMAT",
    "annotator.formats.page.format:FORMAT",
    "annotator.formats.articles.docx:FORMAT",
    "annotator.formats.articles.pdf:FORMAT",
    "annotator.formats.articles.feeds:FORMAT",
    "annotator.formats.articles.newsml:FORMAT",
    "annotator.formats.articles.tables:CELLS",
    "annotator.formats.articles.tables:LINES",
    "annotator.formats.articles.tables:PARQUET",
)

ALIASES: Mapping[str, tuple[str, ...]] = {
    "jsonl": (OWN,),
    "prodigy-flat": ("prodigy",),
    "doccano-spans": ("doccano",),
    "docbin": ("spacy",),
    "standoff": ("brat",),
    "polnear": ("brat-events",),
    "parc": ("brat-events",),
    "labelstudio": ("label-studio",),
    "hf": ("huggingface",),
    "datasets": ("huggingface",),
    "xmi": ("cas-xmi",),
    "cas": ("cas-xmi",),
    "uima": ("cas-xmi",),
    "inception": ("cas-xmi",),
    "inline-xml": ("cas-inline",),
    "webanno": ("webanno-tsv",),
    "tsv3": ("webanno-tsv",),
    "ctsv3": ("webanno-tsv",),
    "conll-2003": ("conll",),
    "conll2003": ("conll",),
    "bio": ("conll",),
    "iob2": ("conll",),
    "iob": ("conll",),
    "iob1": ("conll-iob1",),
    "bioes": ("conll-bioes",),
    "iobes": ("conll-bioes",),
    "csv": ("quotes-csv", "table"),
    "tsv": ("quotes-tsv", "table"),
    "parquet": ("huggingface-parquet",),
    "html": ("html-page",),
    "word": ("docx",),
    "rss": ("feed",),
    "atom": ("feed",),
}
"""What else people call formats; the first one counts that can be read, or written. A format's own name goes before.

One that is only written, and whose files another format reads, is an alias of that one: so its exports come in again.
"""


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, the program's own first. Raises Fault where one of another package cannot be loaded."""
    from importlib.metadata import entry_points  # with the parser of mail that it needs: only where formats are

    found: dict[str, Format] = {}
    for place in _BUILT_IN:
        module, _, name = place.partition(":")
        _add(found, getattr(import_module(module), name), place)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            value = entry.load()
        except Exception as error:
            raise Fault(
                f"The format {entry.name} of {_package(entry)} cannot be loaded: {error}.",
                f"Update {_package(entry)}, or uninstall it.",
            ) from error
        for each in value if isinstance(value, tuple) else (value,):
            _add(found, each, _package(entry))
    return found


def _package(entry: object) -> str:
    distribution = getattr(entry, "dist", None)
    return distribution.name if distribution is not None else "another package"


def _add(found: dict[str, Format], value: object, origin: str) -> None:
    if not isinstance(value, Format):
        raise Fault(f"{origin} names something as a format that is none.", f"Update {origin}, or uninstall it.")
    if value.name in found:
        raise Fault(f"There are two formats called {value.name}; one is of {origin}.", f"Uninstall {origin}.")
    found[value.name] = value


def format_named(name: str, *, to_write: bool) -> Format:
    """The format of that name, or of another name for it; capitals, `_` and blanks make no difference.

    Raises Fault where there is none that can be written, or read.
    """
    able = {each.name: each for each in formats().values() if (each.write if to_write else each.read) is not None}
    plain = "-".join(name.lower().replace("_", " ").split())
    found = next((each for each in (name, plain, *ALIASES.get(plain, ())) if each in able), None)
    if found is None:
        near = get_close_matches(plain, able, 1)
        raise Fault(
            f"There is no format {name} to {'write' if to_write else 'read'}.",
            (f"Did you mean {near[0]}? " if near else "") + f"There are: {', '.join(able)}.",
        )
    return able[found]


def recognised(given: Input) -> Format | None:
    """The format that an input is of, told by what stands in it; None where it is text, Markdown or JSONL."""
    for each in formats().values():
        if each.read is not None and each.recognises(given):
            return each
    return None


def belongs_to_another(given: Input) -> bool:
    """Whether an input is read along with another one: brat's texts, with the annotations beside them."""
    return any(each.part_of(given) for each in formats().values())


def readable_suffixes() -> tuple[str, ...]:
    """What a folder is searched for: the suffixes of articles, and of every format that is read.

    A .json is only read where it is named itself, or its format is: most are no articles.
    """
    others = (suffix for each in formats().values() if each.read is not None for suffix in each.suffixes)
    return tuple(dict.fromkeys((*SUFFIXES, *(suffix for suffix in others if suffix != ".json"))))
