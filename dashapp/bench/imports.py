"""A file of a million rows imported, against a bare COPY of the same rows; and one with a bad row.

The file is imported by a process of its own, so that its memory is that of an import and of nothing
else: `python -m dashapp.bench.importing`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dashapp.bench.firm import Firm, firm, take
from dashapp.bench.measure import TICK, Ratio
from services.imports.store.write import driver

ROWS, FUNDS, INVESTORS = 1_000_000, 20, 40
BAD_ROW = 777_779
SECONDS, SECONDS_BAD, MEGABYTES = 60.0, 15.0, 400.0
COPIES = 30.0  # every row is parsed, compared, put into three indexes and points to three others
FIRST, DAYS = date(2012, 1, 1), 4_700
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process did: seconds by the clock, processor seconds of it and of the database
    server, and the most memory that it held itself."""

    status: str
    seconds: float
    cpu: float
    megabytes: float
    rows: int
    places: list[list[object]]


def ratios() -> Iterator[Ratio]:
    """A million rows within 60 s and 400 MB, refused within 15 s, and at most 30 bare COPYs."""
    with firm({"OLD": 12}) as made:
        good, bad = _files(made)
        refused = _cost(made, "import", bad)
        taken = _cost(made, "import", good)
        copied = _cost(made, "copy", good)
        again = _cost(made, "import", good)
    _check(refused, taken, again)
    name = "imports"
    yield Ratio(name, "a million rows / allowed", taken.seconds, SECONDS, "s", 1.0)
    yield Ratio(name, "a million rows / bare COPY, CPU", taken.cpu, copied.cpu, "s", COPIES)
    yield Ratio(name, "memory / allowed", taken.megabytes, MEGABYTES, "MB", 1.0)
    yield Ratio(name, "one bad row / allowed", refused.seconds, SECONDS_BAD, "s", 1.0)
    yield Ratio(name, "the same file again / allowed", again.seconds, 1.0, "s", 1.0)


def _check(refused: Cost, taken: Cost, again: Cost) -> None:
    """Refuse to report a speed for wrong work."""
    found = (refused.status, refused.places[:3], taken.status, taken.rows, again.status)
    if found != ("rejected", [[BAD_ROW, "amount"]], "imported", ROWS, "already_imported"):
        raise RuntimeError(f"the imports did not do what is measured: {found}")


def _files(made: Firm) -> tuple[Path, Path]:
    """A good file of flows in no order, and the same with one bad cell; their funds exist."""
    funds = [f"F{n:02d}" for n in range(FUNDS)]
    investors = [f"LP{n:02d}" for n in range(INVESTORS)]
    head = "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    terms = "2012,buyout,global,USD,900000000,2012-01-01"
    rows = "".join(f"{code},Fund {code},{terms}\n" for code in funds)
    take(made.db, made.folder, "funds", head + rows)
    rows = "".join(f"{code},Investor {code},pension\n" for code in investors)
    take(made.db, made.folder, "investors", "investor,name,type\n" + rows)
    chance = random.Random(20261122)  # noqa: S311 - a test file
    days = [str(FIRST + timedelta(days=n)) for n in range(DAYS)]
    lines = ["fund,date,type,amount,investor\n"]
    for _ in range(ROWS):
        type_ = chance.choice(("capital_call", "distribution"))
        amount = chance.randrange(1_000_000, 99_999_999_999)
        place = f"{chance.choice(funds)},{chance.choice(days)},{type_}"
        lines.append(f"{place},{amount // 100}.{amount % 100:02d},{chance.choice(investors)}\n")
    good, bad = made.folder / "good.csv", made.folder / "bad.csv"
    good.write_text("".join(lines))
    lines[BAD_ROW - 1] = lines[BAD_ROW - 1].replace(".", ".O")
    bad.write_text("".join(lines))
    return good, bad


def _cost(made: Firm, what: str, path: Path) -> Cost:
    server = _server(made)
    before = _used(server)
    command = [sys.executable, "-m", "dashapp.bench.importing", what, made.db.url, str(path)]
    run = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)  # noqa: S603 - our own program
    told = json.loads(run.stdout)
    told["cpu"] += _used(server) - before
    return Cost(**told)


def _server(made: Firm) -> int:
    """The process that starts a server process for each connection, and ends after it."""
    with made.db.read() as session, driver(session) as cursor:
        cursor.execute("SHOW data_directory")
        (home,) = cursor.fetchone() or ("",)
    return int((Path(home) / "postmaster.pid").read_text().split()[0])


def _used(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK
