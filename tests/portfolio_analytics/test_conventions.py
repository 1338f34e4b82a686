"""The firm's own weights, anchors and thresholds: kept by version, refused when they cannot be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashapp.cli import DONE, REFUSED, main
from services.db.reads.versions import SHARED
from services.errors import InvalidInput, NotFound
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.configure import configure, shown
from services.portfolio_analytics.conventions import HEALTH, LIMITS, parse
from services.scope import SYSTEM
from services.settings import Settings
from tests.factories import Facts
from tests.portfolio_analytics.conftest import THEN, write_firm


def health(**changes: Any) -> dict[str, Any]:
    return {**HEALTH.model_dump(mode="json"), "version": "ours-1", **changes}


GROWTH_ONLY = {"growth": 1.0, "efficiency": 0.0, "runway": 0.0, "market": 0.0}


def test_new_weights_hold_from_the_moment_they_are_set(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    write_firm(facts)
    before, counted = datetime.now(UTC), facts.version(SHARED)
    assert shown(facts.db, "health_score").set_by is None  # it ships so
    raised = configure(facts.db, "health_score", health(weights=GROWTH_ONLY), set_by="Ada")
    assert raised == {SHARED: counted + 1}  # every cached answer is renewed
    standing = shown(facts.db, "health_score")
    assert (standing.payload["version"], standing.set_by) == ("ours-1", "Ada")
    now = service.rankings(SYSTEM, THEN)
    assert (now.anchors_version, now.weights) == ("ours-1", GROWTH_ONLY)
    assert {row.company: row.composite_score for row in now.rankings}["A"] == 50
    then = service.rankings(SYSTEM, THEN.on(known_on=before))
    assert then.anchors_version == "2026.11"
    assert shown(facts.db, "health_score", known_on=before).set_by is None


def test_a_version_is_never_changed(facts: Facts) -> None:
    configure(facts.db, "health_score", health(), set_by="Ada")
    for version in ("ours-1", "2026.11"):
        with pytest.raises(InvalidInput, match=version):
            configure(facts.db, "health_score", health(version=version), set_by="Bob")
    configure(facts.db, "health_score", health(version="ours-2"), set_by="Bob")
    assert shown(facts.db, "health_score").set_by == "Bob"


def test_thresholds_decide_what_is_stale_high_and_concentrated(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    write_firm(facts)
    document = LIMITS.model_dump(mode="json") | {
        "version": "ours-1", "stale_mark_days": 200, "high_burn": "400000",
        "concentration_high": 0.6,
    }  # fmt: skip
    configure(facts.db, "thresholds", document, set_by="Ada")
    found = service.overview(SYSTEM, THEN)
    assert (found.stale_marks, found.high_burn_companies) == (0, 2)
    spread = service.analyze_portfolio_concentration(SYSTEM, THEN)
    assert spread.concentration_risk_level == "elevated"


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("health_score", {"weights": GROWTH_ONLY | {"market": 0.2}}, "add up to 1.2"),
        ("health_score", {"runway": [[6, 25], [0, 0]]}, "must rise"),
        ("health_score", {"efficiency": [[0, 100], [1, 101]]}, "less than or equal to 100"),
        ("health_score", {"growth": [{"arr_below": 5, "anchors": [[0, 0], [1, 9]]}]}, "null"),
        ("health_score", {"high_risk_below": 80}, "low_risk_from"),
        ("health_score", {"least_coverage": "most"}, "valid number"),
        ("health_score", {"extra": 1}, "not permitted"),
        ("thresholds", {"runway_critical": 9}, "critical, at_risk, caution"),
        ("thresholds", {"kpi_bands": {"luck": {"good": 1, "fair": 0}}}, "luck"),
        ("thresholds", {"concentration_elevated": 0.9}, "concentration_high"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    name: str, changes: dict[str, Any], words: str
) -> None:
    shipped = HEALTH if name == "health_score" else LIMITS
    with pytest.raises(InvalidInput) as refused:
        parse(name, shipped.model_dump(mode="json") | changes)
    assert words in " ".join(fault.text for fault in refused.value.faults)


def test_nothing_else_can_be_configured() -> None:
    with pytest.raises(NotFound, match="health_score"):
        parse("luck", {})


def test_a_part_that_a_later_release_adds_stands_as_shipped(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    from services.db.reads.configurations import set_configuration

    write_firm(facts)
    with facts.db.session() as session:
        set_configuration(
            session, name="thresholds", version="old", payload={"version": "old"}, set_by="Ada"
        )
    assert service.overview(SYSTEM, THEN).stale_marks == 1


def test_the_command_shows_and_sets(
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (
        ("DATABASE_URL", settings.database_url),
        ("REDIS_URL", settings.redis_url),
        ("GPDASH_DATA_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    assert main(["configure", "show", "health_score"]) == DONE
    document = json.loads(capsys.readouterr().out)
    assert document["weights"]["growth"] == 0.3
    path = tmp_path / "health.json"
    path.write_text(json.dumps(document | {"version": "ours-1"}), encoding="utf-8")
    assert main(["configure", "set", "health_score", str(path), "--by", "Ada", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["set_by"] == "Ada"
    assert main(["configure", "set", "health_score", str(path)]) == REFUSED
    assert "ours-1" in capsys.readouterr().err
    assert main(["configure", "show", "luck"]) == REFUSED
    path.write_text("{", encoding="utf-8")
    assert main(["configure", "set", "thresholds", str(path)]) == REFUSED
    assert "cannot be read as JSON" in capsys.readouterr().err
