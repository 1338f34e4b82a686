"""Scenarios run: values change, the waterfall shares what is left, carry is released first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.calc import irr, multiples
from services.envelope import Note
from services.fund_performance.notes import NAV_UNKNOWN, conversion_notes, distinct, rate_note
from services.fund_performance.rates import ShownRate, shown
from services.partners.books import Partnership
from services.partners.interests import Position
from services.partners.waterfall import Pool, Shared, pool, waterfall_of
from services.portfolio_analytics.records import Records
from services.risk.exposure import Exposure, currencies_of
from services.risk.results import Base, Scenario, ScenarioCompany, Stress
from services.risk.stress.scenarios import (
    Holding,
    Own,
    after,
    checked,
    described,
    paid_on,
    standard,
    written,
    written_off,
)

CENT = Decimal("0.01")
NOTHING = Decimal(0)
STANDARD, OWN = "standard", "own"
SHARED = ("accrued_carry", "nav", "tvpi", "nav_change", "tvpi_change", "carry_released",
          "clawback", "net_irr")  # fmt: skip


@dataclass
class Fund:
    """A fund as it stands at as_of: what it holds, what its limited partners have, its pools."""

    books: Partnership
    records: Records

    def __post_init__(self) -> None:
        self._pools: dict[date, Pool | None] = {}

    @property
    def as_of(self) -> date:
        return self.books.as_of

    def pool(self, day: date) -> Pool | None:
        """Everybody among whom money is shared on a day."""
        if day not in self._pools:
            self._pools[day] = pool(self.books, day=day)
        return self._pools[day]

    @cached_property
    def exposure(self) -> Exposure:
        return Exposure(self.records, self.as_of)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """What is held, by company; none where a value is not known."""
        own = currencies_of(self.records.frame, self.as_of)
        found = []
        for stake in self.exposure.held:
            values: dict[str, Decimal] = {}
            for piece in stake.pieces:
                if not piece.recorded:
                    continue
                if piece.value is None:
                    return ()
                name = own[piece.deal.id]
                values[name] = values.get(name, NOTHING) + piece.value
            found.append(
                Holding(company=stake.code, name=stake.name, sector=stake.first.sector,
                        currencies=values)
            )  # fmt: skip
        return tuple(found)

    @cached_property
    def standing(self) -> Position:
        """Where all limited partners together stand."""
        return self.books.whole.at(self.as_of)

    @property
    def nav(self) -> Decimal | None:
        """What the limited partners' interests are worth in the books, after accrued carry.

        None while nothing was ever valued, called or paid.
        """
        now = self.standing
        return now.nav if now.nav_as_of is not None or now.cash else None

    @cached_property
    def accrued(self) -> Decimal | None:
        """Accrued carry as the books say; else what the waterfall takes of a value that leaves the
        limited partners their NAV."""
        found = self.pool(self.as_of)
        if found is None:
            return None
        if found.accrued is not None:
            return found.accrued
        return None if self.nav is None else _carry_at(found, self.nav)

    @property
    def gross(self) -> Decimal | None:
        """NAV before carry; NAV itself where nothing is known of carry."""
        return None if self.nav is None else self.nav + (self.accrued or NOTHING)

    @property
    def part(self) -> Decimal:
        """The limited partners' part of a change of value; the general partner's own stands beside.

        All of it where that is not told apart.
        """
        found = self.pool(self.as_of)
        return Decimal(1) if found is None else found.part_of_fund

    def rate(self, nav: Decimal | None, day: date) -> ShownRate:
        """The limited partners' yearly rate if their value is paid out on a day."""
        if nav is None:
            return ShownRate(None, irr.INVALID_INPUT, None, rate_note("net_irr", NAV_UNKNOWN))
        cash = self.standing.cash
        found = irr.performance(
            [when for when, _ in cash], [amount for _, amount in cash], nav=nav, as_of=day
        )
        return shown(found, field="net_irr")

    def tvpi(self, nav: Decimal | None) -> float | None:
        now = self.standing
        return multiples.tvpi(paid_in=now.called, distributed=now.distributions, nav=nav)

    @property
    def dpi(self) -> float | None:
        now = self.standing
        return multiples.dpi(paid_in=now.called, distributed=now.distributions)


