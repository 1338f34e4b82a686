"""Every figure of a market of a million rounds, and of the quarters that one new round touches.

The figures are computed by a process of its own, as the worker does it, so that its memory is that
of the computation: `python -m dashapp.bench.computing`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashapp.bench.firm import Firm, firm, take
from dashapp.bench.measure import Ratio
from services.db.queries.market_intelligence import due
from services.imports.store.write import driver

ROUNDS, COMPANIES, QUARTERS = 1_000_000, 400_000, 60
SECONDS, MEGABYTES, PART = 60.0, 400.0, 0.4
TOUCHED = 4  # the quarter of a new round, and the three whose figures look back on it
ROOT = Path(__file__).parents[2]
SOURCE = "Bench"

# Drawn by a fixed sequence: half of the companies have several rounds, a tenth of the rounds no
# amount, a third a value before and after, one in fifty another currency.
_DRAWN = """
INSERT INTO market_rounds (natural_key, company, round_date, date_precision, sector, subsector,
    stage, amount, pre_money, post_money, geography, currency, source, counts)
SELECT 'b' || n, 'c' || floor(random() * %(companies)s), date '2011-01-01' + (random() * 5478)::int,
    'day', 'Sector ' || floor(random() * 20), 'Part ' || floor(random() * 100),
    (ARRAY['seed', 'angel', 'series-a', 'series-b', 'series-c', 'venture', 'debt'])
        [1 + floor(random() * 7)::int],
    CASE WHEN random() < 0.9 THEN drawn.amount END,
    CASE WHEN n %% 3 = 0 THEN drawn.amount * 4 END, CASE WHEN n %% 3 = 0 THEN drawn.amount * 5 END,
    'Place ' || floor(random() * 50), CASE WHEN n %% 50 = 0 THEN 'EUR' ELSE 'USD' END,
    %(source)s, true
FROM generate_series(1, %(rounds)s) n,
    LATERAL (SELECT exp(9 + random() * 8 + n * 0)::numeric(20, 2) AS amount) drawn
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one computation did: quarters and rows, seconds, and the most memory it held."""

    quarters: int
    rows: int
    failed: int
    seconds: float
    megabytes: float


def ratios() -> Iterator[Ratio]:
    """All quarters within 60 s and 400 MB; after one new round at most 0.4 of that time."""
    with firm({"OLD": 12}) as made:
        _fill(made)
        whole = _computed(made)
        head = "company,date,sector,stage,amount,currency,source\n"
        take(
            made.db,
            made.folder,
            "market_rounds",
            f"{head}new,2015-05-05,Sector 1,seed,1000,USD,{SOURCE}\n",
        )
        part = _computed(made)
    if (whole.quarters, part.quarters, whole.failed + part.failed) != (QUARTERS, TOUCHED, 0):
        raise RuntimeError(f"the computation did not do what is measured: {whole}, {part}")
    name = "market"
    yield Ratio(name, "a million rounds / allowed", whole.seconds, SECONDS, "s", 1.0)
    yield Ratio(name, "memory / allowed", whole.megabytes, MEGABYTES, "MB", 1.0)
    yield Ratio(name, "after one round / everything", part.seconds, whole.seconds, "s", PART)


def _fill(made: Firm) -> None:
    with made.db.session() as session, driver(session) as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("SELECT setseed(0.2026)")
        given = {"rounds": ROUNDS, "companies": COMPANIES, "source": SOURCE}
        cursor.execute(_DRAWN, given)
        cursor.execute("ANALYZE market_rounds")
        due.everything(session)
    rates = "".join(
        f"EUR,{year}-{month:02}-28,0.9,USD,Bench\n"
        for year in range(2010, 2026)
        for month in range(1, 13)
    )
    take(made.db, made.folder, "fx_rates", "currency,date,per_base,base,source\n" + rates)


def _computed(made: Firm) -> Cost:
    command = [sys.executable, "-m", "dashapp.bench.computing", made.db.url]
    run = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)  # noqa: S603 - our own program
    return Cost(**json.loads(run.stdout))
