"""Rounds and exits of one provider as the worker counts them, as known on a moment.

Rows that repeat a round (`counts` False) are left out, and so are rounds known to the year alone.
Of the wanted quarters and those their figures look back on a temporary table is made, in which
amounts stand in one currency; groups come back with exact sums and with their values as lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

UNKNOWN = "unknown"
_KNOWN = "{0}.known_from <= :known_on AND ({0}.known_to IS NULL OR {0}.known_to > :known_on)"
_COUNTS = f"r.source = :source AND r.counts AND {_KNOWN.format('r')}"
_DATED = "r.round_date IS NOT NULL AND r.date_precision <> 'year'"
_QUARTER = """to_char({}, 'YYYY"Q"Q')"""


class ListedRow(NamedTuple):
    """How many rounds of one quarter (None: known to the year alone), word and currency there are,
    how many of them have an amount, and the days and moments between which they lie."""

    quarter: str | None
    word: str
    currency: str | None
    deals: int
    priced: int
    first_day: date | None
    last_day: date | None
    known_from: datetime


class SaleRow(NamedTuple):
    """One exit. `first_round` is the day of the company's first known round, None where there is
    none; amounts are in `currency`."""

    quarter: str
    sector: str
    type: str
    day: date
    currency: str | None
    value: Decimal | None
    invested: Decimal | None
    first_round: date | None
    known_from: datetime


class Foreign(NamedTuple):
    """Amounts of a round that are not in the provider's main currency (None: not said)."""

    id: int
    day: date
    currency: str | None
    amount: Decimal | None
    pre_money: Decimal | None
    post_money: Decimal | None


class Rounds(NamedTuple):
    """Rounds of one quarter, sector and word. `total` is of the `disclosed` ones, exact; the lists
    hold amounts, values before and values after, where known. `left_out` amounts had no rate."""

    quarter: str
    sector: str
    word: str
    deals: int
    disclosed: int
    total: Decimal | None
    left_out: int
    amounts: list[float]
    before: list[float]
    after: list[float]


class PlaceRounds(NamedTuple):
    """Rounds of one quarter, place and sector, as `Rounds`."""

    quarter: str
    place: str
    sector: str
    deals: int
    disclosed: int
    total: Decimal | None
    amounts: list[float]
    before: list[float]


class PartRounds(NamedTuple):
    """Rounds of one quarter, sector and part of it."""

    quarter: str
    sector: str
    part: str
    deals: int
    total: Decimal | None


class Steps(NamedTuple):
    """Rounds of one quarter and word whose company had one before: value before the round and
    value after the last one (None where unknown or in another currency), and days between."""

    quarter: str
    word: str
    before: list[float | None]
    last_after: list[float | None]
    days: list[int]


def for_sets(session: Session) -> None:
    """Let this transaction plan for many rows, whatever statistics say of a table just filled: the
    plans for few take minutes here."""
    session.execute(text("SET LOCAL enable_nestloop = off"))
    session.execute(text("SET LOCAL work_mem = '64MB'"))


def sources(session: Session) -> list[str]:
    """Every provider of rounds or exits, by name."""
    query = text(
        "SELECT source FROM market_rounds UNION SELECT source FROM market_exits ORDER BY 1"
    )
    return list(session.scalars(query))


def listed(session: Session, *, source: str, known_on: datetime) -> list[ListedRow]:
    """What a provider lists, counted."""
    quarter = _QUARTER.format("r.round_date")
    query = text(
        f"SELECT CASE WHEN {_DATED} THEN {quarter} END AS quarter, "  # noqa: S608 - our own words
        f"coalesce(nullif(trim(r.stage), ''), '{UNKNOWN}') AS word, r.currency, count(*), "
        "count(coalesce(r.amount, r.pre_money, r.post_money)), min(r.round_date), "
        "max(r.round_date), max(r.known_from) "
        f"FROM market_rounds r WHERE {_COUNTS} GROUP BY 1, 2, 3"
    )
    rows = session.execute(query, {"source": source, "known_on": known_on})
    return [ListedRow._make(row) for row in rows]


