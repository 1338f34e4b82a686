"""`gpdash up`: starts in order, brings back the dead, ends cleanly and leaves nobody behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashapp.cli.up import PROCFILE
from dashapp.supervisor.procfile import read
from services.db import migrate
from services.db.session import Database
from services.errors import InvalidInput
from services.stores import start_private
from tests.platform.conftest import processes_with, temporary_data_dir, until
from tests.platform.signalled_up import FIRST_START, MOMENTS

ROOT = Path(__file__).resolve().parents[2]
WEB = f"exec {sys.executable} {Path(__file__).with_name('dummy_web.py')}"
SLEEPER = "exec sleep 600"
STUBBORN = "trap '' TERM; while true; do sleep 600 & wait; done"

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


class Running:
    """A supervisor at work, with what it printed so far."""

    def __init__(
        self, data_dir: Path, lines: dict[str, str], *, command: list[str], **environment: str
    ) -> None:
        procfile = data_dir / "Procfile"
        procfile.write_text("".join(f"{name}: {command}\n" for name, command in lines.items()))
        self.data_dir, self.port = data_dir, _free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GPDASH", "DATABASE"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command, "--procfile", procfile, "--port", str(self.port)],
            cwd=ROOT,
            env={**clean, "GPDASH_DATA_DIR": str(data_dir), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def printed(self) -> str:
        return "\n".join(self.lines)

    def says(self, words: str, *, seconds: float = 30.0) -> bool:
        return until(lambda: words in self.printed, seconds=seconds)

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Exit status and seconds until it was over."""
        began = time.monotonic()
        self.process.send_signal(number)
        return self.ended(60), time.monotonic() - began

    def ended(self, seconds: float) -> int:
        """Exit status; what was printed, when it does not end in that time."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pytest.fail(f"not over after {seconds:g} s; it printed:\n{self.printed}")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        until(lambda: not processes_with(str(self.data_dir)))
        self._reader.join(10)


Start = Callable[..., Running]


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data directory whose stores were made and whose tables were migrated, and are at rest."""
    with temporary_data_dir() as folder:
        with start_private(folder, durable=False) as stores:
            database = Database(stores.database_url)
            migrate.upgrade(database)
            database.dispose()
        yield folder


@pytest.fixture
def start(data_dir: Path, used: Path) -> Iterator[Start]:
    """Starts a supervisor on a Procfile of the given lines; stopped at the end.

    The data directory is a copy of a used one, or with `anew` an empty one.
    """
    started: list[Running] = []

    def begin(
        *, command: tuple[str, ...] = ("dashapp", "up"), anew: bool = False, **lines: str
    ) -> Running:
        if not anew and not started and (used / "postgres").is_dir():
            parts = [used / "postgres", used / "postgres_password"]
            subprocess.run(["cp", "-a", *parts, data_dir], check=True)
        started.append(Running(data_dir, lines, command=list(command)))
        return started[-1]

    yield begin
    for running in reversed(started):  # the first waits until nobody uses its data
        running.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(running: Running, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path}", timeout=5) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(start: Start, number: signal.Signals) -> None:
    running = start(anew=True, web=WEB, worker=SLEEPER, beat=SLEEPER)
    assert running.says(f"ready at http://127.0.0.1:{running.port}"), running.printed
    assert running.says("web    | the dummy web process is here")
    status, seconds = running.end(number)
    assert status == 0
    assert seconds < 12
    assert not processes_with(str(running.data_dir))
    assert running.says("gpdash | stopped")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_at_any_moment_ends_it_in_time_and_leaves_nobody(
    start: Start, moment: str
) -> None:
    command = ("tests.platform.signalled_up", moment)
    anew = moment in FIRST_START
    running = start(command=command, anew=anew, web=WEB, worker=SLEEPER, beat=SLEEPER)
    assert until(lambda: "stopping" in running.printed, seconds=30), running.printed
    assert running.ended(12) == 0
    assert not processes_with(str(running.data_dir))
    assert running.says("gpdash | stopped")


def test_children_are_told_where_the_stores_are(start: Start) -> None:
    running = start(web=WEB)
    assert running.says("ready at")
    told = json.loads(_get(running, "/environment"))
    assert told["DATABASE_URL"].startswith("postgresql+psycopg://gpdash:")
    assert told["REDIS_URL"].startswith("unix:///")
    assert len(told["SECRET_KEY"]) == 64
    assert told["PORT"] == str(running.port)
    assert told["GPDASH_DATA_DIR"] == str(running.data_dir)


def test_nothing_secret_is_printed(start: Start) -> None:
    running = start(web=WEB)
    assert running.says("ready at")
    running.end(signal.SIGTERM)
    for name in ("secret_key", "postgres_password"):
        assert (running.data_dir / name).read_text() not in running.printed


