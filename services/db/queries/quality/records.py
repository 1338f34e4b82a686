"""What the checks read of snapshots, asserted balances, the pipeline and providers' lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class FigureRow(NamedTuple):
    """A snapshot that is believed; rates are fractions, None is not given."""

    fund_id: str
    day: date
    basis: str
    credit_line: str
    irr: float | None
    irr_status: str
    tvpi: float | None
    dpi: float | None
    rvpi: float | None
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    realised: Decimal | None
    unrealised: Decimal | None
    sectors: Any


class AssertionRow(NamedTuple):
    """A balance that somebody outside asserts, and where it was read."""

    fund_id: str
    day: date
    item: str
    amount: Decimal
    tolerance: Decimal | None
    source: str
    import_id: str | None
    file: str | None
    row: int | None


class FunnelRow(NamedTuple):
    """A fund's pipeline: how many deals reached each stage or a later one, and what is wrong.

    `by_channel` is the sum over channels, unknown ones counted. `early` deals have an event before
    they were sourced, `torn` ones end in two ways; `first_…` names the first by code.
    """

    fund_id: str
    sourced: int
    screened: int
    term_sheet: int
    closed: int
    by_channel: int
    early: int
    torn: int
    first_early: str | None
    first_torn: str | None
    import_id: str | None
    file: str | None
    row: int | None


class DecreaseRow(NamedTuple):
    """A cumulative figure that a provider's list shows lower than on its day before.

    Providers without one have a single row with `fund` None.
    """

    provider: str
    fund: str | None
    item: str | None
    before_day: date | None
    day: date
    before: Decimal | None
    after: Decimal | None
    import_id: str | None
    file: str | None
    row: int | None


_FIGURES = text("""
SELECT fund_id, metric_date, basis, credit_line, irr, irr_status, tvpi, dpi, rvpi, capital_called,
       distributed, nav, realized_value, unrealized_value, sector_concentration
FROM fund_metrics WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL
ORDER BY fund_id, metric_date DESC, basis DESC, credit_line
""")
_ASSERTIONS = text("""
SELECT a.fund_id, a.assertion_date, a.item, a.amount, a.tolerance, a.source, a.import_id,
       i.file_name, a.source_row
FROM balance_assertions a LEFT JOIN imports i ON i.id = a.import_id
WHERE a.fund_id = ANY(CAST(:funds AS text[])) AND a.known_to IS NULL AND a.assertion_date <= :today
ORDER BY a.fund_id, a.assertion_date, a.item, a.source, a.id
""")
# A deal stands where its last closing event put it; an outcome that says otherwise, or two such
# events at the same moment, put it into two places at once.
_FUNNEL = text("""
WITH own AS (
    SELECT id, fund_id, code, sourced_at, outcome, source_channel FROM pipeline_deals
    WHERE fund_id = ANY(CAST(:funds AS text[]))
), events AS (
    SELECT e.pipeline_deal_id AS deal, e.stage, e.entered_at, e.import_id, e.source_row
    FROM pipeline_events e JOIN own ON own.id = e.pipeline_deal_id WHERE e.known_to IS NULL
), ended AS (
    SELECT deal, array_agg(DISTINCT stage) AS ways FROM (
        SELECT deal, stage, rank() OVER (PARTITION BY deal ORDER BY entered_at DESC) AS place
        FROM events WHERE stage IN ('closed', 'passed', 'lost')
    ) last WHERE place = 1 GROUP BY deal
), way AS (
    SELECT e.deal,
           max(array_position(ARRAY['screened', 'term_sheet', 'closed'], e.stage)) AS stage,
           min(e.source_row) FILTER (WHERE e.entered_at::date < own.sourced_at) AS row,
           min(e.import_id) FILTER (WHERE e.entered_at::date < own.sourced_at) AS import_id,
           bool_or(e.entered_at::date < own.sourced_at) AS early
    FROM events e JOIN own ON own.id = e.deal GROUP BY e.deal
), reached AS (
    SELECT own.fund_id, own.code, way.early, way.row, way.import_id,
           greatest(
               coalesce(way.stage, 0), CASE WHEN own.outcome = 'closed' THEN 3 ELSE 0 END
           ) AS stage,
           cardinality(ended.ways) > 1 OR own.outcome <> ended.ways[1] AS torn
    FROM own LEFT JOIN way ON way.deal = own.id LEFT JOIN ended ON ended.deal = own.id
), channels AS (
    SELECT fund_id, sum(deals) AS deals FROM (
        SELECT fund_id, count(*) AS deals FROM own GROUP BY fund_id, source_channel
    ) each GROUP BY fund_id
), counted AS (
    SELECT fund_id, count(*) AS sourced, count(*) FILTER (WHERE stage >= 1) AS screened,
           count(*) FILTER (WHERE stage >= 2) AS term_sheet,
           count(*) FILTER (WHERE stage >= 3) AS closed,
           count(*) FILTER (WHERE early) AS early, count(*) FILTER (WHERE torn) AS torn,
           min(code) FILTER (WHERE early) AS first_early,
           min(code) FILTER (WHERE torn) AS first_torn
    FROM reached GROUP BY fund_id
)
SELECT c.fund_id, c.sourced, c.screened, c.term_sheet, c.closed, channels.deals, c.early, c.torn,
       c.first_early, c.first_torn, r.import_id, i.file_name, r.row