def stress(books: Partnership, records: Records, own: Own | None = None) -> Stress:
    """The standard set, or one scenario as asked for, against the fund as it stands.

    Raises InvalidInput for a scenario that cannot be used.
    """
    fund = Fund(books, records)
    if own is None:
        asked: Sequence[Own] = standard(fund.holdings, books.currency)
    else:
        asked = [checked(own, fund.holdings, as_of=fund.as_of)]
    rate = fund.rate(fund.nav, fund.as_of)
    base = Base(
        nav=fund.nav,
        nav_gross_of_carry=fund.gross,
        accrued_carry=fund.accrued,
        tvpi=fund.tvpi(fund.nav),
        dpi=fund.dpi,
        net_irr=rate.irr,
        net_irr_status=rate.status,
    )
    rows = sorted((_scenario(fund, one, base) for one in asked), key=_worst)
    return Stress(
        fund=books.fund.code,
        set=STANDARD if own is None else OWN,
        asked="" if own is None else written(own),
        base=base,
        scenarios=tuple(rows),
        meta=records.frame.meta(Stress, nav_as_of=fund.standing.nav_as_of, basis="net_lp"),
        notes=distinct(
            [
                *_notes(fund, base, rows, asked),
                *([rate.note] if rate.note else []),
                *conversion_notes(books.frame, fund.as_of),
            ]
        ),
    )


def _scenario(fund: Fund, own: Own, base: Base) -> Scenario:
    lost = written_off(own, fund.holdings)
    values = {held.company: after(own, held, lost) for held in fund.holdings}
    day = paid_on(own, fund.as_of)
    gross = _gross(fund, own, values)
    shared = _shared(fund, gross, day)
    nav = shared.outcome.lp if shared else None
    if nav is not None and gross is not None and gross < 0:
        nav = gross  # what is owed beyond everything is the limited partners' alone
    carry = shared.outcome.gp if shared else None
    rate = fund.rate(nav, day)
    tvpi = fund.tvpi(nav)
    return Scenario(
        name=own.name,
        description=described(own, sorted(lost), fund.as_of),
        nav_gross_of_carry=gross,
        accrued_carry=carry,
        nav=nav,
        tvpi=tvpi,
        dpi=fund.dpi,
        net_irr=rate.irr,
        net_irr_status=rate.status,
        nav_change=multiples.change(nav, base.nav),
        tvpi_change=multiples.change(tvpi, base.tvpi),
        carry_released=multiples.change(base.accrued_carry, carry),
        clawback=shared.clawback if shared else None,
        companies=tuple(
            ScenarioCompany(
                company=held.company, name=held.name, before=held.value,
                after=values[held.company],
            )
            for held in fund.holdings
        ),
    )  # fmt: skip


def _gross(fund: Fund, own: Own, values: dict[str, Decimal]) -> Decimal | None:
    """NAV before carry once the companies are worth less; never below nothing, nor above a NAV
    that lies below it already.

    Without companies a change of all values is one of NAV before carry itself.
    """
    if fund.gross is None:
        return None
    if fund.holdings:
        lost = sum((held.value - values[held.company] for held in fund.holdings), NOTHING)
        return max(min(NOTHING, fund.gross), fund.gross - (lost * fund.part).quantize(CENT))
    whole = Holding(company="", name="", sector=None, currencies={"": fund.gross})
    return after(own, whole, frozenset())


def _shared(fund: Fund, gross: Decimal | None, day: date) -> Shared | None:
    found = fund.pool(day)
    return None if found is None or gross is None else waterfall_of(found, max(gross, NOTHING))


def _carry_at(found: Pool, nav: Decimal) -> Decimal:
    """The carry of the smallest value that leaves the limited partners their NAV, to the cent."""
    if nav <= 0:
        return NOTHING
    low, high = nav, nav * 2
    if waterfall_of(found, low).outcome.lp >= nav:
        return waterfall_of(found, low).outcome.gp
    while waterfall_of(found, high).outcome.lp < nav:
        low, high = high, high * 2
    while high - low > CENT:
        middle = ((low + high) / 2).quantize(CENT)
        if middle in (low, high):
            break
        if waterfall_of(found, middle).outcome.lp >= nav:
            high = middle
        else:
            low = middle
    return high - nav


