"""The agreement in force on a day, with what single investors agreed beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from services.calc.waterfall import AMERICAN, EUROPEAN, LEDGER, Dated, Terms
from services.db.reads.terms import AgreementRow, SideTermRow
from services.envelope import Note
from services.errors import Fault, InvalidInput

CARRY_RATE = "carry_rate"
MOST = Decimal(1)
UNKNOWN, AMENDED = "term_unknown", "terms_amended"
OF_ONE_TERM = (UNKNOWN, AMENDED)  # codes of notes that no longer hold once the term is replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a fund's agreement says on a day; rates are fractions, None is not known.

    `since` is the first day of the row in force, None where there is none. `style` european or
    american, `hurdle` ledger or irr. `carry_rates` are those of investors (ids) who agreed on
    another one, `preferred_before` former rates of the preferred return with the day from which
    the next one holds. `notes` say which parts had to be assumed or were amended.
    """

    since: date | None
    style: str | None
    preferred_return: Decimal | None
    carry_rate: Decimal | None
    catch_up_rate: Decimal | None
    hurdle: str | None
    clawback: bool | None
    fee_rate: Decimal | None
    fee_basis: str | None
    gp_commitment: Decimal | None
    carry_rates: Mapping[str, Decimal]
    preferred_before: tuple[Dated, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def terms(self) -> Terms | None:
        """Terms that a waterfall can be run with; None without carry and preferred return.

        What the agreement does not say is European, with full catch-up, the ledger's hurdle and a
        clawback (DOMAIN 5); `notes` tell.
        """
        if self.preferred_return is None or self.carry_rate is None:
            return None
        return Terms(
            preferred_return=self.preferred_return,
            carry_rate=self.carry_rate,
            catch_up_rate=MOST if self.catch_up_rate is None else self.catch_up_rate,
            style=self.style or EUROPEAN,
            hurdle=self.hurdle or LEDGER,
            clawback=self.clawback is not False,
            preferred_before=self.preferred_before,
        )

    def of(self, investor_id: str | None) -> Terms | None:
        """The terms of one investor: the agreement's, with its own carry rate where it has one."""
        terms = self.terms
        rate = self.carry_rates.get(investor_id or "")
        return terms if terms is None or rate is None else replace(terms, carry_rate=rate)


def agreement(rows: Sequence[AgreementRow], side: Sequence[SideTermRow], day: date) -> Agreement:
    """What holds on a day: the newest row that took effect by then, and the side terms by then.

    A part that the newest row leaves blank is that of the last row before it that names it. What
    is paid is shared by the terms in force on the day; the preferred return is earned day by day,
    so that a former rate counts until the day of its amendment (and before the first row too).
    """
    own = [row for row in rows if row.effective_date <= day]

    def said(name: str) -> object:
        found = (getattr(row, name) for row in reversed(own))
        return next((value for value in found if value is not None), None)

    parts = {
        name: said(name)
        for name in (
            "preferred_return", "carry_rate", "catch_up_rate", "hurdle", "clawback", "fee_rate",
            "fee_basis", "gp_commitment",
        )
    }  # fmt: skip
    style = said("waterfall")
    return Agreement(
        since=own[-1].effective_date if own else None,
        style=style,  # type: ignore[arg-type]
        carry_rates=_carry_rates(side, day),
        preferred_before=_amended(own, "preferred_return"),
        notes=(*_notes(bool(own), parts, style), *_amendments(own, day)),
        **parts,  # type: ignore[arg-type]
    )


def in_force(side: Sequence[SideTermRow], day: date) -> list[SideTermRow]:
    """Side terms that hold on a day: of each investor's equal terms the newest."""
    newest: dict[tuple[str, str, str], SideTermRow] = {}
    for row in side:
        if row.effective_date is None or row.effective_date <= day:
            newest[row.fund_id, row.investor_id, row.term] = row
    return sorted(newest.values(), key=lambda row: (row.fund_id, row.investor_id, row.term))


def overridden(agreed: Agreement, changes: Mapping[str, object]) -> Agreement:
    """The agreement with some terms replaced by those of a what-if.

    `changes` are type, pref_rate, catch_up, carry_rate, hurdle, clawback. Investors' own carry
    rates stay unless the carry rate itself is replaced. InvalidInput for words or rates that are
    none.
    """
    names = {
        "type": "style",
        "pref_rate": "preferred_return",
        "catch_up": "catch_up_rate",
        "carry_rate": "carry_rate",
        "hurdle": "hurdle",
        "clawback": "clawback",
    }
    unknown = sorted(set(changes) - set(names))
    if unknown:
        text = f"terms knows {', '.join(names)}; {', '.join(unknown)} is none of them."
        raise InvalidInput(text, faults=(Fault("terms", text),))
    given = {names[name]: value for name, value in changes.items() if value is not None}
    kept = tuple(
        note
        for note in agreed.notes
        if note.code not in OF_ONE_TERM or changes.get(note.field) is None
    )
    changed = replace(agreed, notes=kept, **given)  # type: ignore[arg-type]
    if "preferred_return" in given:
        changed = replace(changed, preferred_before=())
    if "carry_rate" in given:
        changed = replace(changed, carry_rates={})
    try:
        if changed.terms is None:
            raise ValueError("A waterfall needs pref_rate and carry_rate.")
    except ValueError as error:
        raise InvalidInput(str(error), faults=(Fault("terms", str(error)),)) from None
    return changed


def _amended(rows: Sequence[AgreementRow], name: str) -> tuple[Dated, ...]:
    """Former values of a rate, oldest first, each with the day from which the next one holds."""
    named = [(r.effective_date, getattr(r, name)) for r in rows if getattr(r, name) is not None]
    pairs = pairwise(named)
    return tuple((since, rate) for (_, rate), (since, after) in pairs if rate != after)


def _amendments(rows: Sequence[AgreementRow], day: date) -> list[Note]:
    """Which rates were in force until when, and what that means for what is shared."""
    found = []
    for name, field, words, effect in (
        ("preferred_return", "pref_rate", "preferred return", "earned at each rate in its time"),
        ("carry_rate", "carry_rate", "carry rate", "the one in force on the day shares"),
        ("catch_up_rate", "catch_up", "catch-up", "the one in force on the day shares"),
    ):
        former = _amended(rows, name)
        if former:
            told = "; ".join(f"{(rate * 100).normalize():f} % before {s}" for s, rate in former)
            text = f"The {words} was amended by {day}: {told}; {effect}."
            found.append(Note(field, AMENDED, text))
    return found


def _carry_rates(side: Sequence[SideTermRow], day: date) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in in_force(side, day):
        if row.term != CARRY_RATE:
            continue
        try:
            rate = Decimal(row.value)
        except InvalidOperation:
            continue
        if rate.is_finite() and 0 <= rate <= 1:
            found[row.investor_id] = rate
    return found


def _notes(known: bool, parts: Mapping[str, object], style: object) -> tuple[Note, ...]:
    if not known:
        text = "No agreement is known by this day: import lpa_terms of the fund."
        return (Note("type", "agreement_unknown", text),)
    found: list[Note] = []
    for name, field in (("preferred_return", "pref_rate"), ("carry_rate", "carry_rate")):
        if parts[name] is None:
            text = f"The agreement's {name} is not known: import lpa_terms with it."
            found.append(Note(field, UNKNOWN, text))
    assumed = [
        words
        for value, words in (
            (style, "European (whole fund)"),
            (parts["catch_up_rate"], "full catch-up"),
            (parts["hurdle"], "the ledger's hurdle"),
            (parts["clawback"], "a clawback"),
        )
        if value is None
    ]
    if assumed:
        text = f"The agreement does not say otherwise, so it is read as: {', '.join(assumed)}."
        found.append(Note("type", "term_assumed", text))
    if style == AMERICAN and parts["hurdle"] not in (None, LEDGER):
        text = "Deal by deal the hurdle is always a ledger of each deal."
        found.append(Note("hurdle", "ledger_deal_by_deal", text))
    return tuple(found)
