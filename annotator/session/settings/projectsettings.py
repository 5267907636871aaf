"""The settings that are kept in a project: which quotes are looked for, and with which pipeline."""

from annotator.model.faults import Fault
from annotator.model.suggestions import QuoteKinds
from annotator.session.events import Asked, ModeChanged
from annotator.session.session import Session
from annotator.session.settings.declarations import Pipeline, Setting


def value_of(session: Session, setting: Setting) -> str:
    """What a setting is in the project that is open."""
    return session.pipeline or "" if isinstance(setting.kind, Pipeline) else str(session.quote_kinds)


def give(session: Session, setting: Setting, value: str) -> None:
    """Give a setting of the project another value; what is undecided in the open article is suggested anew by it.

    Raises Fault where it cannot be kept: nothing has changed then.
    """
    if isinstance(setting.kind, Pipeline):
        session.project.put(setting.name, value or None)
        session.pipeline = value or None
    else:
        session.project.put(setting.name, value)
        session.quote_kinds = QuoteKinds(value)
    session.publish(ModeChanged())
    session.publish(Asked("prepare"))


def pipelines() -> list[str]:
    """The pipelines that are installed, by name."""
    from annotator.nlp.pipelines import installed  # not needed at the start

    return [name for name, _ in installed()]


def wrong_with_pipeline(name: str) -> str:
    """Why no suggestions can be made with a pipeline, "" where they can be."""
    from annotator.nlp.pipelines import best_pipeline

    try:
        best_pipeline(None, name or None)
    except Fault as fault:
        return fault.message
    return ""
