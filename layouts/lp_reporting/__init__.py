"""The page of LP Reporting: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

VIEW, LP, REPORT, STATUS = "view", "lp", "report", "status"
VALUE, DAY, STYLE = "value", "sold_on", "style"
INVESTOR_VIEW = "investor"
PLACE = (VIEW,)  # every panel gives way to the page of one investor
COMMITMENTS = {
    "needs": "commitments of investors and their flows",
    "command": "gpdash import commitments FILE",
}
FLOWS = {
    "needs": "calls and distributions by investor",
    "command": "gpdash import fund_cash_flows FILE",
}
TERMS = {
    "needs": "the terms of the partnership agreement",
    "command": "gpdash import lpa_terms FILE",
}

INVESTOR = Panel(
    id="lp-reporting-investor", title="Investor", shape="head", asks=(VIEW, LP), **COMMITMENTS
)
STATE = Panel(id="lp-reporting-state", title="State", shape="head", asks=PLACE, **COMMITMENTS)
FIGURES = Panel(
    id="lp-reporting-figures",
    title="Headline figures",
    shape="cards",
    endpoint="overview",
    asks=PLACE,
    drawn_by=PLACE,
    **COMMITMENTS,
)
PACKS = Panel(
    id="lp-reporting-packs",
    title="Reporting run",
    width=7,
    shape="table",
    asks=(VIEW, REPORT),
    drawn_by=(VIEW, REPORT),
    **COMMITMENTS,
)
TIES = Panel(
    id="lp-reporting-ties",
    title="Tie-outs",
    width=5,
    shape="table",
    endpoint="reconciliation",
    asks=PLACE,
    drawn_by=PLACE,
    needs="the administrator's ledger or statements",
    command="gpdash import fund_ledger FILE",
)
PACK = Panel(
    id="lp-reporting-pack",
    title="One pack",
    shape="table",
    asks=(VIEW, REPORT),
    drawn_by=(VIEW, REPORT),
)
ACCOUNT = Panel(
    id="lp-reporting-account",
    title="Capital account",
    width=6,
    shape="table",
    asks=(VIEW, LP),
    drawn_by=(VIEW, LP),
    **FLOWS,
)
WATERFALL = Panel(
    id="lp-reporting-waterfall",
    title="Waterfall",
    width=6,
    shape="table",
    endpoint="waterfall",
    asks=PLACE,
    drawn_by=PLACE,
    **TERMS,
)
REGISTER = Panel(
    id="lp-reporting-register",
    title="Register of investors",
    shape="table",
    endpoint="lps",
    asks=(VIEW, LP),
    drawn_by=(VIEW, LP),
    **COMMITMENTS,
)
SIMULATE = Panel(
    id="lp-reporting-simulate",
    title="What if it were sold",
    width=5,
    asks=(VIEW, VALUE, DAY, STYLE),
    drawn_by=(VIEW, VALUE, DAY, STYLE),
    **TERMS,
)
SHARES = Panel(
    id="lp-reporting-shares",
    title="Who gets what",
    width=7,
    shape="table",
    endpoint="waterfall",
    asks=PLACE,
    drawn_by=PLACE,
    **TERMS,
)
CALLS = Panel(
    id="lp-reporting-calls",
    title="Calls and distributions",
    width=7,
    shape="table",
    endpoint="capital-activity",
    asks=(VIEW, STATUS),
    drawn_by=PLACE,
    **FLOWS,
)
FEES = Panel(
    id="lp-reporting-fees",
    title="Fees, expenses and carry",
    width=5,
    shape="table",
    endpoint="fees-and-carry",
    asks=PLACE,
    drawn_by=PLACE,
    needs="the administrator's ledger",
    command="gpdash import fund_ledger FILE",
)
RESTATED = Panel(
    id="lp-reporting-restated",
    title="What changed since the last pack",
    width=7,
    shape="table",
    endpoint="restatements",
    asks=PLACE,
    drawn_by=PLACE,
    needs="a locked pack to compare with",
    command="gpdash import fund_cash_flows FILE",
)
FILES = Panel(
    id="lp-reporting-files",
    title="ILPA templates",
    width=5,
    shape="table",
    asks=(VIEW, LP),
    drawn_by=(VIEW, LP),
    **COMMITMENTS,
)

PANELS = (
    INVESTOR,
    STATE,
    FIGURES,
    PACKS,
    TIES,
    PACK,
    ACCOUNT,
    WATERFALL,
    REGISTER,
    SIMULATE,
    SHARES,
    CALLS,
    FEES,
    RESTATED,
    FILES,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
