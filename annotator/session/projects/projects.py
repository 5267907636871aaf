"""Which project a person works in: the one they name, the last one, or the sample of the first start."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from annotator import paths
from annotator.model.faults import Fault
from annotator.session.events import ModeChanged
from annotator.session.projects.keeping import backups_of
from annotator.session.session import Session
from annotator.session.settings.settings import Settings
from annotator.store.project import Project
from annotator.store.sqlite.connection import Damaged, NoProject, check_is_project

SUFFIX = ".anno"


def open_project(project: Path, settings: Settings, *, take_over: bool = False) -> Project:
    """The project in a file; raises Fault where it cannot be opened.

    take_over  also from another computer, on which it seems to be open and may not be

    An older version's is backed up before it becomes this one's.
    """

    def back_up() -> None:
        backups_of(project).take("migration")

    return Project.open(project, by=settings.person, take_over=take_over, before_migrating=back_up)


def open_session(project: Path, settings: Settings, *, take_over: bool = False) -> Session:
    """The same under work; raises Fault likewise."""
    return Session(open_project(project, settings, take_over=take_over), settings.person)


def create_session(project: Path, settings: Settings) -> Session:
    """A new project under work; raises Fault where the file exists or cannot be made."""
    return Session(Project.create(project, by=settings.person), settings.person)


def sign_as(session: Session, person: str) -> None:
    """Have what is done from now on be somebody else's, and what they did be undone."""
    if session.by != person:
        session.works.finish()
        session.by, session.history = person, session.project.history(person)
        session.publish(ModeChanged())


def usual_project(settings: Settings) -> Path | None:
    """The project opened last that is still there, unless the last one is not wanted."""
    if not settings.reopen:
        return None
    return next((path for path in map(Path, settings.recent) if path.is_file()), None)


def sample_path() -> Path:
    """Where the sample project is, in the data folder."""
    return paths.data_folder() / f"Sample{SUFFIX}"


def sample_session(settings: Settings) -> Session:
    """The sample project, made with its articles where it is not there yet."""
    path = sample_path()
    if path.is_file():
        return open_session(path, settings)
    session = create_session(path, settings)
    _bring_in_sample(session)
    return session


def _bring_in_sample(session: Session) -> None:
    # Only at the first start; and as what they are, for which no other format has to be loaded and asked.
    from annotator.session.exchange.importing import read_data
    from annotator.session.exchange.intake import bring_in

    for article in sorted((paths.resources() / "sample").glob("*.md")):
        bring_in(session, read_data(article.name, article.read_bytes()))


def desk_path() -> Path:
    """Where articles go of which nobody says into which project."""
    return paths.data_folder() / f"Articles{SUFFIX}"


def desk_session(settings: Settings) -> Session:
    """The project that articles go into where none is named and none was open before: one in the data folder."""
    path = desk_path()
    return open_session(path, settings) if path.is_file() else create_session(path, settings)


def spare_session(settings: Settings, broken: Path) -> Session:
    """A project to begin with where another one cannot be opened: the sample, that for articles, else a new one.

    Raises Fault where not even that can be made.
    """
    for path, make in ((sample_path(), sample_session), (desk_path(), desk_session)):
        if path != broken:
            try:
                return make(settings)
            except Fault:
                continue
    names = (desk_path().with_stem(f"{desk_path().stem} {number}") for number in count(2))
    return create_session(next(path for path in names if not path.exists()), settings)


@dataclass(frozen=True)
class Started:
    """A session to begin with, and what else was named.

    articles  go into its project
    others    the projects for windows of their own
    unopened  why each of the others cannot be opened, by its path
    """

    session: Session
    articles: Sequence[Path] = ()
    others: Sequence[Path] = ()
    unopened: Mapping[Path, Fault] = field(default_factory=dict)


def start(named: Sequence[Path], settings: Settings) -> Started:
    """What a person named at the start is opened.

    The first project that can be opened is begun with, however often it is named; articles go into it where no other
    is named, without any into the last project, else into one in the data folder; nothing opens the last project, else
    the sample. Where a project is damaged, or the last one cannot be opened at all, another one is there to begin with.
    Raises Fault for articles beside several projects, or where what is named is missing or cannot be opened for another
    reason, and there is nothing else.
    """
    projects, articles = sort_named(named)
    wanted = projects
    if not wanted:
        usual = usual_project(settings)
        if usual is None:
            return Started(desk_session(settings), articles) if articles else Started(sample_session(settings))
        wanted = [usual]
    unopened: dict[Path, Fault] = {}
    session: Session | None = None
    others = []
    for path in wanted:
        try:
            if session is None:
                session = open_session(path, settings)
            else:
                check_is_project(path)
                others.append(path)
        except Fault as fault:
            unopened[path] = fault
    if session is not None:
        return Started(session, articles, others, unopened)
    if projects and not any(map(is_damage, unopened.values())):
        raise next(iter(unopened.values()))
    return Started(spare_session(settings, wanted[0]), articles, unopened=unopened)


def sort_named(named: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The projects among what a person named, each once, and the articles.

    Raises Fault for articles beside several projects.
    """
    projects = _each_once(path for path in named if _is_project(path))
    articles = [path for path in named if not _is_project(path)]
    if len(projects) > 1 and articles:
        raise Fault(
            f"Nobody can tell into which of {len(projects)} projects the articles go.",
            "Name one project with them, or open the projects by themselves.",
        )
    return projects, articles


def _is_project(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def _each_once(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        found.setdefault(path.resolve(), path)
    return list(found.values())


def is_damage(fault: Fault) -> bool:
    """Whether a project could not be opened because it is damaged, or no project at all any more."""
    return isinstance(fault, Damaged | NoProject)
