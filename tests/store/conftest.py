"""Projects to test with, and a process that has to obey the permissions of files."""

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.editor import BY, Editor
from tests.store.fresh import fresh


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "Zeitung ü 100%?#.anno"


@pytest.fixture
def editor(path) -> Iterator[Editor]:
    with fresh(path, by=BY) as project:
        yield Editor(project)


_OVERRIDES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, bits 1 and 2 of linux/capability.h
_VERSION_3 = 0x20080522


@pytest.fixture
def permissions_hold() -> Iterator[None]:
    """Takes the right to overrule files' permissions from this thread, where it is the superuser's."""
    if os.name != "posix":
        pytest.skip("permissions are POSIX's")
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("Ii", _VERSION_3, 0)
    data = ctypes.create_string_buffer(24)
    if libc.capget(header, data) != 0:
        pytest.skip("this system has no capabilities to give up")
    had = data.raw
    effective, *rest = struct.unpack("6I", had)
    assert libc.capset(header, struct.pack("6I", effective & ~_OVERRIDES, *rest)) == 0
    try:
        yield
    finally:
        assert libc.capset(header, had) == 0