FROM counted c JOIN channels USING (fund_id)
LEFT JOIN reached r ON r.fund_id = c.fund_id AND r.code = c.first_early
LEFT JOIN imports i ON i.id = r.import_id
ORDER BY c.fund_id
""")
# A fund that a list has in several lines is their sum, as long as it has as many.
_DECREASES = text("""
WITH summed AS (
    SELECT provider, fund_name, vintage_year, as_of, item, sum(amount) AS amount,
           count(*) AS lines, max(id) AS sample
    FROM benchmark_funds CROSS JOIN LATERAL
        (VALUES ('paid_in', paid_in), ('distributed', distributed)) AS given(item, amount)
    WHERE known_to IS NULL AND amount IS NOT NULL
    GROUP BY provider, fund_name, vintage_year, as_of, item
), listed AS (
    SELECT *, lag(amount) OVER w AS before, lag(as_of) OVER w AS before_day FROM summed
    WINDOW w AS (PARTITION BY provider, fund_name, vintage_year, item, lines ORDER BY as_of)
), fallen AS (
    SELECT DISTINCT ON (provider, fund_name) * FROM listed WHERE amount < before
    ORDER BY provider, fund_name, as_of DESC, item DESC
)
SELECT f.provider, f.fund_name, f.item, f.before_day, f.as_of, f.before, f.amount, b.import_id,
       i.file_name, b.source_row
FROM fallen f JOIN benchmark_funds b ON b.id = f.sample LEFT JOIN imports i ON i.id = b.import_id
UNION ALL
SELECT provider, NULL, NULL, NULL, max(as_of), NULL, NULL, NULL, NULL, NULL FROM listed
WHERE provider NOT IN (SELECT provider FROM fallen)
GROUP BY provider HAVING count(before) > 0
ORDER BY 1, 2
""")


def figures(session: Session, *, fund_ids: Collection[str]) -> list[FigureRow]:
    """Every believed snapshot of the funds, the latest day and net to investors first."""
    rows = session.execute(_FIGURES, {"funds": list(fund_ids)})
    return [FigureRow._make(row) for row in rows]


def assertions(session: Session, *, fund_ids: Collection[str], today: date) -> list[AssertionRow]:
    """Every believed assertion about the funds up to today."""
    rows = session.execute(_ASSERTIONS, {"funds": list(fund_ids), "today": today})
    return [AssertionRow._make(row) for row in rows]


def funnels(session: Session, *, fund_ids: Collection[str]) -> list[FunnelRow]:
    """The pipeline of each fund that has one."""
    rows = session.execute(_FUNNEL, {"funds": list(fund_ids)})
    return [FunnelRow._make(row) for row in rows]


def decreases(session: Session) -> list[DecreaseRow]:
    """The last decrease of each disclosed fund whose cumulative figures fall."""
    return [DecreaseRow._make(row) for row in session.execute(_DECREASES)]
