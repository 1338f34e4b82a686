"""The limits of a fund's agreement and what is used of them: cost over commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.db.reads.terms import AgreementRow
from services.envelope import Note
from services.fund_performance.books import NET_FUND, Books
from services.fund_performance.notes import conversion_notes, distinct, listed
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Stake, active, recorded, stakes
from services.risk.liquidity import Position
from services.risk.places import lies_in, place_key
from services.risk.results import Limit, Limits

COMPANY, SECTOR, GEOGRAPHY, LINE = "single_company", "sector", "geography", "credit_line"
NAMES = {
    COMPANY: "Single company",
    SECTOR: "Single sector",
    GEOGRAPHY: "Single geography",
    LINE: "Credit line",
}
OK, NEAR, BREACH, UNKNOWN = "ok", "near", "breach", "unknown"
ORDER = (BREACH, NEAR, OK, UNKNOWN)
NEAR_FROM = Decimal("0.9")
COMMITMENTS = "commitments"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Use:
    """What one company, sector or place uses of a limit; `key` names it among its kind."""

    key: str
    name: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit as agreed: a share of commitments, since a day."""

    id: str
    share: Decimal
    since: date

    @property
    def source(self) -> str:
        return f"LPA, terms of {self.since}"


@dataclass(frozen=True, slots=True)
class Standing:
    """One limit of a fund with everything that falls under it, the largest first."""

    rule: Rule
    committed: Decimal | None
    uses: tuple[Use, ...] = field(default=())

    @property
    def most(self) -> Decimal | None:
        """The amount that may be used."""
        return None if self.committed is None else self.rule.share * self.committed

    def of(self, key: str | None) -> Decimal | None:
        """What one company, sector or place uses; nothing where it is not held yet."""
        return next((use.amount for use in self.uses if use.key == key), Decimal(0))

    def state(self, amount: Decimal | None) -> str:
        """ok, near from 90 % of the limit on, breach above it; unknown without an amount."""
        if amount is None or self.most is None or self.most < 0:
            return UNKNOWN
        if amount > self.most:
            return BREACH
        return NEAR if amount >= NEAR_FROM * self.most and amount > 0 else OK

    def headroom(self, amount: Decimal | None) -> Decimal | None:
        """What is left of the limit, to the cent; below 0 where it is broken."""
        left = multiples.change(self.most, amount)
        return None if left is None else left.quantize(CENT)

    @property
    def known(self) -> bool:
        """Whether every amount under it is known."""
        return all(use.amount is not None for use in self.uses)


def rules(rows: Iterable[AgreementRow], day: date) -> tuple[Rule, ...]:
    """The limits in force on a day: of each the newest that was agreed by then."""
    found: dict[str, Rule] = {}
    for row in sorted(rows, key=lambda row: row.effective_date):
        for name in NAMES:
            share = getattr(row, f"limit_{name}")
            if share is not None and row.effective_date <= day:
                found[name] = Rule(name, share, row.effective_date)
    return tuple(found[name] for name in NAMES if name in found)


def standings(
    records: Records, agreed: Sequence[Rule], owed: Position, day: date
) -> list[Standing]:
    """The fund's limits with what is held and owed on a day."""
    books, held = records.books, active(recorded(stakes(records, day)))
    committed = books.committed(day, basis=NET_FUND)
    home = books.frame.funds[0].geography
    uses: dict[str, Callable[[], Sequence[Use]]] = {
        COMPANY: lambda: [Use(s.company_id, s.name, s.cost) for s in held],
        SECTOR: lambda: _grouped(held, lambda stake: stake.first.sector, without=None),
        GEOGRAPHY: lambda: _grouped(held, lambda stake: stake.first.geography, without=home),
        LINE: lambda: [Use(LINE, "Credit line", owed.line if owed.has_line else Decimal(0))],
    }
    return [
        Standing(rule, committed, tuple(sorted(uses[rule.id](), key=_largest))) for rule in agreed
    ]


