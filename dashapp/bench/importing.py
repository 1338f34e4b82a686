"""One import, or one bare COPY of the same rows, in a process that does nothing else."""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.db.session import Database
from services.imports import run_import
from services.imports.store.write import driver


def main(what: str, url: str, path: str) -> None:
    """Do it and print what it cost, as JSON."""
    work = {"import": _import, "copy": _copy}[what]
    db = Database(url)
    told = work(db, Path(path))
    db.dispose()
    sys.stdout.write(json.dumps(told | {"megabytes": peak()}))


def _import(db: Database, path: Path) -> dict[str, Any]:
    start, cpu = time.perf_counter(), _cpu()
    result = run_import(db, kind="fund_cash_flows", path=path, imported_by="bench")
    return {
        "status": result.status,
        "seconds": time.perf_counter() - start,
        "cpu": _cpu() - cpu,
        "rows": result.rows_new,
        "places": [[error.row, error.column] for error in result.errors],
    }


def _copy(db: Database, path: Path) -> dict[str, Any]:
    """Rows that are parsed already into a table without constraint or index."""
    with path.open(newline="") as file:
        texts = csv.reader(file)
        next(texts)
        rows = [(f, date.fromisoformat(d), t, Decimal(a), i) for f, d, t, a, i in texts]
    start, cpu = time.perf_counter(), _cpu()
    with db.session() as session, driver(session) as cursor:
        cursor.execute(
            "CREATE TABLE bare (fund text, day date, type text, amount numeric(20,2), lp text)"
        )
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    return {
        "status": "copied",
        "seconds": time.perf_counter() - start,
        "cpu": _cpu() - cpu,
        "rows": len(rows),
        "places": [],
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    """Most resident memory of this process in MB; getrusage would give its parent's as well."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
