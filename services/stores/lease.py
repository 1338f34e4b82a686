"""Who may start, use and stop the private stores of one data directory."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from services.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Owner:
    """The command that started the stores, and where they answer (empty while starting)."""

    pid: int
    lasting: bool
    database_url: str = ""
    redis_url: str = ""


class Lease:
    """Two kernel locks, freed by the kernel however a process ends: one owner, many guests."""

    def __init__(self, data_dir: Path) -> None:
        self._owner = data_dir / "stores.owner"
        self._guests = data_dir / "stores.guests"
        self._held: list[IO[str]] = []
        self._lasting = False

    def own(self, *, lasting: bool) -> bool:
        """Become the owner, unless another process is."""
        file = _locked(self._owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if file is None:
            return False
        self._held.append(file)
        self._lasting = lasting
        self._write(Owner(os.getpid(), lasting))
        return True

    def publish(self, *, database_url: str, redis_url: str) -> None:
        """Tell guests where the stores answer."""
        self._write(Owner(os.getpid(), self._lasting, database_url, redis_url))

    def join(self) -> Owner | None:
        """The owner, once its stores are ready, with this process as a guest; None: try again."""
        file = _locked(self._guests, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if file is None:  # the owner is stopping them
            return None
        probe = _locked(self._owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        owner = self._read() if probe is None else None
        if probe is not None:  # the owner is gone
            probe.close()
        if owner is None or not (owner.database_url and owner.redis_url):
            file.close()
            return None
        self._held.append(file)
        return owner

    def refuse_second_lasting(self) -> None:
        """Unavailable when the present owner will not end by itself."""
        owner = self._read()
        if owner is not None and owner.lasting:
            raise Unavailable(
                f"gpdash is already running on {self._owner.parent} (process {owner.pid}): "
                "stop it first, or set GPDASH_DATA_DIR and PORT for a second one"
            )

    def wait_for_guests(self) -> None:
        """A short command waits for its guests; a lasting one has been told to end now."""
        if not self._lasting and (file := _locked(self._guests, fcntl.LOCK_EX)) is not None:
            self._held.append(file)

    def release(self) -> None:
        """Give back every lock held here."""
        while self._held:
            self._held.pop().close()

    def _write(self, owner: Owner) -> None:
        half = self._owner.with_suffix(".new")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(asdict(owner), file)
        half.replace(self._owner.with_suffix(".json"))

    def _read(self) -> Owner | None:
        try:
            return Owner(**json.loads(self._owner.with_suffix(".json").read_text()))
        except FileNotFoundError:
            return None


def _locked(path: Path, how: int) -> IO[str] | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+")
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        file.close()
        return None
    return file
