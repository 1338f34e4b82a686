"""What each tranche is worth at each quarter-end: the story's prices, fitted to the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from services.demo.balances import Balance, balances, with_own
from services.demo.ledger import CLOSE, moment
from services.demo.market import converted
from services.demo.portfolio import Portfolio
from services.demo.portfolio.book import NOTE
from services.demo.shares import CENT
from services.demo.stories.story import Story

NOTHING, THOUSAND = Decimal(0), Decimal(1000)
FRESH = timedelta(days=100)  # a round this young is what the company is worth
COMMITTEE, APPRAISER = "valuation committee", "Harcastle Appraisal (invented)"
BY_SECTOR = {
    "Software": "revenue multiple",
    "Fintech": "revenue multiple",
    "Consumer": "revenue multiple",
    "Health": "milestones",
    "Climate": "calibrated to last round",
    "Industrial": "calibrated to last round",
}
CORRECTED = "TARN"  # the company behind the restated value of Fund I


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The value of a tranche on a day in its own currency, believed as an entry of the ledger."""

    date: date
    company: str
    deal: str
    value: Decimal
    currency: str
    in_fund: Decimal
    method: str
    source: str
    known_from: datetime
    known_to: datetime | None = None

    @property
    def corrects(self) -> bool:
        """Whether it came after the quarter was closed, in place of an earlier mark."""
        return self.known_from > moment(self.date + CLOSE)


def marks(story: Story, held: Portfolio) -> list[Mark]:
    """Every mark of a fund, oldest first, as first made and as corrected since.

    The marks that are believed and the balances of a quarter-end give the fund's net asset value
    to the cent. A company that was sold or written off is marked at nothing once.
    """
    found: list[Mark] = []
    last: dict[str, Mark] = {}
    for balance in balances(story, held):
        made = _of_quarter(story, held, balance, last)
        for mark in made:
            last[mark.deal] = mark
            if balance.end <= held.unmarked.get(mark.company, balance.end):
                found += _as_reported(story, mark)
    return found


def _of_quarter(
    story: Story, held: Portfolio, balance: Balance, last: dict[str, Mark]
) -> list[Mark]:
    drafts = list(_drafts(story, held, balance.end, last))
    fixed = {draft.deal for draft in drafts if _stands(held, draft, last)}
    loose = [draft for draft in drafts if draft.deal not in fixed and draft.value]
    if not any(draft.currency == story.currency for draft in loose):
        fixed = {draft.deal for draft in drafts if not draft.value}
        loose = [draft for draft in drafts if draft.value]
    rest = balance.needed - sum((d.in_fund for d in drafts if d.deal in fixed), NOTHING)
    return [d for d in drafts if d.deal in fixed] + _fitted(story, loose, rest)


def _fitted(story: Story, loose: list[Mark], total: Decimal) -> list[Mark]:
    """Values scaled to `total` and rounded to thousands; the largest one takes what is over."""
    if not loose:
        return []
    scale = total / sum((draft.in_fund for draft in loose), NOTHING)
    scaled = [_valued(story, draft, _rounded(draft.value * scale)) for draft in loose]
    largest = max(
        (draft for draft in scaled if draft.currency == story.currency), key=lambda d: d.in_fund
    )
    over = total - sum((draft.in_fund for draft in scaled), NOTHING)
    return [_valued(story, d, d.value + over) if d is largest else d for d in scaled]


def _drafts(story: Story, held: Portfolio, end: date, last: dict[str, Mark]) -> Iterator[Mark]:
    """Marks at the story's prices: of what is held, and once of what is held no more."""
    for company in held.held:
        currency = held.currency(company, story.currency)
        for deal in held.deals(company):
            worth = held.worth(deal, end)
            before = last.get(deal)
            bought = any(lot.deal == deal and lot.date <= end for lot in held.lots)
            if not bought or (not worth and before is not None and not before.value):
                continue
            method, source = _method(held, company, deal, end)
            draft = Mark(
                date=end,
                company=company,
                deal=deal,
                value=_rounded(worth),
                currency=currency,
                in_fund=NOTHING,
                method=method if worth else "realised",
                source=source,
                known_from=moment(end + CLOSE),
            )
            stale = before is not None and end > held.unmarked.get(company, end)
            value = before.value if stale and before else draft.value
            yield _valued(story, draft, value)


def _stands(held: Portfolio, draft: Mark, last: dict[str, Mark]) -> bool:
    """Whether a mark follows from a round or from an older mark and is not for us to fit."""
    if not draft.value or draft.date > held.unmarked.get(draft.company, draft.date):
        return True
    return draft.method in ("cost", "recent round")


def _method(held: Portfolio, company: str, deal: str, end: date) -> tuple[str, str]:
    """How a mark was found: cost, a recent round, an appraiser at year-end, or by sector."""
    lots = [lot for lot in held.lots if lot.company == company and lot.date <= end]
    newest = max(lot.date for lot in lots)
    if end - newest <= FRESH:
        own = next(lot for lot in reversed(lots) if lot.deal == deal)
        unmoved = held.price(company, own.date) == held.price(company, end)
        at_cost = own.round == NOTE or (own.date == newest and unmoved)
        return ("cost" if at_cost else "recent round"), COMMITTEE
    number = sum(map(ord, company))
    if end.month == 12 and number % 3 == 0:
        return "third-party appraisal", APPRAISER
    sector = next((c.sector for c in held.companies if c.code == company), "Fintech")
    return BY_SECTOR[sector], COMMITTEE


def _as_reported(story: Story, mark: Mark) -> list[Mark]:
    """The mark with the one that it replaced, where the fund's value was restated."""
    restated = story.restated
    first = restated is not None and restated.end == mark.date and mark.company == CORRECTED
    if restated is None or not first or not mark.deal.endswith("-A"):
        return [mark]
    quarter = next(quarter for quarter in story.quarters if quarter.end == mark.date)
    more = with_own(story, restated.assets) - with_own(story, quarter.assets)
    corrected = moment(restated.corrected)
    before = _valued(story, mark, mark.value + more)
    return [replace(before, known_to=corrected), replace(mark, known_from=corrected)]


def _valued(story: Story, mark: Mark, value: Decimal) -> Mark:
    in_fund = converted(value, mark.currency, story.currency, mark.date)
    return replace(mark, value=value.quantize(CENT), in_fund=in_fund)


def _rounded(value: Decimal) -> Decimal:
    return (value / THOUSAND).quantize(Decimal(1)) * THOUSAND
