"""Three funds as files to import, and what a plain reckoning makes of the same rows."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

# FULL posts everything, HALF only costs and results, BARE nothing: flows and values alone.
FULL, HALF, BARE, GP = "FULL", "HALF", "BARE", "GPX"
MEMBERS = {
    FULL: {"I1": 20_000_000, "I2": 10_000_000, "I3": 5_000_000, GP: 2_000_000},
    HALF: {"I1": 8_000_000, "I4": 12_000_000, GP: 2_000_000},
    BARE: {"I1": 3_000_000, "I2": 4_000_000},
}
ENDS = [date(y, m, d) for y in (2023, 2024) for m, d in ((3, 31), (6, 30), (9, 30), (12, 31))]
HANDED_OVER, RELEASED = date(2024, 3, 31), date(2023, 12, 31)
INSIDE = ("capital_call_investments", "capital_call_management_fees_inside_commitment",
          "capital_call_partnership_expenses")  # fmt: skip
OUTSIDE = "capital_call_management_fees_outside_commitment"
GAIN, AGAIN, EXCESS = (
    "distribution_permanent_gain_loss",
    "distribution_recallable_return_of_capital",
    "distribution_return_of_excess_capital_called_investments",
)
FEES = ("management_fees", "management_fee_offsets", "fee_waiver", "management_fee_rebate")
EXPENSES = ("audit", "legal", "internal_it", "subscription_facility_interest")
RESULTS = ("dividend_income", "realized_gain", "unrealized_gain")
RATE = Decimal("0.8")  # EUR per USD, on every day
KINDS = ("funds", "lpa_terms", "investors", "commitments", "investor_terms", "fx_rates",
         "companies", "investments", "investment_cash_flows", "valuations", "fund_cash_flows",
         "fund_navs", "fund_ledger")  # fmt: skip


@dataclass
class Own:
    """What is known of one investor in one fund, row by row."""

    promised: list[tuple[date, Decimal]] = field(default_factory=list)
    flows: list[tuple[date, str, Decimal]] = field(default_factory=list)
    posted: list[tuple[date, str, Decimal]] = field(default_factory=list)
    values: dict[date, Decimal] = field(default_factory=dict)

    def flowed(self, *types: str, after: date, until: date) -> Decimal:
        return _sum((d, a) for d, t, a in self.flows if t in types and after < d <= until)

    def line(self, *accounts: str, after: date, until: date) -> Decimal:
        return _sum((d, a) for d, t, a in self.posted if t in accounts and after < d <= until)

    def called(self, after: date, until: date) -> Decimal:
        paid = self.flowed(*INSIDE, OUTSIDE, after=after, until=until)
        return paid - self.flowed(EXCESS, after=after, until=until)

    def paid_out(self, after: date, until: date) -> Decimal:
        return self.flowed(GAIN, AGAIN, after=after, until=until)

    def inside(self, after: date, until: date) -> Decimal:
        return self.flowed(*INSIDE, after=after, until=until) - self.flowed(
            EXCESS, after=after, until=until
        )

    def committed(self, day: date) -> Decimal:
        return _sum((d, a) for d, a in self.promised if d <= day)

    def unfunded(self, day: date) -> Decimal:
        ever = {"after": date.min, "until": day}
        changed = self.line("expired_commitments", "unfunded_adjustment", **ever)
        return self.committed(day) - self.inside(**ever) + self.flowed(AGAIN, **ever) + changed

    def nav(self, day: date) -> Decimal:
        return self.values[max(d for d in self.values if d <= day)] if self.values else Decimal(0)


def _sum(dated: Iterable[tuple[date, Decimal]]) -> Decimal:
    return sum((amount for _, amount in dated), Decimal(0))


class Books:
    """The rows of every kind, and the same by fund and investor."""

    def __init__(self) -> None:
        self.chance = Random(5)
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.own: dict[tuple[str, str], Own] = defaultdict(Own)
        self.held: dict[str, list[Decimal]] = defaultdict(list)
        self._describe()
        for fund in MEMBERS:
            self._years(fund)
        self._holdings()

    def cents(self, low: int, high: int) -> Decimal:
        return Decimal(self.chance.randint(low * 100, high * 100)) / 100

    def _describe(self) -> None:
        for fund, members in MEMBERS.items():
            self.rows["funds"].append({
                "fund": fund, "name": f"Fund {fund}", "vintage_year": 2023, "strategy": "Venture",
                "geography": "Europe", "currency": "EUR" if fund == FULL else "USD",
                "total_committed": sum(members.values()) + 3_000_000 * (fund == FULL),
                "inception_date": "2023-01-01", "final_closing": "2023-09-30",
            })  # fmt: skip
            for name, amount in members.items():
                self.promise(fund, name, date(2023, 1, 1), Decimal(amount))
        self.promise(FULL, "I3", date(2023, 9, 30), Decimal(3_000_000))  # a second closing
        for fund, fee in ((FULL, "0.02"), (HALF, "0.0175")):
            self.rows["lpa_terms"].append({
                "fund": fund, "effective_date": "2023-01-01", "waterfall": "european",
                "preferred_return": "0.08", "carry_rate": "0.2", "catch_up_rate": "1",
                "fee_rate": fee, "fee_basis": "committed",
            })  # fmt: skip
        for name in ("I1", "I2", "I3", "I4", "I5", GP):
            kind = "gp" if name == GP else "pension"
            self.rows["investors"].append({"investor": name, "name": f"LP {name}", "type": kind})
        for term, value in (("fee_rate", "0.0175"), ("offset_monitoring", "0.8")):
            self.rows["investor_terms"].append(
                {"fund": FULL, "investor": "I1", "term": term, "value": value}
            )
        for number in range(110):
            day = date(2022, 12, 31) + timedelta(days=7 * number)
            self.rows["fx_rates"].append(
                {"currency": "EUR", "date": day, "per_base": RATE, "base": "USD", "source": "test"}
            )

    def promise(self, fund: str, name: str, day: date, amount: Decimal) -> None:
        self.rows["commitments"].append(
            {"fund": fund, "investor": name, "date": day, "amount": amount}
        )
        self.own[fund, name].promised.append((day, amount))

    def flow(self, fund: str, name: str, day: date, type: str, amount: Decimal, late: int) -> None:
        number = len(self.rows["fund_cash_flows"])
        self.rows["fund_cash_flows"].append({
            "fund": fund, "date": day, "type": type, "amount": amount, "investor": name,
            "due_date": day, "paid_date": day + timedelta(days=late), "external_id": f"x{number}",
        })  # fmt: skip
        self.own[fund, name].flows.append((day, type, amount))

    def post(self, fund: str, name: str, day: date, account: str, amount: Decimal) -> None:
        self.rows["fund_ledger"].append(
            {"fund": fund, "date": day, "account": account, "amount": amount, "investor": name}
        )
        self.own[fund, name].posted.append((day, account, amount))

    def value(self, fund: str, name: str, day: date, amount: Decimal) -> None:
        self.rows["fund_navs"].append({"fund": fund, "date": day, "nav": amount, "investor": name})
        self.own[fund, name].values[day] = amount

    def _years(self, fund: str) -> None:
        members = list(MEMBERS[fund])
        for number, end in enumerate(ENDS):
            for name in members:
                self._quarter(fund, name, number, end)
            if fund == FULL and end == RELEASED:
                self.post(fund, "I3", end, "expired_commitments", Decimal(-250_000))
            if fund == FULL and end == HANDED_OVER:
                self._hand_over(end)
                members = [*(name for name in members if name != "I2"), "I5"]

    def _quarter(self, fund: str, name: str, number: int, end: date) -> None:
        """Flows on the last day of every other quarter, postings on the last of every quarter."""
        own, is_gp = self.own[fund, name], name == GP
        eve = date(end.year, end.month - 2, 1) - timedelta(days=1)
        first = end if number % 4 == 0 else end.replace(day=1)
        if number % 2 == 0:
            for kind, low, high in zip(INSIDE, (90_000, 5_000, 900), (300_000, 9_000, 4_000),
                                       strict=True):  # fmt: skip
                late = self.chance.choice((0, 0, 5))
                self.flow(fund, name, first, kind, self.cents(low, high), late)
        if number == 2:
            self.flow(fund, name, first, OUTSIDE, self.cents(50, 90), 0)
        if number in (3, 5):
            self.flow(fund, name, end, GAIN, self.cents(20_000, 40_000), 0)
            self.flow(fund, name, end, AGAIN, self.cents(2_000, 4_000), 0)
        if number == 6:
            self.flow(fund, name, end, EXCESS, self.cents(200, 400), 0)
        cash = own.called(eve, end) - own.paid_out(eve, end)
        result = self.cents(-20_000, 60_000)
        if fund != BARE:
            amounts = self._lines(name, number, is_gp=is_gp)
            result = sum(amounts.values(), Decimal(0))
            if fund == FULL:
                amounts["contributions"] = own.called(eve, end)
                amounts["distributions"] = -own.paid_out(eve, end)
            for account, amount in amounts.items():
                if amount:
                    self.post(fund, name, end, account, amount)
            if not is_gp:
                self.post(fund, name, end, "carry_accrued", -self.cents(1, 2_000))
        before = own.nav(eve) if any(day <= eve for day in own.values) else Decimal(0)
        self.value(fund, name, end, before + cash + result)

    def _lines(self, name: str, number: int, *, is_gp: bool) -> dict[str, Decimal]:
        """A quarter's costs and results; no fee in the third quarter."""
        found = {account: -self.cents(10, 900) for account in EXPENSES}
        found |= {account: self.cents(-9_000, 30_000) for account in RESULTS}
        if not is_gp:
            found["management_fees"] = Decimal(0) if number == 2 else -self.cents(5_000, 40_000)
            found["management_fee_offsets"] = self.cents(100, 900) if number % 4 else Decimal(0)
        if name == "I1":
            found["fee_waiver"] = self.cents(50, 90)
        if name == "I4":
            found["management_fee_rebate"] = self.cents(50, 90)
        return found

    def _hand_over(self, day: date) -> None:
        """I2 sells everything to I5 at its value."""
        one, other = self.own[FULL, "I2"], self.own[FULL, "I5"]
        worth, still, promised = one.nav(day), one.unfunded(day), one.committed(day)
        for name, sign in (("I2", -1), ("I5", 1)):
            self.promise(FULL, name, day, sign * promised)
            self.post(FULL, name, day, "partner_transfers", sign * worth)
            self.post(FULL, name, day, "unfunded_adjustment", sign * (still - promised))
        self.rows["fund_navs"] = [
            row for row in self.rows["fund_navs"]
            if (row["fund"], row["investor"], row["date"]) != (FULL, "I2", day)
        ]  # fmt: skip
        self.value(FULL, "I2", day, Decimal(0))
        self.value(FULL, "I5", day, worth)
        assert other.unfunded(day) == still and one.unfunded(day) == 0

    def _holdings(self) -> None:
        """Two companies each; those of HALF are valued in euros."""
        for number, fund in enumerate((FULL, FULL, HALF, HALF, BARE, BARE)):
            name, currency = f"C{number}", "USD" if fund == BARE else "EUR"
            sector = "Health" if number % 2 else "Software"
            self.rows["companies"].append(
                {"company": name, "name": f"Company {number}", "sector": sector}
            )
            self.rows["investments"].append(
                {"investment": f"V{number}", "fund": fund, "company": name, "date": "2023-02-01"}
            )
            self.rows["investment_cash_flows"].append({
                "investment": f"V{number}", "date": "2023-02-01", "type": "investment",
                "amount": 80_000, "currency": currency,
            })  # fmt: skip
            worth = self.cents(60_000, 90_000)
            self.rows["valuations"].append({
                "investment": f"V{number}", "date": ENDS[-1], "fair_value": worth,
                "currency": currency,
            })  # fmt: skip
            self.held[fund].append(worth / RATE if fund == HALF else worth)

    def files(self, folder: Path) -> Iterable[tuple[str, Path]]:
        """Every kind's file in the order of import, CSV and workbooks in turn."""
        for number, kind in enumerate(KINDS):
            rows = self.rows[kind]
            header = list(dict.fromkeys(name for row in rows for name in row))
            path = folder / f"{kind}.{'xlsx' if number % 2 else 'csv'}"
            if number % 2:
                book = openpyxl.Workbook()
                for row in [{name: name for name in header}, *rows]:
                    book.worksheets[0].append([row.get(name) for name in header])
                book.save(path)
            else:
                with path.open("w", newline="") as stream:
                    writer = csv.DictWriter(stream, header)
                    writer.writeheader()
                    writer.writerows(rows)
            yield kind, path
