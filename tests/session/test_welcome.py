from functools import partial

from annotator.session.commands import run, speaking
from annotator.session.selection import Selection
from annotator.session.welcome import Lesson, Welcome


def learn(session, *acts) -> Welcome:
    """How far somebody is who has done these acts."""
    welcome = [Welcome()]
    end = session.subscribe(lambda event: welcome.append(welcome[-1].heard(session, event)))
    for act in acts:
        act()
    end()
    return welcome[-1]


def test_each_act_is_learnt_by_doing_it(session):
    welcome = Welcome()
    for lesson, name in (
        (Lesson.NEXT, "go.next_pending"),
        (Lesson.DECIDE, "label.3"),
        (Lesson.SPEAKER, "speaker.2"),
        (Lesson.UNDO, "edit.undo"),
        (Lesson.DONE, "article.done"),
    ):
        assert welcome.current is lesson
        if lesson is Lesson.SPEAKER:
            session.select(Selection(annotation="q1"))
        welcome = Welcome(welcome.learnt | learn(session, partial(run, session, name)).learnt)
        assert lesson in welcome.learnt
    assert welcome.current is None


def test_what_was_done_before_its_turn_is_not_asked_for_again(session):
    welcome = learn(session, lambda: run(session, "go.next_pending"), lambda: run(session, "annotation.reject"))
    assert welcome.current is Lesson.SPEAKER
    assert learn(session, lambda: run(session, "edit.undo")).learnt >= {Lesson.UNDO}


def test_only_a_quotes_speaker_is_one_who_said_something(session):
    session.select(Selection(annotation="e3"))
    assert Lesson.SPEAKER not in learn(session, lambda: speaking.choose(session, "okafor")).learnt


def test_to_look_at_what_is_decided_teaches_nothing(session):
    run(session, "go.next_pending")
    run(session, "annotation.accept")
    accepted = session.selection
    session.select(Selection())
    assert learn(session, lambda: session.select(accepted)).learnt == frozenset()