def test_a_killed_supervisor_leaves_nobody_and_the_next_start_works(start: Start) -> None:
    running = start(web=WEB, worker=SLEEPER, beat=SLEEPER)
    assert running.says("ready at")
    assert until(lambda: len(processes_with(str(running.data_dir))) > 4)
    running.end(signal.SIGKILL)
    assert until(lambda: not processes_with(str(running.data_dir)))
    again = start(web=WEB)
    assert again.says("ready at"), again.printed
    assert "applied migration" not in again.printed


def test_a_dead_worker_is_started_again(start: Start, data_dir: Path) -> None:
    note = data_dir / "worker.pids"
    running = start(web=WEB, worker=f"echo $$ >> {note}; {SLEEPER}")
    assert until(lambda: note.exists() and note.read_text(), seconds=30)
    first = int(note.read_text())
    os.kill(first, signal.SIGKILL)
    assert until(lambda: len(note.read_text().split()) == 2)
    assert running.says("gpdash | worker ended (killed by SIGKILL); again in 0.5 s")


def test_a_dead_web_process_is_started_again(start: Start) -> None:
    running = start(web=WEB)
    assert running.says("ready at")
    with pytest.raises(OSError):
        _get(running, "/die")
    assert running.says("gpdash | web ended (status 3); again in 0.5 s")

    def answers() -> bool:
        try:
            return _get(running, "/readyz") == b"{}"
        except OSError:
            return False

    assert until(answers)


def test_a_worker_that_dies_again_and_again_is_started_less_and_less_often(start: Start) -> None:
    running = start(web=WEB, worker="exit 1")
    assert running.says("again in 2 s")
    assert re.findall(r"again in (\S+) s", running.printed) == ["0.5", "1", "2"]


def test_a_worker_that_will_not_stop_is_killed_within_twelve_seconds(start: Start) -> None:
    running = start(web=WEB, worker=STUBBORN)
    assert running.says("ready at")
    time.sleep(0.5)
    running.process.send_signal(signal.SIGINT)
    assert running.says("gpdash | stopping")
    status, seconds = running.end(signal.SIGTERM)  # a second signal does not cut the stop short
    assert status == 0
    assert seconds < 12
    assert not processes_with(str(running.data_dir))


@pytest.mark.parametrize("store", ["postgres", "valkey"])
def test_a_store_that_dies_stops_everything_loudly(start: Start, store: str) -> None:
    running = start(web=WEB, worker=SLEEPER)
    assert running.says("ready at")
    os.kill(_server(running, store), signal.SIGKILL)
    assert running.ended(20) == 1
    assert running.says(f"{store} ended by itself: see ")
    assert not processes_with(str(running.data_dir))


def _server(running: Running, store: str) -> int:
    mark = {"postgres": b"/bin/postgres\0-D", "valkey": b"valkey-server"}[store]
    for pid in processes_with(str(running.data_dir)) | processes_with("gpdash-"):
        parent = (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1]
        command = (Path("/proc") / str(pid) / "cmdline").read_bytes()
        if mark in command and int(parent) == running.process.pid:
            return pid
    raise AssertionError(f"{store} does not run")


def test_a_web_process_that_cannot_start_is_a_failure(start: Start) -> None:
    running = start(web="echo no such luck; exit 7")
    assert running.ended(60) == 1
    assert running.says("web ended before it was ready")
    assert running.says("no such luck")
    assert not processes_with(str(running.data_dir))


def test_a_taken_port_is_refused_before_anything_starts(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = _up(data_dir, "--port", str(port))
    assert ran.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be used" in ran.stderr
    assert "choose one with --port" in ran.stderr
    assert not (data_dir / "postgres").exists()


def _up(data_dir: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashapp", "up", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "GPDASH_DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demonstration_is_not_shown_to_the_network(data_dir: Path) -> None:
    ran = _up(data_dir, "--demo", "--port", str(_free_port()), GPDASH_HOST="0.0.0.0")
    assert ran.returncode == 2
    assert "The demonstration is for this machine only" in ran.stderr
    assert not (data_dir / "postgres").exists()


def test_production_refuses_private_stores(data_dir: Path) -> None:
    ran = _up(data_dir, GPDASH_ENV="production", SECRET_KEY="0123456789abcdef" * 4)
    assert ran.returncode == 1
    assert "DATABASE_URL is not set" in ran.stderr
    assert not (data_dir / "postgres").exists()


def test_the_procfile_is_the_list_of_processes() -> None:
    processes = read(PROCFILE)
    assert list(processes) == ["web", "worker", "beat"]
    assert all(command.startswith("exec ") for command in processes.values())


def test_a_line_of_the_procfile_that_is_no_process_is_named(tmp_path: Path) -> None:
    procfile = tmp_path / "Procfile"
    procfile.write_text("# processes\n\nweb: exec serve\nworker exec work\n")
    with pytest.raises(InvalidInput, match="line 4: not of the form"):
        read(procfile)
