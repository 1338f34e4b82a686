"""Every count and time of the team found again from the rows of activities."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.errors import NotFound
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.scope import SYSTEM, Principal
from tests.conftest import SECRET
from tests.team_operations.conftest import Q3, Team, associate

IDS = FigureIds(SECRET)


def figures(result: Any) -> dict[str, str]:
    return dict(identified(result, IDS, every=True).meta.figures)


def test_every_explained_number_is_found_again_from_its_rows(busy: Team) -> None:
    service, explain = busy.service, ExplainService(busy.facts.db, ids=IDS)
    answers = [
        service.overview(SYSTEM, Q3),
        *(service.activity(SYSTEM, Q3, group_by=group) for group in ("type", "user", "month")),
        service.activity(SYSTEM, Q3, user="A"),
        service.responsiveness(SYSTEM, Q3),
        service.board_calendar(SYSTEM, Q3),
        service.board_calendar(SYSTEM, Q3, first=date(2025, 8, 1), last=date(2025, 12, 1)),
        service.coverage(SYSTEM, Q3),
    ]
    wrong, checked = [], 0
    for answer in answers:
        for name, figure in figures(answer).items():
            told = explain.explain(SYSTEM, figure)
            if told.value is None:
                continue
            checked += 1
            if told.difference is None or abs(told.difference) > 1e-9:
                wrong.append((type(answer).__name__, name, told.value, told.recomputed))
    assert wrong == [] and checked > 60
    found = explain.explain(SYSTEM, figures(answers[0])["deals_reviewed"])
    assert (found.value, found.total_rows, found.name) == (4, 4, "Deals reviewed")
    held = [explain.explain(SYSTEM, figures(answer)["held"]).value for answer in answers[-3:-1]]
    assert held == [2, 1]
    days = explain.explain(SYSTEM, figures(answers[-1])["rows[C2].days_since_touch"])
    assert (days.value, days.numbers) == (41, "2025-09-30 − 2025-08-20 = 41")


def test_an_associate_is_shown_no_rows_of_others_and_an_investor_nothing(busy: Team) -> None:
    service, explain = busy.service, ExplainService(busy.facts.db, ids=IDS)
    whole = figures(service.overview(SYSTEM, Q3))["deals_reviewed"]
    found = explain.explain(associate("B"), whole)
    assert (found.value, found.difference, found.total_rows) == (4, 0, 2)
    assert all("Ann" not in row.label and ", A" not in row.label for row in found.rows)
    of_ann = figures(service.activity(SYSTEM, Q3, group_by="user"))["rows[A].total"]
    with pytest.raises(NotFound):
        explain.explain(associate("B"), of_ann)
    with pytest.raises(NotFound):
        explain.explain(Principal("u9", "Lp", frozenset({"lp"}), None), whole)
