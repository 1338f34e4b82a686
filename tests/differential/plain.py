"""Headline figures a second time, as plainly as they can be written, from the rows themselves.

Nothing of the program is used here: rows come by SQL, types stand in a table of our own, rates are
found by halving. What the program says must be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import psycopg

# What a type does: paid in (+1 / -1 taken back) or distributed, net and gross, by whom it counts.
PAID, BACK, OUT = "paid", "back", "out"
NET, GROSS, BANK = "net", "gross", "bank"
EVERYWHERE, NET_ALONE, LINE_UNDONE = {NET, GROSS}, {NET}, {BANK}
TYPES: Mapping[str, tuple[str, set[str], int]] = {
    # type: what, where it counts, what one unit adds to the unfunded commitment
    "capital_call": (PAID, EVERYWHERE, -1),
    "capital_call_investments": (PAID, EVERYWHERE, -1),
    "management_fee": (PAID, NET_ALONE, -1),
    "partnership_expense": (PAID, NET_ALONE, -1),
    "capital_call_management_fees_outside_commitment": (PAID, NET_ALONE, 0),
    "distribution": (OUT, EVERYWHERE, 0),
    "distribution_permanent_gain_loss": (OUT, EVERYWHERE, 0),
    "recallable_distribution": (OUT, EVERYWHERE, 1),
    "distribution_return_of_excess_capital_called_investments": (BACK, EVERYWHERE, 1),
    "fund_level_subscription_facility_drawdown_investments": (PAID, LINE_UNDONE, 0),
    "synthetic_distribution_fund_level_subscription_facility_repayment_investments": (
        BACK,
        LINE_UNDONE,
        0,
    ),
}
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Plain:
    """Sums to the cent; multiples and the rate None where nothing was paid in or there is none."""

    paid_in: Decimal
    distributions: Decimal
    nav: Decimal
    unfunded: Decimal
    tvpi: float | None
    dpi: float | None
    irr: float | None
    moic: float | None
    invested: Decimal
    fair_value: Decimal


def figures(
    connection: psycopg.Connection[Any], fund: str, day: date, *, basis: str, line: str
) -> Plain:
    """The figures of one fund (id) on a day that has a value, net_lp or net_fund."""
    rows = _rows(connection, "fund_cash_flows", "flow_date", fund, day)
    values = [row for row in _rows(connection, "fund_navs", "nav_date", fund, day) if row[0] == day]
    flows, nav = _chosen(rows, basis), _sum(_chosen(values, basis))
    moved = sum((TYPES[kind][2] * amount for _, kind, amount in flows), NOTHING)
    paid, out, series = _counted(flows, NET, line)
    series[day] += nav
    invested, back, fair = _companies(connection, fund, day)
    # Without investments the gross figures are those of the gross columns, the partners together.
    put_in, got, _ = _counted(_chosen(rows, "net_fund"), GROSS, line)
    whole = _sum(_chosen(values, "net_fund"))
    gross = (back + fair, invested) if invested else (got + whole, put_in)
    return Plain(
        paid_in=paid,
        distributions=out,
        nav=nav,
        unfunded=_committed(connection, fund, basis) + moved,
        tvpi=float((out + nav) / paid) if paid > 0 else None,
        dpi=float(out / paid) if paid > 0 else None,
        irr=_rate(series),
        moic=float(gross[0] / gross[1]) if gross[1] > 0 else None,
        invested=invested,
        fair_value=fair,
    )


@dataclass(frozen=True)
class PlainInvestor:
    """One investor's own rows added up."""

    commitment: Decimal
    called: Decimal
    distributions: Decimal
    unfunded: Decimal
    nav: Decimal
    irr: float | None


def investors(
    connection: psycopg.Connection[Any], fund: str, day: date
) -> dict[str, PlainInvestor]:
    """Every investor of a fund (id) whose rows are told apart, by id."""
    promised = connection.execute(
        "SELECT investor_id, sum(amount) FROM commitments "
        "WHERE fund_id = %s AND known_to IS NULL GROUP BY investor_id",
        [fund],
    ).fetchall()
    flows = _rows(connection, "fund_cash_flows", "flow_date", fund, day)
    values = [row for row in _rows(connection, "fund_navs", "nav_date", fund, day) if row[0] == day]
    found = {}
    for who, commitment in promised:
        own = [row[:3] for row in flows if row[3] == who]
        paid, out, series = _counted(own, NET, "with")
        nav = _sum(row[:3] for row in values if row[3] == who)
        series[day] += nav
        found[who] = PlainInvestor(
            commitment=commitment,
            called=paid,
            distributions=out,
            unfunded=commitment + sum((TYPES[kind][2] * a for _, kind, a in own), NOTHING),
            nav=nav,
            irr=_rate(series),
        )
    return found


def holdings(connection: psycopg.Connection[Any], fund: str, day: date) -> dict[str, Decimal]:
    """The last mark of each company (code) that a fund (id) holds something of."""
    rows = connection.execute(
        "SELECT DISTINCT ON (v.deal_id) c.code, v.fair_value FROM valuations v "
        "JOIN deals d ON d.id = v.deal_id JOIN companies c ON c.id = d.company_id "
        "WHERE d.fund_id = %s AND v.mark_date <= %s AND v.known_to IS NULL "
        "ORDER BY v.deal_id, v.mark_date DESC",
        [fund, day],
    ).fetchall()
    return {code: value for code, value in rows if value}


