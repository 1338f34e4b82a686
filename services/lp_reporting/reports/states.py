"""The life of a pack: which step is open to whom, and why the next one is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from services.access.permissions import check_action, may
from services.db.models import LpReport
from services.errors import Fault, Forbidden, InvalidInput
from services.lp_reporting.reports import canonical
from services.lp_reporting.results.register import Tie
from services.lp_reporting.results.reports import ChecksCount
from services.scope import Principal, parse_period

LONGEST_LETTER, LONGEST_REASON = 20_000, 2_000
DRAFT, APPROVED, LOCKED, SUPERSEDED = "draft", "approved", "locked", "superseded"
OWN_WORK = (
    "You prepared this report: somebody else has to approve it, so that two people have looked."
)
# Step, the states it starts from, the action it takes, and how it is told.
STEPS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "edit": ((DRAFT,), "prepare_report", "have its letter changed"),
    "approve": ((DRAFT,), "approve_report", "be approved"),
    "waive": ((DRAFT, APPROVED), "waive_check", "have a check waived"),
    "lock": ((APPROVED,), "lock_report", "be locked"),
    "supersede": ((LOCKED,), "lock_report", "be superseded"),
}


def check_step(principal: Principal, step: str) -> None:
    """Forbidden where no role of the principal includes the step."""
    check_action(principal, STEPS[step][1])


def check_state(pack: LpReport, step: str) -> None:
    """InvalidInput where the pack's state does not allow the step."""
    states, _, words = STEPS[step]
    if pack.state not in states:
        text = f"This report is {pack.state}: only one that is {' or '.join(states)} can {words}."
        raise InvalidInput(text, faults=(Fault("state", text, "state"),))


def check_two_people(principal: Principal, pack: LpReport) -> None:
    """Forbidden for the one who prepared it."""
    if pack.prepared_by == principal.user_id:
        raise Forbidden(OWN_WORK)


def check_ties(ties: Iterable[Tie]) -> None:
    """InvalidInput that names every check that fails and was not waived."""
    failing = [tie for tie in ties if tie.state == "fail"]
    if failing:
        names = ", ".join(tie.name for tie in failing)
        faults = tuple(Fault(tie.id, tie.text or tie.name, "check_failed") for tie in failing)
        text = f"{_checks(len(failing))} must pass or be waived before it is locked: {names}."
        raise InvalidInput(text, faults=faults)


def check_same(pack: LpReport, found: Iterable[Tie]) -> None:
    """InvalidInput where checks come out otherwise than those that the approver saw."""
    was = {told["id"]: told for told in pack.checks or ()}
    now = {tie.id: tie for tie in found}
    different = [
        (name, told["name"]) for name, told in was.items() if canonical.plain(now.get(name)) != told
    ]
    different += [(name, now[name].name) for name in now if name not in was]
    if different:
        names = ", ".join(name for _, name in different)
        text = f"The books changed under this report, prepare it anew: {names} came out otherwise."
        faults = tuple(Fault(check, text, "check_changed") for check, _ in different)
        raise InvalidInput(text, faults=faults)


def open_steps(
    principal: Principal, pack: LpReport, ties: Collection[Tie], *, superseded_by: str | None
) -> tuple[str, ...]:
    """The steps that this principal could take now."""
    found = []
    for step, (states, action, _) in STEPS.items():
        own = step == "approve" and pack.prepared_by == principal.user_id
        red = step == "lock" and any(tie.state == "fail" for tie in ties)
        none_red = step == "waive" and not any(tie.state == "fail" for tie in ties)
        followed = step == "supersede" and superseded_by is not None
        shut = own or red or none_red or followed
        if pack.state in states and may(principal, action) and not shut:
            found.append(step)
    return tuple(found)


def blocked(principal: Principal, pack: LpReport, ties: Collection[Tie]) -> str | None:
    """Why the next step of an unpublished pack is not open to this principal, in a sentence."""
    if pack.state == DRAFT:
        if not may(principal, "approve_report"):
            return "A partner approves it."
        return OWN_WORK if pack.prepared_by == principal.user_id else None
    if pack.state == APPROVED:
        failing = [tie.name for tie in ties if tie.state == "fail"]
        if failing:
            return f"{_checks(len(failing))} failed: {', '.join(failing)}."
        return None if may(principal, "lock_report") else "A partner or operations locks it."
    return None


def counted(ties: Iterable[Tie]) -> ChecksCount:
    """How many pass, fail and were waived."""
    states = [tie.state for tie in ties]
    return ChecksCount(
        passed=states.count("pass"), failed=states.count("fail"), waived=states.count("waived")
    )


def with_waivers(kept: Iterable[dict[str, Any]] | None, waived: dict[str, Any]) -> tuple[Tie, ...]:
    """The ties of a pack as they were found, those that somebody let pass as such."""
    return tuple(
        _tie(told, waived.get(told["id"]) if told["state"] == "fail" else None)
        for told in kept or ()
    )


def _tie(told: dict[str, Any], waiver: Any) -> Tie:
    state, text = told["state"], told["text"]
    if waiver is not None:
        state, text = "waived", f"{text} Waived by {waiver.waived_by}: {waiver.reason}"
    return Tie(
        id=told["id"],
        name=told["name"],
        state=state,
        expected=_amount(told["expected"]),
        found=_amount(told["found"]),
        difference=_amount(told["difference"]),
        text=text,
        waived_by=None if waiver is None else waiver.waived_by,
        link=told["link"],
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _checks(count: int) -> str:
    return "One check" if count == 1 else f"{count} checks"


def period_ends(period: str, report_type: str, *, today: date) -> date:
    """The last day of the period that a report is of.

    InvalidInput where the period is no quarter (annual: no year) or is not over.
    """
    quarterly = report_type == "quarterly"
    if len(period) != (6 if quarterly else 4):
        shape = "a quarter such as 2025Q3" if quarterly else "a year such as 2025"
        raise InvalidInput(f"{period!r} is not {shape}.", faults=(Fault("period", period),))
    end = parse_period(period, end=today).end
    if end >= today:
        raise InvalidInput(
            f"{period} ends on {end}: a report can be prepared once it is over.",
            faults=(Fault("period", f"{period} is not over yet.", "not_over"),),
        )
    return end


def words(text: str, *, most: int = LONGEST_REASON) -> str:
    """What a person wrote, trimmed; InvalidInput where it says nothing or cannot be kept."""
    words = text.strip()
    if not words or len(words) > most or "\0" in words:
        told = f"Say why in plain text, in at most {most} signs."
        raise InvalidInput(told, faults=(Fault("reason", told, "reason"),))
    return words
