"""What labels of other schemes are called in a project, kept by the format that they come from."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.model.labelmap import proposals
from annotator.session.session import Session

_KEY = "label_maps"


def remembered(session: Session, forms: Iterable[str]) -> dict[str, str]:
    """What the labels of these formats were called last time; "" for those whose entities were left out."""
    kept = session.project.get(_KEY, {})
    found = [kept.get(form) for form in forms] if isinstance(kept, dict) else []
    return {str(theirs): str(ours) for each in found if isinstance(each, dict) for theirs, ours in each.items()}


def remember(session: Session, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what labels are called, by format, and have every one that they come to be among the project's.

    Raises Fault where that cannot be kept.
    """
    if not any(labels.values()):
        return
    kept = session.project.get(_KEY, {})
    kept = dict(kept) if isinstance(kept, dict) else {}
    for form, named in labels.items():
        kept[form] = {**remembered(session, (form,)), **named}
        for label in filter(None, named.values()):
            session.know_label(label)
    session.project.put(_KEY, kept)


def proposed(theirs: Iterable[str], ours: Sequence[str], known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What each label of an input may be called here, the likeliest first; at the end stays what it is called there.

    theirs  all labels of the input
    ours    the project's
    known   what some were called last time, which goes first
    """
    labels = sorted(theirs)
    likely = {each.theirs: each.ours for each in proposals(labels, ours)}
    return {
        label: tuple(dict.fromkeys((*([known[label]] if label in known else []), *likely.get(label, ()), label)))
        for label in labels
    }


def undecided(theirs: Iterable[str], ours: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether somebody has to say what a label of an input is called here: it is new here, or means something broader.

    The parameters are those of `proposed`.
    """
    choices = proposed(theirs, ours, {})
    return any(label not in known and (label not in ours or of != (label,)) for label, of in choices.items())
