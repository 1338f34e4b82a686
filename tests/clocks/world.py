"""A small firm as its files would tell it: what they say now, and ways in which that changes."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

from services.db.session import Database
from services.imports import run_import
from services.imports.kinds import KINDS
from services.market_intelligence.snapshots import refresh_due

Row = dict[str, Any]
QUARTERS = ("2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31")
# In the order in which files may refer to each other.
BASE: dict[str, list[Row]] = {
    "funds": [
        {"fund": "F1", "name": "Fund One", "vintage_year": 2020, "strategy": "Venture",
         "geography": "Europe", "currency": "USD", "total_committed": 5000,
         "inception_date": "2020-01-01"},
        {"fund": "F2", "name": "Fund Two", "vintage_year": 2021, "strategy": "Venture",
         "geography": "Europe", "currency": "EUR", "total_committed": 3000,
         "inception_date": "2020-06-01"},
    ],
    "investors": [
        {"investor": "LP1", "name": "Harbour", "type": "pension"},
        {"investor": "GP", "name": "Manager", "type": "gp"},
    ],
    "fx_rates": [
        {"currency": "EUR", "date": day, "per_base": rate, "base": "USD", "source": source}
        for source, rate in (("Bank A", "0.8"), ("Bank B", "0.9"))
        for day in ("2020-01-01", "2020-07-01", *QUARTERS)
    ],
    "index_levels": [
        {"index": "IDX", "date": day, "level": 100 + number, "total_return": "yes"}
        for number, day in enumerate(("2020-01-01", "2020-07-01", *QUARTERS))
    ],
    "benchmarks": [
        {"provider": "Points", "release": "2021Q3", "vintage_year": 2020, "strategy": "venture",
         "geography": "europe", "metric": metric, "p25": "1", "p50": "1.2", "p75": "1.5", "n": 20,
         "as_of": "2021-09-30"}
        for metric in ("tvpi", "dpi")
    ],
    "benchmark_funds": [
        {"provider": "Pension", "as_of": day, "fund": f"Peer {number}", "vintage_year": 2020,
         "paid_in": 100 + number, "distributed": 20, "nav": 90 + number, "currency": "USD"}
        for day in QUARTERS[-2:]
        for number in range(8)
    ],
    "lpa_terms": [{"fund": "F1", "effective_date": "2020-01-01", "carry_rate": "0.2"}],
    "commitments": [
        {"fund": "F1", "investor": name, "date": "2020-01-01", "amount": amount}
        for name, amount in (("LP1", 4000), ("GP", 1000))
    ],
    "fund_cash_flows": [
        {"fund": "F1", "date": "2020-01-01", "type": "capital_call", "amount": amount,
         "investor": name, "currency": "USD"}
        for name, amount in (("LP1", 800), ("GP", 200))
    ] + [
        {"fund": "F2", "date": "2020-07-01", "type": "capital_call", "amount": 500,
         "currency": "EUR"},
        {"fund": "F1", "date": "2021-06-30", "type": "distribution", "amount": 50,
         "investor": "LP1", "currency": "USD"},
    ],
    "fund_navs": [
        {"fund": "F1", "date": "2021-12-31", "nav": nav, "investor": name, "currency": "USD"}
        for name, nav in (("LP1", 1000), ("GP", 260))
    ] + [{"fund": "F2", "date": "2021-09-30", "nav": 620, "currency": "EUR"}],
    "fund_balances": [
        {"fund": "F1", "date": "2021-12-31", "item": item, "amount": amount}
        for item, amount in (("cash", 70), ("reserve_fees", 30))
    ],
    "companies": [
        {"company": "C1", "name": "Acme", "sector": "Software", "status": "active"},
        {"company": "C2", "name": "Birch", "sector": "Health", "status": "active"},
    ],
    "investments": [
        {"investment": "I1", "fund": "F1", "company": "C1", "date": "2020-01-15"},
        {"investment": "I2", "fund": "F1", "company": "C2", "date": "2020-03-01"},
        {"investment": "I3", "fund": "F2", "company": "C1", "date": "2020-07-01"},
    ],
    "investment_cash_flows": [
        {"investment": "I1", "date": "2020-01-15", "type": "investment", "amount": 300,
         "currency": "USD"},
        {"investment": "I2", "date": "2020-03-01", "type": "investment", "amount": 200,
         "currency": "USD"},
        {"investment": "I2", "date": "2021-06-30", "type": "proceeds", "amount": 150,
         "currency": "USD"},
        {"investment": "I3", "date": "2020-07-01", "type": "investment", "amount": 250,
         "currency": "EUR"},
    ],
    "valuations": [
        {"investment": name, "date": "2021-12-31", "fair_value": value, "currency": currency}
        for name, value, currency in (("I1", 500, "USD"), ("I2", 90, "USD"), ("I3", 300, "EUR"))
    ],
    "company_metrics": [
        {"company": company, "period_end": day, "reported_at": day, "revenue_ttm": revenue,
         "arr": revenue, "cash": 60, "net_burn": burn, "gross_margin": "0.6", "currency": currency}
        for company, burn, currency in (("C1", 20, "USD"), ("C2", -5, "EUR"))
        for day, revenue in (("2020-12-31", 100), ("2021-09-30", 140), ("2021-12-31", 150))
    ],
    "pipeline_deals": [
        {"deal": f"P{number}", "fund": fund, "company_name": f"Prospect {number}",
         "sourced_at": f"2021-{month:02}-05", "source_channel": channel, "sector": "Software",
         "check_size": 50, "outcome": outcome, "pass_reason": reason}
        for number, (fund, month, channel, outcome, reason) in enumerate((
            ("F1", 10, "Referral", "open", ""), ("F1", 10, "Referral", "closed", ""),
            ("F1", 11, "Inbound", "passed", "price"), ("F2", 10, "", "lost", ""),
            ("F2", 7, "Inbound", "open", ""),
        ))
    ],
    "pipeline_events": [
        {"deal": deal, "stage": stage, "entered_at": f"2021-{day}"}
        for deal, stage, day in (
            ("P0", "screened", "11-02"), ("P1", "screened", "10-20"), ("P1", "term_sheet", "11-20"),
            ("P1", "closed", "12-15"), ("P2", "passed", "12-01"), ("P3", "lost", "12-20"),
            ("P4", "term_sheet", "08-01"),
        )
    ],
    "channel_costs": [
        {"channel": channel, "period_start": "2021-01-01", "period_end": "2021-12-31",
         "cost": 365, "currency": "USD"}
        for channel in ("Referral", "Inbound")
    ],
    "market_rounds": [
        {"round": f"r{number}", "company": f"m{number % 6}", "date": f"2021-{month:02}-11",
         "sector": sector, "subsector": "Tools", "stage": "seed", "amount": 100 + number,
         "pre_money": 500 + number, "geography": "US", "currency": "USD", "source": "Monitor"}
        for number, (month, sector) in enumerate(
            (month, sector) for month in (5, 8, 11) for sector in ("Software",) * 5 + ("Health",)
        )
    ],
    "market_exits": [
        {"exit": f"e{number}", "company": f"m{number}", "date": f"2021-11-{number + 1:02}",
         "type": ("ma", "ipo")[number % 2], "value": 900 + number, "invested": 300,
         "sector": "Software", "currency": "USD", "source": "Monitor"}
        for number in range(6)
    ],
}  # fmt: skip
OF_MARKET = ("market_rounds", "market_exits")  # the worker computes their figures
# What a correction may write, by kind and column; amounts and rates are drawn instead.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("funds", "name"): ("Fund One", "Fund 1", "First Fund"),
    ("funds", "vintage_year"): ("2019", "2020"),
    ("funds", "total_committed"): ("5000", "5500", "6000"),
    ("investors", "name"): ("Harbour", "Harbour Pension"),
    ("investors", "type"): ("pension", "gp", ""),
    ("companies", "name"): ("Acme", "Acme Labs"),
    ("companies", "sector"): ("Software", "Health", "Energy"),
    ("companies", "status"): ("active", "exited"),
    ("investments", "fund"): ("F1", "F2"),
    ("lpa_terms", "carry_rate"): ("0.2", "0.25"),
    ("pipeline_deals", "outcome"): ("open", "passed", "lost"),
    ("pipeline_deals", "source_channel"): ("Referral", "Inbound", ""),
    ("pipeline_deals", "sourced_at"): ("2021-10-05", "2021-09-05"),
    ("pipeline_events", "entered_at"): ("2021-10-25", "2021-12-30"),
    ("market_rounds", "sector"): ("Software", "Health", "Energy"),
    ("market_rounds", "amount"): ("", "150", "900"),
}
AMOUNTS = {
    "commitments": "amount",
    "fund_cash_flows": "amount",
    "fund_navs": "nav",
    "fund_balances": "amount",
    "investment_cash_flows": "amount",
    "valuations": "fair_value",
    "benchmark_funds": "paid_in",
    "index_levels": "level",
    "company_metrics": "net_burn",
    "channel_costs": "cost",
    "market_exits": "value",
}
DAYS = {"as_of", "date", "period_end", "period_start", "entered_at"}


class World:
    """What the files say now; every change is followed by an import of the changed file."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db = db
        self.folder = folder
        self.rows = {kind: [dict(row) for row in rows] for kind, rows in BASE.items()}
        self._files = 0

    def file(self, kind: str, *, replace: bool = False) -> None:
        """Import the kind's file as it is now."""
        self._files += 1
        path = self.folder / f"{self._files}-{kind}.csv"
        names = list(dict.fromkeys(name for row in self.rows[kind] for name in row))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, names, restval="")
            writer.writeheader()
            writer.writerows(self.rows[kind])
        result = run_import(self.db, kind=kind, path=path, imported_by="test", replace=replace)
        assert result.status in ("imported", "already_imported"), (kind, result.errors[:3])
        if kind in OF_MARKET:
            outcome = refresh_due(self.db, tell=lambda version: None)
            assert outcome.failed == {}

    def change(self, kind: str, random: Random) -> None:
        """One to three corrections, additions or retractions of a kind, and its file again."""
        retracted = False
        for _ in range(random.randint(1, 3)):
            move = random.choice((self._correct, self._correct, self._add, self._retract))
            retracted = move(kind, random) or retracted
        random.shuffle(self.rows[kind])
        self.file(kind, replace=retracted)

    def _correct(self, kind: str, random: Random) -> bool:
        row = random.choice(self.rows[kind])
        columns = [column for of, column in WORDS if of == kind]
        if columns:
            column = random.choice(columns)
            row[column] = random.choice(WORDS[kind, column])
        elif kind in AMOUNTS:
            row[AMOUNTS[kind]] = random.randint(1, 900)
        elif kind == "fx_rates":
            row["per_base"] = random.choice(("0.5", "0.75", "1.25"))
        else:
            row["p50"] = random.choice(("1.1", "1.3"))
        return False

    def _add(self, kind: str, random: Random) -> bool:
        """A fact of another day, or a thing under another code."""
        row = dict(random.choice(self.rows[kind]))
        first = next(iter(row))
        if KINDS[kind].entity:
            row[first] = f"{row[first]}x{len(self.rows[kind])}"
        elif days := DAYS & row.keys():
            row[days.pop()] = random.choice(("2021-02-15", "2021-05-15", "2021-08-15"))
        else:
            return False
        identity = self._identity(kind, row)
        if all(self._identity(kind, other) != identity for other in self.rows[kind]):
            self.rows[kind].append(row)
        return False

    def _retract(self, kind: str, random: Random) -> bool:
        """Leave a row out; a replacing file takes it back. Things without a day stay."""
        if KINDS[kind].day is None or len(self.rows[kind]) < 2:
            return False
        self.rows[kind].remove(random.choice(self.rows[kind]))
        return True

    @staticmethod
    def _identity(kind: str, row: Row) -> tuple[Any, ...]:
        columns = {column.stored: column.name for column in KINDS[kind].columns}
        return tuple(row.get(columns[name]) for name in KINDS[kind].identity)
