"""What stands on the pages of a pack, in its order: every figure is one of its data, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.exports import words
from services.exports.report_pack.proof import proof
from services.lp_reporting.reports import Pack

Told = Mapping[str, Any]
Section = dict[str, Any]
BASIS = "net to limited partners, after fees, expenses and carried interest"
CONVENTION = "rates of return since inception from dated flows, actual days / 365"
STATES = {"pass": "passes", "fail": "fails", "waived": "waived", "unknown": "not known"}
MOST_FLOWS = 24


def pages(pack: Pack, *, firm: str) -> dict[str, Any]:
    """The pack as plain data for the template."""
    told, head = pack.content, pack.content["report"]
    as_of = date.fromisoformat(head["as_of"])
    clocks = f"as of {words.day(as_of)}, as known on {_moment(head['known_on'])}"
    currency = head["fund"]["currency"]
    return {
        "firm": firm,
        "title": f"{head['fund']['name']}, report to {head['investor']['name']}, {head['period']}",
        "name": head["investor"]["name"],
        "described": f"{head['fund']['name']} ({head['fund']['code']}) · {head['period']}",
        "period": f"{head['type']} report, {head['period']}",
        "money": f"amounts in {currency}",
        "day": [as_of.year, as_of.month, as_of.day],
        "draft": "Draft: not approved, not sealed." if pack.content_hash is None else None,
        "replaces": _replaces(head),
        "letter": [part for part in (head["letter"] or "").split("\n") if part.strip()],
        "pages": [_standing(told["standing"], clocks), _fund(told["fund"], clocks)],
        "sections": [
            _account(told["account"]),
            _commitment(told["account"]),
            _activity(told["activity"]),
            _fees(told["fees"]),
            _investments(told["investments"]),
            _exposure(told["exposure"]),
            _checks(told["checks"]),
        ],
        "notes": _notes(told),
        "proof": list(proof(pack)),
        "footer": _footer(pack, clocks, currency),
    }


def _replaces(head: Told) -> str | None:
    if head["supersedes"] is None:
        return None
    before = f"the one sent before ({head['supersedes']})"
    return f"This report takes the place of {before}: {head['reason']}"


def _footer(pack: Pack, clocks: str, currency: str) -> str:
    """Clocks, basis, currency and hash: what each page must carry."""
    fixed = "draft, no hash" if pack.content_hash is None else f"sha256:{pack.content_hash}"
    return f"{pack.name} · {clocks} · {BASIS} · {currency} · {fixed} · how to verify: last page"


def _standing(told: Told, clocks: str) -> dict[str, Any]:
    return {
        "title": "Your capital account in this fund",
        "words": f"{clocks[0].upper()}{clocks[1:]}; {BASIS}; {CONVENTION}.",
        "strip": [
            ["Commitment", _money(told["commitment"])],
            ["Called", _money(told["called"])],
            ["Distributed", _money(told["distributions"])],
            ["Unfunded", _money(told["unfunded"])],
            ["Net asset value", _money(told["nav"])],
        ],
        "more": [
            ["Net IRR", _percent(told["lp_irr"])],
            ["TVPI", words.multiple(told["lp_tvpi"])],
            ["DPI", words.multiple(told["lp_dpi"])],
            ["RVPI", words.multiple(told["lp_rvpi"])],
            ["Share of the fund", words.percent(told["share_of_fund"])],
        ],
    }


def _fund(told: Told, clocks: str) -> dict[str, Any]:
    return {
        "title": "The fund",
        "words": f"All limited partners together, {clocks}; {BASIS}; gross is before them.",
        "strip": [
            ["Commitments", _money(told["total_committed"])],
            ["Paid in", _money(told["paid_in"])],
            ["Distributed", _money(told["distributions"])],
            ["Net asset value", _money(told["nav"])],
            ["Credit line", _money(told["credit_line_balance"])],
        ],
        "more": [
            ["Net IRR, with line", _percent(told["irr_with_line"])],
            ["Net IRR, without line", _percent(told["irr_without_line"])],
            ["TVPI", words.multiple(told["tvpi"])],
            ["DPI", words.multiple(told["dpi"])],
            ["Gross IRR", _percent(told["gross_irr"])],
            ["Gross MOIC", words.multiple(told["moic"])],
        ],
    }


def _account(told: Told) -> Section:
    columns = [column["column"] for column in told["columns"]]
    lines = told["lines"]
    return {
        "title": "Capital account",
        "head": ["Line", *(_span(column) for column in told["columns"])],
        "rows": [[line["label"], *(_money(line[name]) for name in columns)] for line in lines],
        "strong": [
            place
            for place, line in enumerate(lines)
            if line["kind"] in ("opening", "closing", "subtotal")
        ],
        "empty": "No line of the account is known by this day.",
        "words": 1,
    }


def _span(column: Told) -> str:
    start, end = (date.fromisoformat(column[name]) for name in ("start", "end"))
    return f"{column['column'].upper()}, {words.day(start)} to {words.day(end)}"


def _commitment(told: Told) -> Section:
    rolls = told["commitment"]
    parts = (
        ("Commitment", "total"),
        ("Unfunded at the start", "opening_unfunded"),
        ("Less contributions", "contributions"),
        ("Plus recallable distributions", "recallable"),
        ("Less released", "released"),
        ("Other", "other"),
        ("Unfunded at the end", "closing_unfunded"),
    )
    return {
        "title": "Commitment",
        "head": ["", *(roll["column"].upper() for roll in rolls)],
        "rows": [[name, *(_money(roll[key]) for roll in rolls)] for name, key in parts]
        if rolls
        else [],
        "total": bool(rolls),
        "empty": "No commitment is known.",
        "words": 1,
    }


def _activity(events: Iterable[Told]) -> Section:
    return {
        "title": "Calls and distributions, newest first",
        "head": ["Type", "For", "Date", "Due", "Paid", "State", "Amount"],
        "rows": [
            [
                words.word(event["type"]),
                event["purpose"] or words.MISSING,
                _day(event["date"]),
                _day(event["due_date"]),
                _day(event["paid_date"]),
                _state(event),
                _money(event["amount"]),
            ]
            for event in list(events)[:MOST_FLOWS]
        ],
        "empty": "Nothing was called and nothing distributed.",
        "words": 6,
        "wide": 1,
    }


def _state(event: Told) -> str:
    late = event["days_late"]
    return (
        f"{words.word(event['status'])}, {late} days late" if late else words.word(event["status"])
    )


def _fees(told: Told) -> Section:
    fees, carry = told["management_fees"], told["carried_interest"]
    rows = [
        ["Management fees, gross", _money(fees["gross"])],
        ["Offsets", _money(fees["offsets"])],
        ["Waivers", _money(fees["waivers"])],
        ["Rebates", _money(fees["rebates"])],
        ["Management fees, net", _money(fees["net"])],
        *(
            [
                f"{row['label']}{part}",
                _money(row[key]),
            ]
            for row in told["partnership_expenses"]
            for key, part in (("external", ""), ("internal_chargeback", ", charged internally"))
            if row[key] is not None and Decimal(row[key])
        ),
        ["Carried interest accrued", _money(carry["accrued"])],
        ["Carried interest earned", _money(carry["earned"])],
        ["Carried interest paid", _money(carry["paid"])],
    ]
    return {
        "title": "Fees, expenses and carried interest of the fund in the period",
        "head": ["", "Amount"],
        "rows": rows,
        "empty": "No fee is known.",
        "words": 1,
    }


def _investments(told: Told) -> Section:
    rows = [
        [
            row["name"],
            row["sector"] or words.MISSING,
            _day(row["first_invested"]),
            _money(row["cost"]),
            _money(row["realized_value"]),
            _money(row["fair_value"]),
            words.multiple(row["moic"]),
            _percent(row["irr"]),
        ]
        for row in told["rows"]
    ]
    total = told["total"]
    whole = [
        "All investments", "", "", _money(total["cost"]), _money(total["realized_value"]),
        _money(total["fair_value"]), words.multiple(total["moic"]), _percent(total["irr"]),
    ]  # fmt: skip
    return {
        "title": "Schedule of investments, gross",
        "head": ["Company", "Sector", "Since", "Cost", "Realised", "Fair value", "MOIC", "IRR"],
        "rows": [*rows, whole] if rows else [],
        "total": bool(rows),
        "empty": "No investment is known by this day.",
        "words": 3,
    }


def _exposure(told: Told) -> Section:
    rows = [
        [
            words.word(one["dimension"]),
            one["name"],
            words.percent(one["weight"]),
            _money(one["amount"]),
        ]
        for one in told["slices"]
        if one["dimension"] != "company"
    ]
    return {
        "title": "What is behind your value",
        "head": ["By", "Name", "Weight", "Your part"],
        "rows": rows,
        "empty": "What the fund holds is not known.",
        "words": 2,
        "wide": 1,
    }


def _checks(ties: Iterable[Told]) -> Section:
    return {
        "title": "Tie-outs",
        "head": ["Check", "Result", "Expected", "Found", "Difference"],
        "rows": [
            [
                tie["name"],
                STATES.get(tie["state"], tie["state"]),
                _money(tie["expected"]),
                _money(tie["found"]),
                _money(tie["difference"]),
            ]
            for tie in ties
        ],
        "empty": "No check could be run.",
        "words": 2,
    }


def _notes(told: Told) -> list[str]:
    found = [
        note["text"]
        for part in ("standing", "fund", "account", "fees", "exposure")
        for note in told[part].get("notes", ())
    ]
    return list(dict.fromkeys(found))


def _money(text: str | None) -> str:
    return words.money(None if text is None else Decimal(text))


def _percent(number: float | None) -> str:
    """A rate that is given in percent already."""
    return words.percent(None if number is None else number / 100)


def _day(text: str | None) -> str:
    return words.day(None if text is None else date.fromisoformat(text))


def _moment(text: str) -> str:
    when = datetime.fromisoformat(text)
    return f"{words.day(when.date())}, {when:%H:%M} UTC"
