"""The files of the world outside: peers, indices, rates, other people's rounds and exits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from services.demo import disclosed, market, market_activity
from services.demo.files import File, Row, file, row
from services.demo.ledger import moment

PUBLISHING = timedelta(days=75)  # peers are published two and a half months after the quarter
PEERS = (
    "provider", "release", "vintage_year", "strategy", "geography", "metric", "p05", "p25", "p50",
    "p75", "p95", "n", "as_of",
)  # fmt: skip
LEVELS = ("index", "date", "level", "total_return")
RATES = ("currency", "date", "per_base", "base", "source")
ROUNDS = (
    "round", "company", "date", "sector", "subsector", "stage", "amount", "pre_money", "post_money",
    "geography", "currency", "source", "company_name", "counts", "date_precision",
)  # fmt: skip
EXITS = (
    "exit", "company", "date", "type", "value", "invested", "sector", "geography", "currency",
    "source", "company_name", "acquirer",
)  # fmt: skip


def files() -> Iterator[File]:
    """Every file of this kind; none refers to another."""
    yield file("benchmarks", PEERS, _peers())
    listed = (row(moment(day + PUBLISHING), *cells) for day, cells in disclosed.rows())
    yield file("benchmark_funds", disclosed.COLUMNS, listed)
    yield file("index_levels", LEVELS, _levels())
    yield file("fx_rates", RATES, _rates())
    yield file("market_rounds", ROUNDS, map(_round, market_activity.rounds()))
    yield file("market_exits", EXITS, map(_exit, market_activity.exits()))


def _peers() -> Iterator[Row]:
    for cells in market.peers():
        yield row(moment(date.fromisoformat(cells[-1]) + PUBLISHING), *cells)


def _levels() -> Iterator[Row]:
    for code, day, level, total_return in market.index_levels():
        yield row(moment(day), code, day, level, "true" if total_return else "false")


def _rates() -> Iterator[Row]:
    for currency, day, rate in market.fx_rates():
        yield row(moment(day), currency, day, rate, "USD", "synthetic")


def _round(found: market_activity.Round) -> Row:
    return row(
        found.known_from, found.code, found.company, found.date, found.sector, found.subsector,
        found.stage, found.amount, found.pre_money, found.post_money, found.geography, "USD",
        market_activity.SOURCE, found.name, "true", "day",
    )  # fmt: skip


def _exit(found: market_activity.Exit) -> Row:
    return row(
        found.known_from, found.code, found.company, found.date, found.type, found.value,
        found.invested, found.sector, found.geography, "USD", market_activity.SOURCE, found.name,
        found.acquirer,
    )  # fmt: skip
