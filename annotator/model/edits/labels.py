"""Another label set for the project, with what that does to the entities of all its articles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator.model.document import Document, Entity
from annotator.model.edits.base import Edit
from annotator.model.labels.labels import LabelSet
from annotator.model.state import State


@dataclass(frozen=True)
class Parted:
    """Entities of an article that have one label and get another, named one by one: a merge taken back.

    label, was  the label they have, and the one they get
    entities    their ids; those that have another label by now keep it
    """

    label: str
    was: str
    document: str
    entities: tuple[str, ...]


@dataclass(frozen=True)
class SetLabels(Edit):
    """Gives the project another label set.

    former   the set it was made from; labels that have come to the project's since then stay
    labels   the new one
    renamed  what entities are called from now on, by what they are called; all at once: two labels may swap names
    parted   entities for which that does not count
    """

    former: LabelSet
    labels: LabelSet
    renamed: Mapping[str, str] = field(default_factory=dict)
    parted: tuple[Parted, ...] = ()

    @property
    def everywhere(self) -> bool:
        return bool(self.renamed or self.parted)

    def set_after(self, before: LabelSet) -> LabelSet:
        """The set that it makes of the project's."""
        known = self.former.by_name
        return self.labels.with_others(label for label in before.labels if label.name not in known)

    def apply(self, state: State) -> State:
        documents = state.documents
        if self.everywhere:
            parted = self._parted_by_entity()
            documents = {name: self._relabelled(document, parted) for name, document in documents.items()}
        return replace(state, documents=documents, labels=self.set_after(state.labels))

    def _parted_by_entity(self) -> Mapping[tuple[str, str], Parted]:
        return {(each.document, entity): each for each in self.parted for entity in each.entities}

    def _relabelled(self, document: Document, parted: Mapping[tuple[str, str], Parted]) -> Document:
        def after(entity: Entity) -> Entity:
            own = parted.get((document.id, entity.id))
            label = own.was if own and own.label == entity.label else self.renamed.get(entity.label, entity.label)
            return entity if label == entity.label else replace(entity, label=label)

        return replace(document, entities=tuple(map(after, document.entities)))

    def invert(self, state: State) -> Edit:
        entities = [(d.id, e.id, e.label) for d in state.documents.values() for e in d.entities]
        return self.inverse(state.labels, {label for _, _, label in entities}, entities)

    def inverse(self, before: LabelSet, used: Iterable[str], entities: Iterable[tuple[str, str, str]]) -> "SetLabels":
        """What takes it back.

        before    the project's set before it
        used      the labels that entities have
        entities  document, id and label of entities before it: of those labels at least that `listed` names, and of
                  those that `parted` does
        """
        listed = self.listed(used)
        moved = self._parted_by_entity()
        groups: dict[tuple[str, str, str], list[str]] = {}
        for document, entity, label in entities:
            own = moved.get((document, entity))
            if own is not None and own.label == label:
                groups.setdefault((own.was, label, document), []).append(entity)
            elif label in listed:
                groups.setdefault((self.renamed[label], label, document), []).append(entity)
        parted = tuple(Parted(*key, tuple(ids)) for key, ids in groups.items())
        back = {after: label for label, after in self.renamed.items() if label not in listed and after != label}
        kept = self._kept(used)
        return SetLabels(self.set_after(before), before, {a: b for a, b in back.items() if a not in kept}, parted)

    def listed(self, used: Iterable[str]) -> frozenset[str]:
        """The labels whose entities have to be named one by one for the way back: they come to one with others.

        used  the labels that entities have
        """
        return frozenset(self._beside_others(self._kept(used)))

    def _kept(self, used: Iterable[str]) -> frozenset[str]:
        """The names that entities get and that others have and keep."""
        there = {*used, *self.former.names}
        return frozenset(name for name in self.renamed.values() if name in there and name not in self.renamed)

    def _beside_others(self, kept: frozenset[str]) -> Iterator[str]:
        seen: set[str] = set(kept)
        for label, after in self.renamed.items():
            if after in seen:
                yield label
            seen.add(after)
