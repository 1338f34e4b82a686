"""Data directories of their own for tests that start, kill and break the private stores."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.stores import place


@contextmanager
def temporary_data_dir() -> Iterator[Path]:
    """A data directory that the database's account can reach, with its sockets removed after."""
    folder = Path(tempfile.mkdtemp(prefix="gpdash-tests-"))
    folder.chmod(0o711)
    leaf = f"gpdash-{place.digest(folder)}"
    yield folder
    shutil.rmtree(folder)
    for sockets in Path(tempfile.gettempdir()).glob(f"{leaf}-*"):
        shutil.rmtree(sockets)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory of this test."""
    with temporary_data_dir() as folder:
        yield folder


def processes_with(text: str) -> set[int]:
    """Processes whose command or environment holds `text`: the children of one data directory."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            known = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue  # it ended meanwhile
        if text.encode() in known:
            found.add(int(entry.name))
    return found


def until(condition: Callable[[], object], *, seconds: float = 10.0) -> bool:
    """Whether the condition came true within that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
