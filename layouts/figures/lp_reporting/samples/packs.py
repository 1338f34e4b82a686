"""The invented reporting run: packs in every state, what they were checked for, what changed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.lp_reporting.samples.people import AS_OF, Held, held, meta, notes, ties

PREPARED = "J. Lindqvist"
APPROVED = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
OWN = "You prepared this report: somebody else has to approve it."
WAITS = {"NORR": OWN, "BRIG": None, "LACY": OWN}
OPENED = {"NORR": None, "LACY": None}
HASH = "sha256:9f2c41d7b0aa63e58c1d94ef27b35e6018dd47a9c0f1e2b3a4958677c5d4e3f2"


def reports(kind: str = "normal") -> Result:
    """The run of the last quarter."""
    rows = tuple(_row(one, kind) for one in held(kind))
    counts: dict[str, int] = {}
    for item in rows:
        counts[item.state] = counts.get(item.state, 0) + 1
    return Result(reports=rows, counts=counts, period="2026Q3", meta=meta(), notes=notes(kind))


def _row(one: Held, kind: str) -> Result:
    waits, draft = WAITS.get(one.code), one.code in WAITS
    state = "draft" if draft else "locked" if kind == "one_lp" else "approved"
    opened = OPENED.get(one.code, datetime(2026, 8, 12, 7, 0, tzinfo=UTC))
    return Result(
        id=f"r-{one.code}", fund="AQ1", lp_id=f"id-{one.code}", lp=one.code, lp_name=one.name,
        period="2026Q3", report_type="quarterly", state=state, as_of=AS_OF, known_on=APPROVED,
        content_hash=HASH if state == "locked" else None, prepared_by=PREPARED,
        approved_by=None if draft else "I. Marlow", approved_at=None if draft else APPROVED,
        locked_at=APPROVED if state == "locked" else None, opened_at=None, blocked=waits,
        previous_state="superseded" if one.code == "HARB" else "locked",
        previous_opened_at=opened,
    )  # fmt: skip


def run(kind: str = "normal") -> tuple[Result, Result]:
    """The tie-outs of the quarter and the packs that wait for them."""
    return reconciliation(kind), reports(kind)


def reconciliation(kind: str = "normal") -> Result:
    """The tie-outs, counted."""
    found = () if kind == "empty" else ties(kind)
    if kind == "one_lp":
        found = tuple(item for item in found if item.state == "pass")
    counted = {state: sum(item.state == state for item in found) for state in ("pass", "fail")}
    return Result(
        fund="AQ1", period="2026Q3", ties=found, passed=counted["pass"], failed=counted["fail"],
        unknown=sum(item.state == "unknown" for item in found), meta=meta(), notes=(),
    )  # fmt: skip


def report(kind: str = "normal") -> Result | None:
    """One pack: a draft with its letter, or a locked one with its hash; None while none is open."""
    if kind == "empty":
        return None
    locked = kind in {"one_lp", "negative"}
    one = held(kind)[0]
    return Result(
        id="r-1", fund_id="f1", fund="AQ1", lp_id=f"id-{one.code}", lp=one.code, lp_name=one.name,
        period="2026Q3", report_type="quarterly", state="locked" if locked else "draft",
        as_of=AS_OF, known_on=APPROVED, content_hash=HASH if locked else None,
        supersedes="r-0" if kind == "negative" else None, superseded_by=None,
        reason="The value of one company was corrected." if kind == "negative" else None,
        letter=None if kind == "missing" else "Dear investor,\n\nthe quarter was a good one.",
        prepared_by=PREPARED, approved_by="I. Marlow" if locked else None,
        approved_at=APPROVED if locked else None, locked_by="T. Okafor" if locked else None,
        locked_at=APPROVED if locked else None, opened_at=None,
        checks=Result(passed=7, failed=0 if locked else 1, waived=1), ties=ties(kind),
        files=(Result(lp_id=one.code, name=f"AQ1_{one.code}_2026Q3.pdf", size=184_320,
                      sha256=HASH if locked else None),),
        may=("supersede",) if locked else ("approve", "waive", "edit"),
        blocked=None if locked else "One tie-out fails: Contributions = bank ledger.",
        meta=meta(), notes=(),
    )  # fmt: skip


def restatements(kind: str = "normal") -> Result:
    """What would stand in the last packs today; nothing where nothing has changed."""
    told = (
        ("HARB", "Harbourline Pension Trust", "nav", "Net asset value", "11240000.00",
         "11190000.00", "material", "marks_2026Q2_corrected.csv of 2 Sep 2026"),
        ("CANT", "Cantref State Retirement", "nav", "Net asset value", "23416666.67",
         "23312500.00", "material", "marks_2026Q2_corrected.csv of 2 Sep 2026"),
        ("HARB", "Harbourline Pension Trust", "fees", "Management fees", "63000.00", "62400.00",
         "minor", None),
    )  # fmt: skip
    rows = () if kind in {"empty", "one_lp"} else tuple(
        Result(report_id=f"r-{lp}", fund="AQ1", lp=lp, lp_name=name, period="2026Q2", figure=figure,
               label=label, was=Decimal(was), now=None if kind == "missing" else Decimal(now),
               change=None if kind == "missing" else Decimal(now) - Decimal(was),
               materiality=weight, cause=cause)
        for lp, name, figure, label, was, now, weight, cause in told)  # fmt: skip
    return Result(restatements=rows, packs_compared=0 if kind == "empty" else 12, meta=meta(),
                  notes=notes(kind, "now"))  # fmt: skip


def verification(*, ok: bool = True) -> Result:
    """A pack run again: it holds, or one row says something else now."""
    changed = () if ok else (
        Result(table="fund_cash_flows", row_id="41", what="amount",
               text="Call 18 of Brightmoor Bank: 262,500.00 then, 264,000.00 now."),)  # fmt: skip
    words = "Run again: the same bytes." if ok else "One of 412 rows differs."
    found = HASH if ok else "sha256:00"
    return Result(id="r-1", ok=ok, expected_hash=HASH, found_hash=found, inputs=412,
                  changed=changed, files_ok=ok, text=words)  # fmt: skip
