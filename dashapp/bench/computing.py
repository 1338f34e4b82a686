"""Market figures that are due, computed in a process that does nothing else."""

from __future__ import annotations

import json
import sys
import time

from dashapp.bench.importing import peak
from services.db.session import WORKER_STATEMENT_MS, Database
from services.market_intelligence.snapshots import refresh_due


def main(url: str) -> None:
    """Do it and print what it cost, as JSON."""
    db = Database(url, statement_timeout_ms=WORKER_STATEMENT_MS)
    start = time.perf_counter()
    outcome = refresh_due(db, tell=lambda _version: None)
    told = {
        "quarters": outcome.quarters,
        "rows": outcome.rows,
        "failed": len(outcome.failed),
        "seconds": time.perf_counter() - start,
        "megabytes": peak(),
    }
    db.dispose()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
