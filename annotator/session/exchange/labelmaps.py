"""What labels of other schemes are called in a project, kept by the format or the pipeline that they come from."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.model.labels.labelmap import EVERY, LabelMaps, label_maps, pipeline_scheme, proposals, vague
from annotator.model.suggestions import Suggestions, Wish
from annotator.session.events import ModeChanged
from annotator.session.labels import labels_of
from annotator.session.relabelling import know_label
from annotator.session.session import Session
from annotator.store.project import Project

FORMATS = "label_maps"
"""The key under which a project keeps what the labels of formats are called."""
PIPELINES = "pipeline_labels"
"""The key under which a project keeps what the labels of pipelines are called; their versions do not count."""


def remembered(session: Session, forms: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the labels of these formats were called last time, by format; "" for those whose entities were left out."""
    kept = maps_of(session.project, FORMATS)
    return {form: kept[form] for form in forms if form in kept}


def remember(session: Session, labels: LabelMaps) -> None:
    """Keep what labels are called, by format, and have every one that they come to be among the project's.

    Raises Fault where that cannot be kept.
    """
    _remember(session, FORMATS, labels)


def of_pipelines(session: Session) -> LabelMaps:
    """What the labels of pipelines are called here, by the pipelines' names; `EVERY` for what was renamed here."""
    return pipelines_of(session.project)


def pipelines_of(project: Project) -> LabelMaps:
    """The same of a project that is not under work."""
    kept = maps_of(project, PIPELINES)
    said = {theirs for named in kept.values() for theirs in named}
    renamed = {was: name for was, name in labels_of(project).now.items() if was not in said}
    return {**kept, **({EVERY: renamed} if renamed else {})}


def maps_of(project: Project, key: str) -> dict[str, dict[str, str]]:
    """The label maps that a project keeps under a key, with the names that its labels have by now."""
    now = labels_of(project).now
    kept = label_maps(project.get(key))
    return {scheme: {theirs: now.get(ours, ours) for theirs, ours in named.items()} for scheme, named in kept.items()}


def remember_pipeline(session: Session, scheme: str, labels: Mapping[str, str]) -> None:
    """Keep what a pipeline's labels are called, "" for those that are not suggested; what is made next follows it.

    Raises Fault where that cannot be kept.
    """
    _remember(session, PIPELINES, {scheme: labels})
    session.publish(ModeChanged())


def _remember(session: Session, key: str, labels: LabelMaps) -> None:
    for named in labels.values():
        for label in filter(None, named.values()):
            know_label(session, label)
    _keep(session.project, key, labels)


def remember_in(project: Project, labels: LabelMaps) -> None:
    """Keep what labels are called, by format, in a project that is not under work. Raises Fault likewise."""
    _keep(project, FORMATS, labels)


def _keep(project: Project, key: str, labels: LabelMaps) -> None:
    if not any(labels.values()):
        return
    kept = label_maps(project.get(key))
    for scheme, named in labels.items():
        kept[scheme] = {**kept.get(scheme, {}), **named}
    project.put(key, kept)


def wish(session: Session) -> Wish:
    """What the project's suggestions are made with."""
    return Wish(session.quote_kinds, session.pipeline, session.weights, of_pipelines(session))


class StrangeLabels:
    """Tells once of a pipeline that it gives labels that the project has not."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: set[str] = set()

    def meet(self, suggestions: Suggestions) -> None:
        """Tell what is strange in these, where nobody has said yet what it is called here."""
        session, origin = self._session, suggestions.pipeline
        strange = {entity.label for entity in suggestions.entities}.difference(session.label_set.names)
        if not strange or origin in self._told:
            return
        strange.difference_update(of_pipelines(session).get(pipeline_scheme(origin), {}).values())
        if strange:
            self._told.add(origin)
            session.tell(
                f"{origin} suggests labels that this project has not: {', '.join(sorted(strange))}. "
                "“Labels to suggest…” in the menu Article says what they are called here."
            )


def proposed(
    theirs: Iterable[str], ours: Sequence[str], known: Mapping[str, str], *, suggested: bool = False
) -> dict[str, tuple[str, ...]]:
    """What each label of a scheme may be called here, the likeliest first; at the end stays what it is called there.

    theirs     all labels of the scheme
    ours       the project's
    known      what some were called last time, which goes first
    suggested  whether they are a pipeline's, of which those that say nothing are best left out (MISC)
    """
    labels = sorted(theirs)
    likely = {each.theirs: each.ours for each in proposals(labels, ours)}
    return {
        label: tuple(
            dict.fromkeys(
                (
                    *([known[label]] if label in known else []),
                    *([""] if suggested and vague(label) else []),
                    *likely.get(label, ()),
                    label,
                )
            )
        )
        for label in labels
    }


def undecided(theirs: Iterable[str], ours: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether somebody has to say what a label of a scheme is called here: it is new here, or means something broader.

    The parameters are those of `proposed`.
    """
    choices = proposed(theirs, ours, {})
    return any(label not in known and (label not in ours or of != (label,)) for label, of in choices.items())