def _sum(rows: Iterable[tuple[date, str, Decimal]]) -> Decimal:
    return sum((amount for _, _, amount in rows), NOTHING)


def _counted(
    flows: Iterable[tuple[date, str, Decimal]], column: str, line: str
) -> tuple[Decimal, Decimal, dict[date, Decimal]]:
    """What was paid in and got, and both by day as the investors see them."""
    paid = out = NOTHING
    series: dict[date, Decimal] = defaultdict(Decimal)
    for when, kind, amount in flows:
        what, where, _ = TYPES[kind]
        if not (column in where or (BANK in where and line == "without")):
            continue
        if what == OUT:
            out += amount
            series[when] += amount
        else:
            paid += amount if what == PAID else -amount
            series[when] += -amount if what == PAID else amount
    return paid, out, series


def _rows(
    connection: psycopg.Connection[Any], table: str, column: str, fund: str, day: date
) -> list[tuple[date, str, Decimal, str | None, bool]]:
    """Day, type, amount, investor and whether that is the general partner, believed now."""
    kind = "f.type" if table == "fund_cash_flows" else "''"
    amount = "f.amount" if table == "fund_cash_flows" else "f.nav"
    return connection.execute(
        f"SELECT f.{column}, {kind}, {amount}, f.investor_id, coalesce(p.type = 'gp', false) "
        f"FROM {table} f LEFT JOIN limited_partners p ON p.id = f.investor_id "
        f"WHERE f.fund_id = %s AND f.{column} <= %s AND f.known_to IS NULL",
        [fund, day],
    ).fetchall()


def _chosen(
    rows: Iterable[tuple[date, str, Decimal, str | None, bool]], basis: str
) -> list[tuple[date, str, Decimal]]:
    """Of each day the totals where there are any, else the investors; without the general partner
    where that is asked for. What moves between fund and bank stands for itself."""
    days: dict[Any, list[tuple[date, str, Decimal, str | None, bool]]] = defaultdict(list)
    for row in rows:
        bank = row[1] in TYPES and BANK in TYPES[row[1]][1]
        days[row[0], bank].append(row)
    found: list[tuple[date, str, Decimal]] = []
    for same in days.values():
        totals = [row for row in same if row[3] is None]
        for row in totals or same:
            if not totals and row[4] and basis == "net_lp":
                continue
            found.append(row[:3])
        if totals and basis == "net_lp":
            found += [(row[0], row[1], -row[2]) for row in same if row[4]]
    return found


def _committed(connection: psycopg.Connection[Any], fund: str, basis: str) -> Decimal:
    rows = connection.execute(
        "SELECT c.amount, coalesce(p.type = 'gp', false) FROM commitments c "
        "JOIN limited_partners p ON p.id = c.investor_id "
        "WHERE c.fund_id = %s AND c.known_to IS NULL",
        [fund],
    ).fetchall()
    if not rows:
        told = connection.execute("SELECT total_committed FROM funds WHERE id = %s", [fund])
        return told.fetchone()[0]  # type: ignore[index]
    return sum((amount for amount, gp in rows if not (gp and basis == "net_lp")), NOTHING)


def _companies(
    connection: psycopg.Connection[Any], fund: str, day: date
) -> tuple[Decimal, Decimal, Decimal]:
    """What was put into companies, what came back, and their last marks."""
    moved = connection.execute(
        "SELECT i.type, sum(i.amount) FROM investment_cash_flows i JOIN deals d ON d.id = i.deal_id"
        " WHERE d.fund_id = %s AND i.flow_date <= %s AND i.known_to IS NULL GROUP BY i.type",
        [fund, day],
    ).fetchall()
    sums = defaultdict(Decimal, moved)
    marks = connection.execute(
        "SELECT DISTINCT ON (v.deal_id) v.fair_value FROM valuations v JOIN deals d "
        "ON d.id = v.deal_id WHERE d.fund_id = %s AND v.mark_date <= %s AND v.known_to IS NULL "
        "ORDER BY v.deal_id, v.mark_date DESC",
        [fund, day],
    ).fetchall()
    invested = sums["investment"] + sums["follow_on"] + sums["fee"]
    back = sums["proceeds"] + sums["dividend"] + sums["interest"]
    return invested, back, sum((value for (value,) in marks), NOTHING)


def _rate(series: Mapping[date, Decimal]) -> float | None:
    """The yearly rate at which the flows are worth nothing today (act/365), by halving.

    None unless money goes out first and comes back later, once, over more than a year.
    """
    days = sorted(day for day, amount in series.items() if amount)
    if not days or (days[-1] - days[0]).days < 366:
        return None
    amounts = [float(series[day]) for day in days]
    turns = sum((one < 0) != (other < 0) for one, other in pairwise(amounts))
    if turns != 1 or amounts[0] > 0:
        return None
    years = [(day - days[0]).days / 365 for day in days]

    def worth(rate: float) -> float:
        return sum(a / (1 + rate) ** t for a, t in zip(amounts, years, strict=True))

    low, high = -0.999999, 10.0
    if worth(low) < 0 or worth(high) > 0:
        return None
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) > 0 else (low, middle)
    return (low + high) / 2
