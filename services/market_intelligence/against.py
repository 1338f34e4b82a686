"""Our own entries on the market's distribution, and where its money, we and our pipeline went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.access.funds import granted
from services.calc import market as calc
from services.calc.benchmark import percentile_of
from services.calc.exchange import Exchange
from services.calc.quarters import first_day, last_day, quarter_of, shift
from services.db.queries.market_intelligence import answers, ours
from services.db.queries.market_intelligence.facts import UNKNOWN
from services.db.queries.market_intelligence.ours import EntryRow
from services.db.reads.funds import FundRow
from services.db.reads.market import rates
from services.envelope import Note
from services.market_intelligence import notes
from services.market_intelligence.computed.families import PRE_MONEY, WINDOW
from services.market_intelligence.computed.payloads import CENT
from services.market_intelligence.frame import Frame
from services.market_intelligence.notes import LEAST
from services.market_intelligence.results import OurDeal, PortfolioVsMarket, Thesis
from services.market_intelligence.stages import stage_of
from services.market_intelligence.trends import plain, same
from services.scope import Principal

PLACED = "entry_percentile against_market market_p25 market_median market_p75"
Distributions = Mapping[str, Mapping[str, Sequence[float]]]  # by quarter and stage


@dataclass(frozen=True, slots=True)
class Ours:
    """What was read of the firm: tranches, sectors of its pipeline, money of the market."""

    funds: tuple[FundRow, ...]
    entries: Sequence[EntryRow]
    pipeline: Mapping[str, int]
    market: Mapping[str, Decimal]
    distributions: Distributions
    exchange: Exchange


def portfolio_vs_market(
    session: Session, frame: Frame, principal: Principal, sector: str | None
) -> PortfolioVsMarket:
    """The entries of funds that the principal may see; NotFound as everywhere for others."""
    found = _read(session, frame, principal)
    rows = [row for row in found.entries if sector is None or same(row.sector, sector)]
    deals = tuple(_deal(frame, found, row) for row in rows)
    ratios = [deal.against_market for deal in deals if deal.against_market is not None]
    middle = calc.spread(ratios)
    return PortfolioVsMarket(
        deals=deals,
        thesis=_thesis(frame, found),
        median_against_market=middle.median if middle.n >= LEAST else None,
        **frame.heading(),
        meta=frame.meta(PortfolioVsMarket, funds=found.funds),
        notes=(
            *notes.standing(frame, ("deals", "median_against_market"), _window(frame)),
            *_notes(frame, deals, len(ratios), found),
        ),
    )


def _read(session: Session, frame: Frame, principal: Principal) -> Ours:
    funds = tuple(granted(session, principal, frame.scope))
    ids = [row.id for row in funds]
    until = frame.scope.as_of or last_day(frame.quarter or quarter_of(frame.today))
    entries = ours.entries(session, fund_ids=ids, until=until, known_on=frame.known_on)
    window = _window(frame)
    pipeline: dict[str, int] = {}
    market: dict[str, Decimal] = {}
    distributions: dict[str, Mapping[str, Sequence[float]]] = {}
    if frame.provider is not None and window:
        named: dict[str, Any] = {
            "sources": [frame.provider.source],
            "known_on": frame.known_on,
        }
        pipeline = {
            row.sector or UNKNOWN: row.deals
            for row in ours.looked_at(
                session,
                fund_ids=ids,
                since=first_day(window[0]),
                until=last_day(window[-1]),
                known_on=frame.known_on,
            )
        }
        for row in answers.trends(session, quarters=window, **named):
            if frame.usable(row.quarter):
                market[row.sector] = market.get(row.sector, Decimal(0)) + row.total_funding
        quarters = {shift(quarter_of(row.day), -back) for row in entries for back in range(WINDOW)}
        for figure in answers.figures(session, families=[PRE_MONEY], quarters=quarters, **named):
            if frame.usable(figure.quarter):
                distributions[figure.quarter] = figure.payload
    return Ours(funds, entries, pipeline, market, distributions, _exchange(session, frame, entries))


def _window(frame: Frame) -> tuple[str, ...]:
    """The four quarters up to the current one."""
    if frame.quarter is None:
        return ()
    return tuple(shift(frame.quarter, -back) for back in reversed(range(WINDOW)))


def _exchange(session: Session, frame: Frame, entries: Sequence[EntryRow]) -> Exchange:
    """The rates that our amounts need to stand in the provider's currency."""
    foreign = {row.currency for row in entries if row.currency} - {frame.currency}
    if not foreign or frame.currency is None:
        return Exchange(())
    last = max(row.day for row in entries)
    wanted = {*foreign, frame.currency}
    return Exchange(rates(session, currencies=wanted, until=last, known_on=frame.known_on))


