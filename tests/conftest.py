"""What every test may ask for, and how tests are run."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

# What is imported is compiled once, and not anew by every process that a test starts, whatever this environment says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

import pytest  # noqa: E402 - what these import counts, too
from hypothesis import HealthCheck, settings  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"

# A change must not fail for what another has broken: the examples are the same every time, unless others are asked for.
# How long they take to draw says how busy the machine is, and nothing of the program.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("new", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """As many processes as there are cores for the whole suite; a part is sooner done in this one."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


@pytest.fixture
def shared() -> Path:
    """The folder of gold and real articles beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder is not beside this checkout")
    return SHARED


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which processes find one another; its path is short, as a socket's has room for 107 bytes."""
    with TemporaryDirectory(prefix="meet") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)
