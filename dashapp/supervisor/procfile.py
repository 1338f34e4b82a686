"""The Procfile: the one list of processes, shared with other supervisors."""

from __future__ import annotations

import re
from pathlib import Path

from services.errors import InvalidInput

_LINE = re.compile(r"(?P<name>[a-z][a-z0-9_-]*):\s*(?P<command>\S.*)")


def read(path: Path) -> dict[str, str]:
    """Name -> shell command, in the order of the file; InvalidInput names an odd line."""
    if not path.is_file():
        raise InvalidInput(f"{path} is not there: run from a checkout, or name one with --procfile")
    processes: dict[str, str] = {}
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            raise InvalidInput(f"{path}, line {number}: not of the form `name: command`")
        processes[found["name"]] = found["command"]
    return processes
