"""The invented investors: who they are, what they committed, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result
from typing import Any

from services.envelope import FundRef, Meta, Note

KINDS = ("normal", "empty", "one_lp", "missing", "negative", "many")
AS_OF, BEFORE = date(2026, 9, 30), date(2026, 6, 30)
READ_ON = datetime(2026, 11, 12, 18, 4, tzinfo=UTC)
CENT = Decimal("0.01")
CALLED, PAID, RECALLABLE = Decimal("0.8"), Decimal("0.2533333333"), Decimal("0.025")
NAV = Decimal("0.9866666667")
LATE = {"BRIG": 17}

# code|name|type|country|commitment in millions|side letter
HELD = """
CANT|Cantref State Retirement|pension|US|25|mfn=true
OSPR|Osprey Mutual|insurance|GB|18|
HARB|Harbourline Pension Trust|pension|NL|12|reporting=ilpa
WHIT|Whitlow University|endowment|US|12|reporting=esg_report
NORR|Norrland Fund of Funds II|fund_of_funds|SE|10|
ASHG|Ashgrove Foundation <b>|foundation|US|8|excused_sector=arms
TESS|Tessell Family Office|family_office|DE|8|
BRIG|Brightmoor Bank|bank|GB|7|fee_discount=0.10
SUND|Sunder Capital|fund_of_funds|CH|6|
LACY|Lacey & Orme Trust|family_office|GB|5|
VALE|Vale Teachers' Plan|pension|US|5|reporting=ilpa
KINL|Kinloch Sovereign|sovereign|SG|4|mfn=true
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One investor of the sample; `luck` is what becomes of its money against the usual."""

    code: str
    name: str
    lp_type: str
    country: str
    commitment: Decimal
    terms: tuple[tuple[str, str], ...]

    def part(self, of: Decimal) -> Decimal:
        """An amount in cents, in proportion to the commitment."""
        return (self.commitment * of).quantize(CENT)


def held(kind: str = "normal") -> tuple[Held, ...]:
    """Who is in the fund: twelve, one, nobody, or two hundred."""
    every = tuple(_held(line.split("|")) for line in HELD.strip().splitlines())
    if kind == "empty":
        return ()
    if kind == "one_lp":
        return every[:1]
    if kind == "many":
        return tuple(
            Held(f"LP{n:03}", f"Investor number {n} of a long register", "pension", "US",
                 Decimal(500_000) * (1 + n % 7), ())
            for n in range(200)
        )  # fmt: skip
    return every


def _held(told: list[str]) -> Held:
    code, name, lp_type, country, millions, letter = told
    terms = tuple((a, b) for a, _, b in [letter.partition("=")] if a)
    return Held(code, name, lp_type, country, Decimal(millions) * 1_000_000, terms)


def meta(**changes: Any) -> Meta:
    """The basis of an answer."""
    parts: dict[str, Any] = {
        "funds": ("AQ1",), "fund_id": "f1", "as_of": AS_OF, "nav_as_of": AS_OF, "known_on": None,
        "basis": "net_lp", "credit_line": "with", "currency": "USD",
        "period": (date(2026, 7, 1), AS_OF), "computed_at": READ_ON,
    }  # fmt: skip
    return Meta(**(parts | changes))


def fund() -> FundRef:
    """The fund by name."""
    return FundRef("f1", "AQ1", "Alder & Quay I", "USD", 2021)


def notes(kind: str, *fields: str) -> tuple[Note, ...]:
    """Why figures are missing, where they are."""
    if kind != "missing":
        return ()
    return tuple(Note(name, "no_nav", "No value of this fund is known yet.") for name in fields)


def known(kind: str, value: Any) -> Any:
    """The value, unknown where the sample has none."""
    return None if kind == "missing" else value


def worth(kind: str) -> Decimal:
    """The part of a commitment that it is worth: next to nothing where all was lost."""
    return Decimal("-0.0125") if kind == "negative" else NAV


def rate(kind: str) -> float | None:
    """The net rate of return of everyone."""
    return {"missing": None, "negative": -0.412}.get(kind, 0.155)


def side(one: Held) -> tuple[Result, ...]:
    """What was agreed with this investor."""
    return tuple(
        Result(term=term, value=value, fund="AQ1", since=date(2021, 8, 15))
        for term, value in one.terms
    )


def row(one: Held, kind: str, whole: Decimal) -> Result:
    """One line of the register."""
    dpi = float(PAID / CALLED)
    rvpi = known(kind, float(worth(kind) / CALLED))
    return Result(
        lp_id=f"id-{one.code}", lp=one.code, name=one.name, lp_type=one.lp_type,
        country=one.country, lp_class="A", is_gp=False, commitment=one.commitment,
        share_of_fund=float(one.commitment / whole), called=one.part(CALLED),
        distributions=one.part(PAID), recallable=one.part(RECALLABLE),
        unfunded=one.part(1 - CALLED + RECALLABLE), nav=known(kind, one.part(worth(kind))),
        lp_irr=rate(kind), lp_irr_status="unique" if rate(kind) is not None else "no_sign_change",
        lp_tvpi=None if rvpi is None else dpi + rvpi, lp_dpi=dpi, lp_rvpi=rvpi,
        days_late=LATE.get(one.code), side_letter=side(one),
        last_report=Result(id=f"r-{one.code}", period="2026Q2", state="locked",
                           opened_at=date(2026, 8, 12)),
    )  # fmt: skip


def sums(rows: tuple[Result, ...], kind: str) -> Result:
    """The totals of the register."""
    keys = ("commitment", "called", "distributions", "recallable", "unfunded", "nav")
    found = {
        key: None if kind == "missing" and key == "nav"
        else sum((getattr(item, key) for item in rows), Decimal(0))
        for key in keys
    }  # fmt: skip
    whole = found["commitment"] or Decimal(0)
    first = rows[0] if rows else None
    top = sum((item.commitment for item in rows[:3]), Decimal(0))
    return Result(
        **found, lp_irr=rate(kind) if rows else None, lp_tvpi=first and first.lp_tvpi,
        lp_dpi=first and first.lp_dpi, lp_rvpi=first and first.lp_rvpi,
        top_3_share=float(top / whole) if whole else None,
    )  # fmt: skip


def lps(kind: str = "normal") -> Result:
    """The register."""
    people = held(kind)
    whole = sum((one.commitment for one in people), Decimal(0))
    rows = tuple(row(one, kind, whole) for one in people)
    shares: dict[str, float] = {}
    places: dict[str, float] = {}
    for item in rows:
        shares[item.lp_type] = shares.get(item.lp_type, 0.0) + item.share_of_fund
        places[item.country] = places.get(item.country, 0.0) + item.share_of_fund
    return Result(rows=rows, totals=sums(rows, kind), by_type=shares or None,
                  by_country=places or None, meta=meta(),
                  notes=notes(kind, "nav", "lp_irr"))  # fmt: skip


def ties(kind: str = "normal") -> tuple[Result, ...]:
    """The tie-outs: one fails, one was waived; unknown where there is nothing to compare."""
    unknown = kind in {"missing", "empty"}
    return tuple(
        Result(id=name, name=words, state="unknown" if unknown else state,
               expected=None if unknown else Decimal("96000000.00"),
               found=None if unknown else Decimal("96000000.00") + Decimal(difference),
               difference=None if unknown else Decimal(difference),
               text="Nothing to compare with was imported." if unknown else text,
               waived_by="T. Okafor" if state == "waived" and not unknown else None,
               link="/data-quality?fund=AQ1" if state == "fail" else None)
        for name, words, state, difference, text in TIES
    )  # fmt: skip


TIES = (
    ("account_foots", "Closing = opening + lines, 12 statements", "pass", "0.00", ""),
    ("sum_nav", "Sum of LP NAV = fund NAV", "pass", "0.00", ""),
    ("sum_unfunded", "Sum of LP unfunded = fund unfunded", "pass", "0.00", ""),
    ("contributions", "Contributions = bank ledger", "fail", "280000.00",
     "Brightmoor Bank, call 19, due 15 Sep: received 2 Oct 2026. Book as receivable or correct "
     "the date."),
    ("distributions", "Distributions = bank ledger", "pass", "0.00", ""),
    ("administrator", "Capital accounts = administrator file", "pass", "0.00", ""),
    ("schedule", "Schedule of investments = balance sheet", "pass", "0.00", ""),
    ("carry", "Carry = waterfall on closing NAV", "pass", "0.00", ""),
    ("offsets", "Fee offsets = portfolio board fees", "waived", "1150.00",
     "Waived by T. Okafor, 11 Nov 2026: below $5,000."),
)  # fmt: skip


def overview(kind: str = "normal") -> Result:
    """All investors together, with eight quarters and the packs of the last one."""
    found = lps(kind)
    total, many = found.totals, len(found.rows)
    blank = not many
    money = {key: None if blank else getattr(total, key)
             for key in ("called", "recallable", "unfunded", "nav")}  # fmt: skip
    recent = () if blank else tuple(_standing(total, n) for n in range(8))
    return Result(
        lp_count=many, total_commitments=None if blank else total.commitment,
        called_pct=None if blank else float(CALLED), **money,
        distributed=None if blank else total.distributions,
        net_irr=None if blank else rate(kind),
        net_irr_status="unique" if rate(kind) is not None else "no_sign_change",
        tvpi=total.lp_tvpi, dpi=total.lp_dpi, rvpi=total.lp_rvpi,
        calls_outstanding=Result(amount=Decimal("280000.00") if many > 1 else Decimal(0),
                                 lps=1 if many > 1 else 0,
                                 max_days_late=17 if many > 1 else None),
        packs=None if blank else Result(
            period="2026Q3", due_date=date(2026, 11, 14), draft=min(3, many - 1),
            approved=min(9, many) if many > 1 else 1, locked=0, superseded=0, exported=0,
            missing=max(many - 12, 0)),
        ties=ties(kind), previous=recent[-2] if recent else None, recent=recent, funds=(fund(),),
        meta=meta(), notes=notes(kind, "nav", "net_irr", "tvpi", "rvpi"),
    )  # fmt: skip


def _standing(total: Result, place: int) -> Result:
    """The totals of one of the last eight quarter-ends; the last is that of today."""
    left = 7 - place
    called = total.called - Decimal(4_800_000) * left
    return Result(
        date=date(2025 + (place > 0), (12, 3, 6, 9)[(place + 4) % 4], 30),
        total_commitments=total.commitment, called=called,
        called_pct=float(called / total.commitment),
        distributed=max(total.distributions - Decimal(3_600_000) * left, Decimal(0)),
        recallable=total.recallable, unfunded=total.unfunded + Decimal(4_800_000) * left,
        nav=None if total.nav is None else total.nav - Decimal(6_000_000) * left,
    )  # fmt: skip