def _deal(frame: Frame, found: Ours, row: EntryRow) -> OurDeal:
    code = next(fund.code for fund in found.funds if fund.id == row.fund_id)
    quarter, stage = quarter_of(row.day), stage_of(row.round or row.stage)
    paid = _converted(frame, found, row, row.paid)
    before = _pre_money(paid, row.ownership)
    values = _market(found.distributions, quarter, stage)
    shown = calc.spread(values) if len(values) >= LEAST else calc.Spread(len(values))
    placed = percentile_of(values, before).mean if shown.median is not None else None
    return OurDeal(
        company=row.company,
        name=row.name,
        fund=code,
        sector=row.sector,
        stage=stage,
        quarter=quarter,
        invested=paid,
        ownership=None if row.ownership is None else float(row.ownership),
        entry_pre_money=before,
        entry_percentile=placed,
        market_p25=_money(shown.p25),
        market_median=_money(shown.median),
        market_p75=_money(shown.p75),
        n=shown.n,
        against_market=calc.ratio(before, shown.median),
    )


def _converted(frame: Frame, found: Ours, row: EntryRow, amount: Decimal | None) -> Decimal | None:
    """One of our amounts in the provider's currency, at the rate of the day we bought."""
    if amount is None or row.currency is None:
        return None
    if frame.currency is None:
        return amount
    return found.exchange.convert(amount, row.currency, frame.currency, row.day)


def _pre_money(paid: Decimal | None, ownership: Decimal | None) -> Decimal | None:
    """The value before we paid: what the whole costs at our price, less what we paid."""
    after = _money(calc.post_money(paid=paid, ownership=ownership))
    return None if after is None or paid is None else after - paid


def _market(distributions: Distributions, quarter: str, stage: str) -> list[float]:
    """Values before rounds of the stage in the quarter, or in the four quarters up to it where the
    quarter has fewer than five."""
    here = list(distributions.get(quarter, {}).get(stage, ()))
    if len(here) >= LEAST:
        return here
    recent = (shift(quarter, -back) for back in range(WINDOW))
    return [value for name in recent for value in distributions.get(name, {}).get(stage, ())]


def _thesis(frame: Frame, found: Ours) -> tuple[Thesis, ...]:
    """Each sector's share of the market's money, of our pipeline's deals and of our cost."""
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for row in found.entries:
        amount = _converted(frame, found, row, row.cost)
        if amount is not None:
            cost[row.sector or UNKNOWN] += amount
    market, pipeline, portfolio = (
        _by_plain(amounts) for amounts in (found.market, found.pipeline, cost)
    )
    names = {plain(name): name for name in (*cost, *found.pipeline, *found.market)}
    rows = [
        Thesis(
            sector=names[key],
            market_share=_share(market, key),
            pipeline_share=_share(pipeline, key),
            portfolio_share=_share(portfolio, key),
        )
        for key in names
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.market_share or 0), row.sector)))


def _by_plain(amounts: Mapping[str, Decimal | int]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for name, amount in amounts.items():
        found[plain(name)] += amount
    return found


def _share(amounts: Mapping[str, Decimal], key: str) -> float | None:
    """A sector without anything has a share of 0 while others have something."""
    return calc.share(amounts.get(key, Decimal(0)), sum(amounts.values(), Decimal(0)))


def _money(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(CENT)


def _notes(frame: Frame, deals: Collection[OurDeal], compared: int, found: Ours) -> Iterable[Note]:
    if any(deal.entry_pre_money is not None for deal in deals):
        text = (
            "What a company was worth after our entry is implied: what we paid over the share we "
            "bought. Before it: less what we paid, because what others paid in the round is not "
            "known; where others paid too, the true value before was lower."
        )
        yield Note("entry_pre_money", "implied_post_money", text)
    silent = [deal.name for deal in deals if deal.entry_pre_money is None]
    if silent:
        text = f"The price or the share bought is not known: {notes.listed(silent)}."
        yield Note(f"invested ownership entry_pre_money {PLACED}", notes.NO_DATA, text)
    few = [deal.name for deal in deals if deal.n < LEAST]
    if few and frame.answerable:
        text = (
            f"Fewer than {LEAST} values before rounds of that stage are known of the quarter and "
            f"the three before it, so there is nothing to compare with: {notes.listed(few)}."
        )
        yield Note(PLACED, notes.TOO_FEW, text)
    if compared < LEAST:
        text = f"Fewer than {LEAST} of our entries can be compared, so no median is given."
        yield Note("median_against_market", notes.TOO_FEW, text)
    for pair in found.exchange.missing():
        text = f"No rate from {pair.currency} to {pair.to} of {pair.day} is known: import fx_rates."
        yield Note("invested", "fx_rate_missing", text)
    for field, amounts in (("pipeline_share", found.pipeline), ("market_share", found.market)):
        if not amounts:
            text = "Nothing is known of these four quarters, so there are no shares."
            yield Note(field, notes.NO_DATA, text)