def newest_import(session: Session, *, source: str, known_on: datetime) -> str | None:
    """The file that the provider's newest facts were read from; None where no file is known."""
    query = text(
        f"""
        SELECT i.file_name FROM (
            SELECT r.import_id, r.known_from FROM market_rounds r
            WHERE r.source = :source AND {_KNOWN.format("r")}
            UNION ALL
            SELECT e.import_id, e.known_from FROM market_exits e
            WHERE e.source = :source AND {_KNOWN.format("e")}
        ) facts JOIN imports i ON i.id = facts.import_id
        GROUP BY i.id ORDER BY max(facts.known_from) DESC, i.imported_at DESC LIMIT 1
        """  # noqa: S608 - our own words
    )
    found: str | None = session.scalar(query, {"source": source, "known_on": known_on})
    return found


def exits(session: Session, *, source: str, known_on: datetime) -> list[SaleRow]:
    """Every exit that a provider lists, by day."""
    quarter = _QUARTER.format("e.exit_date")
    query = text(
        f"""
        SELECT {quarter}, coalesce(nullif(trim(e.sector), ''), '{UNKNOWN}'), e.type, e.exit_date,
               e.currency, e.value, e.invested, firsts.day, e.known_from
        FROM market_exits e LEFT JOIN (
            SELECT r.company, min(r.round_date) AS day FROM market_rounds r
            WHERE {_COUNTS} AND {_DATED} GROUP BY r.company
        ) firsts ON firsts.company = e.company
        WHERE e.source = :source AND {_KNOWN.format("e")} ORDER BY e.exit_date, e.id
        """  # noqa: S608 - our own words
    )
    rows = session.execute(query, {"source": source, "known_on": known_on})
    return [SaleRow._make(row) for row in rows]


def gather(
    session: Session,
    *,
    source: str,
    quarters: Mapping[str, tuple[date, date]],
    currency: str | None,
    known_on: datetime,
) -> list[Foreign]:
    """Put the rounds of some quarters (by name: first and last day) on one table; amounts of other
    currencies come back and count as unknown until `converted` brings them."""
    values = ("amount", "pre_money", "post_money")
    own = ", ".join(
        f"CASE WHEN r.currency IS NOT DISTINCT FROM CAST(:currency AS text) THEN r.{name} END "
        f"AS {name}, r.{name} AS said_{name}"
        for name in values
    )
    session.execute(text("DROP TABLE IF EXISTS market_facts"))
    made = text(
        f"""
        CREATE TEMP TABLE market_facts ON COMMIT DROP AS
        SELECT r.id, r.company, r.round_date AS day, span.quarter,
               coalesce(nullif(trim(r.sector), ''), '{UNKNOWN}') AS sector,
               nullif(trim(r.subsector), '') AS part,
               coalesce(nullif(trim(r.stage), ''), '{UNKNOWN}') AS word,
               coalesce(nullif(trim(r.geography), ''), '{UNKNOWN}') AS place,
               r.currency, {own}
        FROM unnest(CAST(:quarters AS text[]), CAST(:firsts AS date[]), CAST(:lasts AS date[]))
             span(quarter, first, last)
        JOIN market_rounds r ON r.round_date BETWEEN span.first AND span.last
        WHERE {_COUNTS} AND {_DATED}
        """  # noqa: S608 - our own words
    )
    firsts, lasts = ([span[end] for span in quarters.values()] for end in (0, 1))
    spans = {"quarters": list(quarters), "firsts": firsts, "lasts": lasts}
    given = {"source": source, "known_on": known_on, "currency": currency}
    session.execute(made, given | spans)
    session.execute(text("ANALYZE market_facts"))
    foreign = text(
        "SELECT id, day, currency, said_amount, said_pre_money, said_post_money "
        "FROM market_facts WHERE currency IS DISTINCT FROM CAST(:currency AS text) "
        "AND coalesce(said_amount, said_pre_money, said_post_money) IS NOT NULL"
    )
    return [Foreign._make(row) for row in session.execute(foreign, {"currency": currency})]