def limits(records: Records, agreed: Sequence[Rule], owed: Position) -> Limits:
    """Every limit of the fund at as_of, breaches first."""
    frame = records.frame
    (fund,) = frame.funds
    found = standings(records, agreed, owed, frame.as_of)
    codes = {deal.company_id: deal.company for deal in frame.held.deals}
    rows = sorted(
        (_row(one, codes) for one in found),
        key=lambda row: (ORDER.index(row.state), list(NAMES).index(row.id)),
    )
    return Limits(
        fund=fund.code,
        limits=tuple(rows),
        meta=records.meta(Limits),
        notes=distinct(
            [
                *limit_notes(records, found),
                *_unknown(rows),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def shares_used(one: Standing) -> list[tuple[Use, float | None]]:
    """What each company, sector or place uses of its limit: 1 is all of it."""
    return [(use, multiples.ratio(use.amount, one.most)) for use in one.uses]


def limit_notes(records: Records, found: Sequence[Standing]) -> list[Note]:
    """What limits stand on, and which are not known."""
    (fund,) = records.frame.funds
    notes: list[Note] = []
    names = {one.rule.id for one in found}
    if without := [words.lower() for name, words in NAMES.items() if name not in names]:
        text = f"{fund.code}: the agreement names no limit for {listed(without)} by this day."
        if not names:
            text = f"{fund.code}: no limits of the agreement are known; import lpa_terms with them."
        notes.append(Note("limits", "no_limit", text))
    if any(one.committed is None for one in found):
        text = f"{fund.code}: commitments are not known, so nothing can be a share of them."
        notes += [
            Note(key, "commitment_unknown", text)
            for key in ("denominator_amount", "used", "headroom_amount", "second_used")
        ]
    if GEOGRAPHY in names:
        home = fund.geography
        text = (
            f"{fund.code}: what lies in its own geography ({home}) is not limited."
            if home
            else f"{fund.code}: its own geography is not known, so every place counts."
        )
        notes.append(Note("geography", "own_geography", text))
    return notes


def _row(one: Standing, codes: dict[str, str]) -> Limit:
    first = one.uses[0] if one.uses else None
    second = one.uses[1] if len(one.uses) > 1 else None
    amount = (first.amount if first else Decimal(0)) if one.known else None
    shown = first if one.known else None
    return Limit(
        id=one.rule.id,
        name=NAMES[one.rule.id],
        source=one.rule.source,
        denominator=COMMITMENTS,
        denominator_amount=one.committed,
        limit=float(one.rule.share),
        used_amount=amount,
        used=multiples.ratio(amount, one.committed),
        headroom_amount=one.headroom(amount),
        state=one.state(amount),
        largest=codes.get(shown.key, shown.name) if shown else None,
        largest_name=shown.name if shown else None,
        second_name=second.name if second and one.known else None,
        second_used=multiples.ratio(second.amount, one.committed) if second else None,
    )


def _grouped(
    held: Sequence[Stake], of: Callable[[Stake], str | None], *, without: str | None
) -> list[Use]:
    groups: dict[str, list[Decimal | None]] = defaultdict(list)
    names: dict[str, str] = {}
    for stake in held:
        name = of(stake)
        if name is None or lies_in(name, without):
            continue  # what belongs to no group uses none of its limit: see the notes
        names.setdefault(place_key(name), name)
        groups[place_key(name)].append(stake.cost)
    return [Use(key, names[key], multiples.total(costs)) for key, costs in groups.items()]


def group_key(name: str | None) -> str | None:
    """The key under which a sector or place uses its limit; None where it is not known."""
    return place_key(name) or None


def is_home(books: Books, geography: str | None) -> bool:
    """Whether a place is the fund's own, or a country of its region, which no limit binds."""
    return lies_in(geography, books.frame.funds[0].geography)


def _largest(use: Use) -> tuple[bool, Decimal, str]:
    return (use.amount is not None, -(use.amount or Decimal(0)), use.name)


def _unknown(rows: Sequence[Limit]) -> list[Note]:
    notes = []
    if any(row.used_amount is None for row in rows):
        text = (
            "The cost of a company, or what is drawn on the line, is not known, so what is used "
            "is not either."
        )
        notes += [
            Note(key, "cost_unknown", text)
            for key in ("used_amount", "used", "headroom_amount", "largest", "largest_name")
        ]
    elif any(row.largest is None for row in rows):
        notes += [
            Note(key, "nothing_held", "Nothing falls under this limit yet.")
            for key in ("largest", "largest_name")
        ]
    if any(row.second_name is None or row.second_used is None for row in rows):
        text = "Nothing else falls under this limit, or its cost is not known."
        notes += [Note(key, "no_second", text) for key in ("second_name", "second_used")]
    return notes
