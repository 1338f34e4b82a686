"""The table of all checks: what each says, reads, tolerates, and how bad it is when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from services.db.reads.checks import AMBER, RED
from services.quality.checks import (
    books,
    commitments,
    figures,
    holdings,
    investors,
    outside,
    pipeline,
    roll_forward,
    stored,
)
from services.quality.evidence import Evidence
from services.quality.finding import CENT, RATIO, Finding, Left

EXACT = Decimal(0)
Look = Callable[[Evidence], Iterable[Finding | Left]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One invariant. `reads` are the tables it stands on; `severity` is the worst it can be.

    `tolerance` is in the unit of what is compared: amounts, counts, ratios. `shared`: it looks at
    facts of no fund.
    """

    id: str
    name: str
    sentence: str
    reads: tuple[str, ...]
    look: Look
    tolerance: Decimal = CENT
    severity: str = RED
    shared: bool = False


FLOWS, NAVS, LEDGER = "fund_cash_flows", "fund_navs", "fund_ledger"
MARKS, FIGURES = "valuations", "fund_metrics"

_ALL = (
    Check(
        id=investors.PAID_IN,
        name="Investors' paid-in",
        sentence="What investors paid in adds up to what the fund's total says, day by day.",
        reads=(FLOWS,),
        look=investors.paid_in,
    ),
    Check(
        id=investors.DISTRIBUTED,
        name="Investors' distributions",
        sentence="What investors got back adds up to what the fund's total says, day by day.",
        reads=(FLOWS,),
        look=investors.distributed,
    ),
    Check(
        id=investors.VALUE,
        name="Investors' NAV",
        sentence="Investors' values, the general partner's among them, add up to the fund's NAV.",
        reads=(NAVS,),
        look=investors.nav,
    ),
    Check(
        id=roll_forward.CHECK,
        name="NAV roll-forward",
        sentence="Opening value plus every line of the account is the closing value, and the next "
        "quarter opens with it.",
        reads=(LEDGER, NAVS),
        look=roll_forward.roll_forward,
    ),
    Check(
        id=commitments.RECONCILES,
        name="Commitment",
        sentence="Commitment = called inside it + unfunded - recallable + expired, as stated.",
        reads=(LEDGER, "commitments", FLOWS),
        look=commitments.reconciles,
    ),
    Check(
        id=commitments.WITHIN,
        name="Paid-in within commitment",
        sentence="Nobody paid in more than was promised and what may be called again; calls "
        "outside the commitment explain an excess.",
        reads=("commitments", FLOWS),
        look=commitments.within,
    ),
    Check(
        id=figures.MULTIPLES,
        name="Multiples",
        sentence="TVPI = DPI + RVPI in every stored figure.",
        reads=(FIGURES,),
        look=figures.multiples,
        tolerance=RATIO,
    ),
    Check(
        id=holdings.MAKE_NAV,
        name="Holdings and NAV",
        sentence="Fair values + cash + other assets - liabilities - credit line = NAV.",
        reads=(MARKS, "fund_balances", NAVS),
        look=holdings.make_nav,
    ),
    Check(
        id=holdings.WEIGHTS,
        name="Weights",
        sentence="Weights of companies and of sectors lie between 0 and 1 and add up to 1.",
        reads=(MARKS, FIGURES),
        look=holdings.weights,
        tolerance=RATIO,
    ),
    Check(
        id=pipeline.CHECK,
        name="Funnel",
        sentence="The funnel only narrows, channels add up, and every deal stands in one stage.",
        reads=("pipeline_deals", "pipeline_events"),
        look=pipeline.funnel,
        tolerance=EXACT,
    ),
    Check(
        id=books.COMPANIES,
        name="Companies",
        sentence="Companies held = active + exited + failed = the sums over sectors and stages.",
        reads=("companies", "deals"),
        look=books.companies,
        tolerance=EXACT,
    ),
    Check(
        id=figures.VALUE,
        name="Total value",
        sentence="Realised + unrealised value = distributions + NAV in every stored figure.",
        reads=(FIGURES,),
        look=figures.value,
    ),
    Check(
        id=figures.RATE,
        name="IRR",
        sentence="At the stored IRR the flows are worth nothing: the rest is below a millionth of "
        "what moved.",
        reads=(FIGURES, FLOWS, NAVS),
        look=figures.rate,
        tolerance=figures.SOLVED,
    ),
    Check(
        id=books.FEES,
        name="Fees and carry",
        sentence="Fees less offsets, waivers and rebates are the net fees; accrued carry rolls.",
        reads=(LEDGER,),
        look=books.fees,
    ),
    Check(
        id=books.CURRENCY,
        name="One currency",
        sentence="Every amount is in its fund's currency, or a rate of its day is stored.",
        reads=(FLOWS, NAVS, LEDGER, "investment_cash_flows", MARKS, "fx_rates"),
        look=books.currency,
        tolerance=EXACT,
    ),
    Check(
        id=books.DATES,
        name="Dates of flows",
        sentence="No flow before inception or after today, none in a closed period whose later "
        "value was not restated.",
        reads=(FLOWS, NAVS),
        look=books.dates,
        tolerance=EXACT,
    ),
    Check(
        id=holdings.FRESH,
        name="Fresh marks",
        sentence="Every active company was valued within 120 days of the fund's last value.",
        reads=(MARKS, "deals", "companies"),
        look=holdings.fresh,
        tolerance=EXACT,
        severity=AMBER,
    ),
    Check(
        id=outside.ASSERTED,
        name="Asserted balances",
        sentence="What somebody outside says a balance is, it is here too.",
        reads=("balance_assertions", FLOWS, NAVS, "commitments"),
        look=outside.assertions,
    ),
    Check(
        id=outside.DECREASED,
        name="Disclosed totals",
        sentence="Cumulative figures of a provider's list do not fall.",
        reads=("benchmark_funds",),
        look=outside.decreases,
        tolerance=EXACT,
        severity=AMBER,
        shared=True,
    ),
    Check(
        id=stored.PORTFOLIO,
        name="Stored portfolios",
        sentence="In every stored overview companies = active + exited + failed = the sums over "
        "sectors, stages and classes of health.",
        reads=("portfolio_aggregations",),
        look=stored.portfolios,
        tolerance=EXACT,
    ),
    Check(
        id=stored.PIPELINE,
        name="Stored pipelines",
        sentence="In every stored quarter channels add up to the deals sourced, rates are counts "
        "over counts, and the days of the stages make the cycle.",
        reads=("pipeline_metrics",),
        look=stored.pipelines,
        tolerance=RATIO,
    ),
    Check(
        id=stored.INVESTORS,
        name="Stored accounts of investors",
        sentence="In every stored quarter the limited partners' calls, distributions and values "
        "add up to the fund's, and each account gives its own multiple.",
        reads=("lp_reporting", FLOWS, NAVS),
        look=stored.lps,
        tolerance=RATIO,
    ),
    Check(
        id=stored.MARKET,
        name="Stored sectors",
        sentence="In every stored sector and quarter the stages, and the places, add up to the "
        "deals.",
        reads=("sector_trends",),
        look=stored.sectors,
        tolerance=EXACT,
        shared=True,
    ),
)
# What is looked at again when a module has stored new figures.
OF_PORTFOLIO = frozenset({stored.PORTFOLIO})
OF_PIPELINE = frozenset({stored.PIPELINE})
OF_MARKET = frozenset({stored.MARKET})
OF_INVESTORS = frozenset({stored.INVESTORS})
CHECKS: Mapping[str, Check] = MappingProxyType({check.id: check for check in _ALL})
