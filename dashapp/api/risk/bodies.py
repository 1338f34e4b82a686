"""What Risk may be asked: parameters of its figures, and bodies of what-ifs and changes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from dashapp.api.bodies import Change, Day, Level, Price, Rate
from dashapp.api.params import ScopeQuery
from services.risk.alerts.measures import MEASURES
from services.risk.register import CATEGORIES

By = Literal["company", "sector", "stage", "geography", "currency", "vintage", "lp"]
Severity = Literal["critical", "warning", "info"]
State = Literal["open", "acknowledged", "snoozed", "resolved"]
WORDS = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=WORDS)]
Person = Annotated[str, Field(min_length=1, max_length=100, pattern=WORDS)]
Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00\x7f]*$")]
Remark = Annotated[str, Field(max_length=500, pattern=r"^[^\x00\x7f]*$")]
Whole = Annotated[int, Field(strict=True)]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


def _given(value: Any) -> Any:
    """A choice that was left empty was not made."""
    return None if value == "" else value


class ConcentrationQuery(ScopeQuery):
    """A scope, and the dimension."""

    by: By = Field(default="company", description="What the value is split by.")


class StressQuery(ScopeQuery):
    """A scope, and which scenarios."""

    set: Literal["standard"] = Field(default="standard", description="The set of scenarios.")


class ExpiriesQuery(ScopeQuery):
    """A scope, and how far ahead to look."""

    within: str = Field(
        default="180d",
        pattern=r"^\d{1,5}d$",
        description="Days after as_of, as 180d; what ended before is among the rows.",
    )


class AlertsQuery(ScopeQuery):
    """A scope, and which alerts."""

    severity: Annotated[Severity | None, BeforeValidator(_given)] = Field(
        default=None, description="Left out or empty: any."
    )
    state: Annotated[State | None, BeforeValidator(_given)] = Field(
        default=None, description="Left out: open, acknowledged and snoozed ones."
    )


class Body(BaseModel):
    """A body whose members are all known."""

    model_config = ConfigDict(extra="forbid")


class PreTradeBody(Body):
    """An investment: `company_id` (a code or id of the firm) or the `name` of a new company."""

    amount: Price = Field(description="In the answer's currency.")
    company_id: Code | None = None
    name: Word | None = None
    sector: Word | None = None
    geography: Word | None = None
    date: Day | None = None


class StressBody(Body):
    """A scenario of one's own; changes are fractions, -0.3 is a fall by 30 %."""

    name: Word = "own scenario"
    value_change: Change | None = None
    sector: Word | None = None
    companies: dict[Code, Change] = Field(default={}, max_length=500)
    write_off_top: Whole = Field(default=0, ge=0, le=1000)
    exit_delay_years: Whole = Field(default=0, ge=0, le=30)
    multiple_cut: Rate | None = None
    fx: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Change] = Field(
        default={}, max_length=50
    )
    date: Day | None = None


class NoteBody(Body):
    """What to say about it."""

    note: Remark | None = None


class SnoozeBody(NoteBody):
    """Until when."""

    until: Day


class RuleBody(Body):
    """A rule; without `fund_id` of every fund, without `code` a new one."""

    measure: Annotated[Code, WithJsonSchema({"type": "string", "enum": sorted(MEASURES)})]
    compare: Literal["below", "above", "falls_by", "rises_by"]
    threshold: Level
    severity: Severity
    enabled: bool = Field(default=True, strict=True)
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")] | None = None
    fund_id: Code | None = None


class RiskBody(Body):
    """An entry of the register; with the `code` of one it takes its place."""

    title: Word
    category: Annotated[Word, WithJsonSchema({"type": "string", "enum": list(CATEGORIES)})]
    likelihood: Whole = Field(ge=1, le=5)
    impact: Whole = Field(ge=1, le=5)
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")] | None = None
    fund_id: Code | None = None
    owner: Person | None = None
    action: Text | None = None
    due: Day | None = None
    state: Literal["open", "mitigated", "closed"] = "open"