def converted(session: Session, rows: Iterable[Foreign]) -> None:
    """Bring amounts that stand in the main currency now."""
    found = list(rows)
    query = text(
        "UPDATE market_facts f SET amount = v.amount, pre_money = v.pre, post_money = v.post "
        "FROM unnest(CAST(:ids AS bigint[]), CAST(:amounts AS numeric[]), "
        "CAST(:pres AS numeric[]), CAST(:posts AS numeric[])) v(id, amount, pre, post) "
        "WHERE v.id = f.id"
    )
    session.execute(
        query,
        {
            "ids": [row.id for row in found],
            "amounts": [row.amount for row in found],
            "pres": [row.pre_money for row in found],
            "posts": [row.post_money for row in found],
        },
    )


def by_sector(session: Session) -> list[Rounds]:
    """The gathered rounds by quarter, sector and word."""
    what = (
        "count(*), count(amount), sum(amount), "
        "count(*) FILTER (WHERE said_amount IS NOT NULL AND amount IS NULL), "
        f"{_list('amount')}, {_list('pre_money')}, {_list('post_money')}"
    )
    return [Rounds._make(row) for row in _grouped(session, "quarter, sector, word", what)]


def by_place(session: Session) -> list[PlaceRounds]:
    """The gathered rounds by quarter, place and sector."""
    what = f"count(*), count(amount), sum(amount), {_list('amount')}, {_list('pre_money')}"
    return [PlaceRounds._make(row) for row in _grouped(session, "quarter, place, sector", what)]


def by_part(session: Session) -> list[PartRounds]:
    """The gathered rounds by quarter, sector and part of it; rounds without a part are left out."""
    what, named = "count(*), sum(amount)", "WHERE part IS NOT NULL"
    rows = _grouped(session, "quarter, sector, part", what, named)
    return [PartRounds._make(row) for row in rows]


def steps(session: Session, *, source: str, until: date, known_on: datetime) -> list[Steps]:
    """The gathered rounds whose company had an earlier one: of each company and day one round,
    the first that has a value before it, against the company's last day with a round."""
    same = "currency IS NOT DISTINCT FROM last_currency"
    query = text(
        f"""
        WITH days AS (
            SELECT DISTINCT ON (r.company, r.round_date) r.company, r.round_date AS day, r.currency,
                   coalesce(nullif(trim(r.stage), ''), '{UNKNOWN}') AS word,
                   r.pre_money, r.post_money
            FROM market_rounds r
            WHERE {_COUNTS} AND {_DATED} AND r.round_date <= :until
              AND r.company IN (SELECT company FROM market_facts)
            ORDER BY r.company, r.round_date, r.pre_money IS NULL, r.id
        ), chain AS (
            SELECT *, lag(day) OVER company_days AS last_day,
                   lag(post_money) OVER company_days AS last_after,
                   lag(currency) OVER company_days AS last_currency
            FROM days WINDOW company_days AS (PARTITION BY company ORDER BY day)
        )
        SELECT {_QUARTER.format("day")} AS quarter, word,
               array_agg(CASE WHEN {same} THEN CAST(pre_money AS float8) END),
               array_agg(CASE WHEN {same} THEN CAST(last_after AS float8) END),
               array_agg(day - last_day)
        FROM chain
        WHERE last_day IS NOT NULL AND day >= (SELECT min(day) FROM market_facts)
        GROUP BY 1, 2
        """  # noqa: S608 - our own words
    )
    given = {"source": source, "known_on": known_on, "until": until}
    return [Steps._make(row) for row in session.execute(query, given)]


def _grouped(session: Session, groups: str, what: str, where: str = "") -> Iterable[Any]:
    query = f"SELECT {groups}, {what} FROM market_facts {where} GROUP BY {groups}"  # noqa: S608 - our own words
    return session.execute(text(query))


def _list(value: str) -> str:
    return (
        f"coalesce(array_agg(CAST({value} AS float8)) FILTER (WHERE {value} IS NOT NULL), "
        "CAST('{}' AS float8[]))"
    )
