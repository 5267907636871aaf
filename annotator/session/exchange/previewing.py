"""What an import would bring, before anything of it enters the project."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.model.exchange import Loss, LossCount, Lost
from annotator.model.faults import Fault
from annotator.model.imported import IMPORTED, id_of_hash
from annotator.model.labels.layers import Layer, LayerMaps, Layers, LayerSum, feature_of
from annotator.session.exchange.formats import OWN
from annotator.session.exchange.importing import Found, read_paths
from annotator.store.earlier import earlier_texts
from annotator.store.project import Project

SHOWN = 100
"""How many articles are shown; the sums count all."""
MOST_TOLD = 50
"""How many losses of an article are told one by one."""
MOST_FAULTS = 100
BEGINNING = 1500
"""So many characters of an article are shown."""
_AT_ONCE = 25


@dataclass(frozen=True)
class Arrival:
    """An article that would come in.

    text_sha256  by which it is told whether it is here already
    file         the name of the file that it stands in
    form         the format's name, "" for text and Markdown
    labels       how often each label of another scheme stands in it
    layers       its layers of spans; where it has some, its labels and entities are those of the usual ones
    beginning    the first characters of its text; "" but for the first articles
    losses       as many as are told
    lost         all of them in sum
    """

    title: str
    outlet: str | None
    published: str | None
    file: str
    text_sha256: str
    form: str
    entities: int
    quotes: int
    labels: Mapping[str, int]
    notes: tuple[str, ...]
    losses: tuple[Loss, ...]
    lost: LossCount
    beginning: str
    layers: tuple[Layer, ...] = ()

    def entities_of(self, chosen: Layers) -> int:
        """How many entities it has where these layers are entities."""
        if not self.layers:
            return self.entities
        return sum(each.count for each in self.layers if feature_of(chosen, each.name) is not None)


@dataclass(frozen=True)
class Earlier:
    """The hashes of the texts that the project's articles had before they were corrected."""

    texts: frozenset[str]


@dataclass
class Preview:
    """What an import would bring, as far as it has been read.

    texts     the hashes of the texts that are here already, or have come before; they grow
    ids       of the articles that are here: they tell with which text each came, before it was corrected
    arrivals  the first articles, each with whether it is here already
    articles  how many there are, `known` how many of them are here already, `noted` how many of the others have notes
    labels    by the name of a format, how often each label of another scheme stands in its new articles
    layers    by the name of a format, the layers of spans of its new articles
    forms     how many articles are of each format
    lost      what the new ones have and the project has no place for
    faults    the first of what could not be read; `failed` counts all
    """

    texts: set[str] = field(default_factory=set)
    ids: frozenset[str] = frozenset()
    arrivals: list[tuple[Arrival, bool]] = field(default_factory=list)
    articles: int = 0
    known: int = 0
    noted: int = 0
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    layers: dict[str, LayerSum] = field(default_factory=dict)
    forms: Counter[str] = field(default_factory=Counter)
    lost: LossCount = field(default_factory=LossCount)
    faults: list[Fault] = field(default_factory=list)
    failed: int = 0

    def add(self, batch: Iterable[Arrival | Earlier | Fault]) -> None:
        """Count what was read in."""
        for each in batch:
            if isinstance(each, Earlier):
                self.texts |= each.texts
            elif isinstance(each, Fault):
                self.failed += 1
                self.faults += [each] if len(self.faults) < MOST_FAULTS else []
            else:
                self._add(each)

    def _add(self, arrival: Arrival) -> None:
        known = arrival.text_sha256 in self.texts or id_of_hash(arrival.text_sha256) in self.ids
        self.texts.add(arrival.text_sha256)
        if len(self.arrivals) < SHOWN:
            self.arrivals.append((arrival, known))
        self.articles += 1
        self.forms[arrival.form] += 1
        if known:
            self.known += 1
            return
        self.noted += bool(arrival.notes)
        self.lost.include(arrival.lost)
        if arrival.labels:
            self.labels.setdefault(arrival.form, Counter()).update(arrival.labels)
        if arrival.layers:
            self.layers.setdefault(arrival.form, LayerSum()).add(arrival.layers)

    def labels_by(self, chosen: LayerMaps) -> dict[str, Mapping[str, int]]:
        """How often each label of another scheme stands in the new articles, by format.

        chosen  which layers are entities, by format
        """
        found: dict[str, Mapping[str, int]] = {}
        for form in dict.fromkeys((*self.labels, *self.layers)):
            labels: Counter[str] = Counter() if form in self.layers else self.labels[form]
            for each in self.layers[form].layers if form in self.layers else ():
                feature = feature_of(chosen.get(form, {}), each.name)
                labels.update({} if feature is None else each.labels(feature))
            found |= {form: labels} if labels else {}
        return found

    def lost_by(self, chosen: LayerMaps) -> LossCount:
        """What the new articles have and the project has no place for, where these layers are entities."""
        lost = LossCount()
        lost.include(self.lost)
        for form, layers in self.layers.items():
            for each in layers.layers:
                of = Lost.ATTRIBUTES
                now, usual = feature_of(chosen.get(form, {}), each.name) is not None, each.usual is not None
                more = each.count * (usual - now)
                if more:
                    lost.counts[of] = lost.counts.get(of, 0) + more
                    lost.kept[of] = lost.kept.get(of, 0) + more
        return LossCount({key: number for key, number in lost.counts.items() if number}, lost.kept)


def look_at_import(
    paths: Sequence[Path],
    form: str | None,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],
    *,
    into: Path | None = None,
) -> None:
    """Hand over what is in files and folders, as lists of `Arrival` and `Fault`; a `looks.Look`.

    form  the name of the format that they are in, None where that is told by what stands in them
    into  the project, of whose articles an `Earlier` is handed over first
    """
    batch: list[Arrival | Earlier | Fault] = []
    if into is not None:
        with Project.open(into, by="", read_only=True) as project:
            batch.append(Earlier(frozenset(project.ask(earlier_texts))))
    for number, found in enumerate(read_paths(paths, wanted, form=form), 1):
        batch.append(found if isinstance(found, Fault) else _arrival(found, shown=number <= SHOWN))
        progress(number, None)
        if len(batch) == _AT_ONCE:
            hand(batch)
            batch = []
    hand(batch)


def _arrival(found: Found, *, shown: bool) -> Arrival:
    document, losses = found.imported.document, found.imported.losses
    article = document.article
    lost = LossCount()
    lost.add(losses)
    return Arrival(
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        file=found.source.name,
        text_sha256=article.text_sha256,
        form=found.format,
        entities=sum(not each.rejected for each in document.entities),
        quotes=sum(not each.rejected for each in document.quotes),
        labels=foreign_labels(found),
        notes=found.imported.notes,
        losses=losses[:MOST_TOLD] if shown else (),
        lost=lost,
        beginning=article.text[:BEGINNING] if shown else "",
        layers=found.imported.layers,
    )


def foreign_labels(found: Found) -> Mapping[str, int]:
    """How often each label stands in it that came from another tool.

    This program's own lines say of each entity where it came from.
    """
    entities = found.imported.document.entities
    if found.format in ("", OWN):
        entities = tuple(entity for entity in entities if entity.origin == IMPORTED)
    return Counter(entity.label for entity in entities)