def _worst(row: Scenario) -> tuple[bool, Decimal, str]:
    """The largest loss of the limited partners first, what is not known last."""
    return (row.nav_change is None, row.nav_change or NOTHING, row.name)


def _notes(fund: Fund, base: Base, rows: Sequence[Scenario], asked: Sequence[Own]) -> list[Note]:
    notes: list[Note] = []
    found = fund.pool(fund.as_of)
    agreed = fund.books.agreement()
    if found is None:
        notes += agreed.notes
        text = "Without carry and preferred return of the agreement nothing can be shared by it."
        notes += [Note(key, "agreement_unknown", text) for key in SHARED]
    elif base.nav is None:
        text = "The fund's value is not known by this day."
        notes += [Note(key, NAV_UNKNOWN, text) for key in ("nav_gross_of_carry", *SHARED)]
    else:
        notes += [*agreed.notes, *_carry_notes(found, base)]
    if base.tvpi is None and base.nav is not None:
        notes.append(Note("tvpi", "nothing_paid_in", "Nothing was paid in by this day."))
    if base.dpi is None:
        notes.append(Note("dpi", "nothing_paid_in", "Nothing was paid in by this day."))
    if any(row.net_irr is None for row in rows):
        text = "No single yearly rate may be shown of these flows: net_irr_status says why."
        notes.append(Note("net_irr", "no_rate", text))
    return [*notes, *_how(fund, asked)]


def _carry_notes(found: Pool, base: Base) -> list[Note]:
    """What the books' carry is, and the waterfall's beside it where they differ."""
    carry, gross = base.accrued_carry, base.nav_gross_of_carry
    if found.accrued is None:
        text = (
            "The books do not say what carry has accrued: it is what the agreement's waterfall "
            "takes of the value that leaves the limited partners their NAV."
        )
        return [Note("accrued_carry", "from_waterfall", text)]
    if carry is None or gross is None:
        return []
    ours = waterfall_of(found, gross).outcome.gp
    if abs(ours - carry) < 1:
        return []
    text = (
        f"The books have accrued {carry:,.2f}; the agreement's waterfall over its flows takes "
        f"{ours:,.2f} of the same value. Scenarios are of the waterfall."
    )
    released = (
        "Carry released is the books' carry less the scenario's, so that with the change of NAV "
        f"it adds up to the value lost: {carry - ours:,.2f} of it is that difference, not the "
        "scenario's. Below nothing, the waterfall takes more than was booked."
    )
    return [
        Note("accrued_carry", "differs_from_waterfall", text),
        Note("carry_released", "differs_from_waterfall", released),
    ]


def _how(fund: Fund, asked: Sequence[Own]) -> list[Note]:
    """What was assumed where the facts do not say."""
    notes: list[Note] = []
    if not fund.holdings:
        text = (
            "No values of companies are known, so changes are of NAV before carry itself, and "
            "nothing can be written off by company."
        )
        notes.append(Note("companies", "no_holdings", text))
    if any(one.multiple_cut is not None for one in asked):
        text = (
            "EBITDA and net debt of the companies are not stored, so a cut of multiples is taken "
            "off fair values, which is what a multiple of revenue without debt gives as well: "
            "with debt, equity would fall further, with cash less."
        )
        notes.append(Note("scenarios", "multiples_on_value", text))
    if any(paid_on(one, fund.as_of) != fund.as_of for one in asked):
        text = (
            "Later exits keep their multiples: the preferred return grows meanwhile, so carry may "
            "fall to the limited partners, while their yearly rate comes nearer to nothing."
        )
        notes.append(Note("scenarios", "delay", text))
    if fund.part < 1:
        text = (
            "The general partner's own commitment bears its part of every change: "
            f"{(1 - fund.part) * 100:.2f} %."
        )
        notes.append(Note("nav", "general_partner_beside", text))
    return notes
