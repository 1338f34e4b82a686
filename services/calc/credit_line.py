"""What a subscription line does to the figures of one investment: a later call, at a cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.calc import irr
from services.calc.flows import Amount
from services.calc.multiples import ratio, total


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEffect:
    """The same investment seen with the line as drawn and as if capital had been called at once.

    Rates are yearly fractions, None where there is no single one.
    """

    irr_without_line: float | None
    irr_with_line: float | None
    tvpi_without_line: float | None
    tvpi_with_line: float | None


def line_effect(
    *,
    investment_date: date,
    amount: Amount | None,
    lp_call_date: date,
    line_cost: Amount | None,
    exit_date: date,
    proceeds: Amount | None,
) -> LineEffect:
    """Investors pay `amount` on the investment date, or `amount + line_cost` on the call date.

    The unlevered view leaves the line's cost out (ILPA 2017).
    """
    called = total((amount, line_cost))
    unlevered = irr.solve([investment_date, exit_date], [_out(amount), proceeds])
    levered = irr.solve([lp_call_date, exit_date], [_out(called), proceeds])
    return LineEffect(
        irr_without_line=unlevered.irr,
        irr_with_line=levered.irr,
        tvpi_without_line=ratio(proceeds, amount),
        tvpi_with_line=ratio(proceeds, called),
    )


def _out(amount: Amount | None) -> Amount | None:
    return None if amount is None else -amount
