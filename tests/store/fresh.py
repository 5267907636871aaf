"""A new project for tests that are about something else than how one is made."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.store.project import Project


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.anno"
        Project.create(path, by="t").close()
        return path.read_bytes()


def fresh(path: Path, *, by: str) -> Project:
    """An empty project there, copied from one that was made once: making it takes 50 ms of CPU, opening it 6."""
    path.write_bytes(_empty())
    path.chmod(0o600)
    return Project.open(path, by=by)
