"""The life of an alert: opened once, seen, put off, woken, resolved, remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from services import clock
from services.db.session import Database
from services.errors import Forbidden, InvalidInput, NotFound
from services.risk import RiskService, RiskSetting, RuleSetting
from services.risk.alerts.watch import Watched, watch
from services.risk.results import AlertRow
from services.scope import SYSTEM, Principal, Scope
from tests.factories import Facts, partner, statements
from tests.risk.conftest import ends, million, tables, write_firm

LOOKED = date(2025, 11, 20)
RUNWAY = ("runway_short", "TWO")


def look(db: Database, *funds: str, today: date = LOOKED) -> tuple[Watched, list[dict[str, int]]]:
    told: list[dict[str, int]] = []
    found = watch(
        db, funds or ("id-F1",), tell=lambda raised: told.append(dict(raised)), today=today
    )
    return found, told


def rows(
    service: RiskService, who: Principal = SYSTEM, **asked: Any
) -> dict[tuple[str, str], AlertRow]:
    found = service.alerts(who, Scope(), **asked).alerts
    return {(row.rule, row.entity.id): row for row in found}


def codes(found: Sequence[Any]) -> set[str]:
    return {row.rule for row in found}


@pytest.fixture
def service(facts: Facts) -> RiskService:
    write_firm(facts)
    return RiskService(facts.db)


def test_what_breaks_a_rule_is_opened_once(facts: Facts, service: RiskService) -> None:
    before = facts.version("id-F1")
    done, told = look(facts.db)
    assert (done.looked, told) == (["id-F1"], [{"id-F1": before + 1}])
    found = rows(service)
    assert set(found) == {
        ("limit_broken", "geography:de"), ("limit_broken", "geography:fr"),
        ("limit_near", "geography:de"), ("limit_near", "geography:fr"),
        ("limit_near", "sector:software"), ("mark_stale", "FOUR"), ("report_late", "FOUR"),
        RUNWAY, ("top_company", "F1"),
    }  # fmt: skip
    two = found[RUNWAY]
    assert (two.value, two.threshold, two.unit, two.severity) == (5, 6, "months", "warning")
    assert (two.rule_text, two.text) == ("Runway below 6.0 months", "Two: runway 5.0 months")
    assert (two.entity.type, two.since, two.state) == ("company", date(2025, 9, 30), "open")
    assert two.link == "/portfolio-analytics?fund=F1&as_of=2025-09-30&company=TWO"
    assert found["limit_broken", "geography:de"].value == Decimal("1.2")
    assert found["report_late", "FOUR"].value == 6  # due on 14 November
    # critical first
    assert [row.severity for row in service.alerts(SYSTEM).alerts][:3] == [
        "critical", "critical", "warning",
    ]  # fmt: skip
    again, told = look(facts.db)
    assert (again.raised, told, facts.version("id-F1")) == ({}, [], before + 1)
    assert rows(service) == found
    counted = service.overview(SYSTEM).alerts
    assert (counted.critical, counted.warning, counted.info) == (2, 7, 0)


def test_what_no_longer_holds_is_resolved_and_its_history_stays(
    facts: Facts, service: RiskService
) -> None:
    look(facts.db)
    facts.company_metric(
        "id-TWO", period_end="2025-09-30", cash=million(30), net_burn=million(1), currency="USD",
        reported_at="2025-10-20", known_from=datetime(2025, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    look(facts.db)
    assert RUNWAY not in rows(service)
    resolved = rows(service, state="resolved")[RUNWAY]
    assert (resolved.state, resolved.value) == ("resolved", 5)
    assert service.alerts(SYSTEM).counts["resolved"] == 1
    # it comes back as another alert
    facts.company_metric(
        "id-TWO", period_end="2025-09-30", cash=million(2), net_burn=million(1), currency="USD",
        reported_at="2025-10-20", known_from=datetime(2025, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    look(facts.db)
    found = rows(service)
    assert found[RUNWAY].id != resolved.id
    assert found["runway_below", "TWO"].severity == "critical"
    told = tables(
        facts.db,
        "SELECT what, count(*) FROM alert_events JOIN alerts ON alerts.id = alert_id "
        "WHERE rule = 'runway_short' GROUP BY 1 ORDER BY 1",
    )
    assert told == [("opened", 2), ("resolved", 1)]


def test_what_is_not_known_any_more_is_not_over(facts: Facts, service: RiskService) -> None:
    look(facts.db)
    facts.company_metric(
        "id-TWO", period_end="2025-09-30", reported_at="2025-10-20",
        known_from=datetime(2025, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    look(facts.db)
    assert rows(service)[RUNWAY].value == 5


def test_an_alert_that_was_seen_stays_seen_while_it_lasts(
    facts: Facts, service: RiskService
) -> None:
    look(facts.db)
    ada, two = partner("id-F1"), rows(service)[RUNWAY]
    before = facts.version("id-F1")
    raised: list[dict[str, int]] = []
    RiskService(facts.db, tell=lambda said: raised.append(dict(said))).acknowledge(
        ada, two.id, "raising a bridge"
    )
    assert raised == [{"id-F1": before + 1}]
    facts.company_metric(
        "id-TWO", period_end="2025-09-30", cash=million(4), net_burn=million(1), currency="USD",
        reported_at="2025-10-20", known_from=datetime(2025, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    look(facts.db)
    seen = rows(service)[RUNWAY]
    assert (seen.id, seen.state, seen.value) == (two.id, "acknowledged", 4)
    assert (seen.acted_by, seen.note) == ("Ada", "raising a bridge")
    assert RUNWAY in rows(service, state="acknowledged")
    assert RUNWAY not in rows(service, state="open")
    assert service.overview(SYSTEM).alerts.warning == 7  # seen is not gone


def test_an_alert_that_was_put_off_wakes_on_its_day(facts: Facts, service: RiskService) -> None:
    look(facts.db)
    two, today = rows(service)[RUNWAY], clock.today()
    service.snooze(SYSTEM, two.id, until=today + timedelta(days=7), note="after the board")
    off = rows(service)[RUNWAY]
    assert (off.state, off.snoozed_until) == ("snoozed", today + timedelta(days=7))
    assert service.overview(SYSTEM).alerts.warning == 6
    look(facts.db, today=today)
    assert rows(service)[RUNWAY].state == "snoozed"
    look(facts.db, today=today + timedelta(days=7))
    awake = rows(service)[RUNWAY]
    assert (awake.id, awake.state, awake.snoozed_until) == (two.id, "open", None)
    for until in (today, today - timedelta(days=1), today + timedelta(days=400)):
        with pytest.raises(InvalidInput) as told:
            service.snooze(SYSTEM, two.id, until=until)
        assert told.value.faults[0].place == "until"
    with pytest.raises(InvalidInput):
        service.acknowledge(SYSTEM, two.id, "x" * 501)
    # whoever looks on that day sees it awake, although nobody watched in between
    service.snooze(SYSTEM, two.id, until=today + timedelta(days=1))
    known = Scope(known_on=clock.now() + timedelta(days=2))
    (later,) = [r for r in service.alerts(SYSTEM, known).alerts if (r.rule, r.entity.id) == RUNWAY]
    assert later.state == "open"


def test_alerts_are_told_as_they_stood(facts: Facts, service: RiskService) -> None:
    look(facts.db)
    two = rows(service)[RUNWAY]
    then = Scope(as_of=date(2025, 9, 30), known_on=clock.now())
    before = service.alerts(SYSTEM, then)
    service.acknowledge(SYSTEM, two.id)
    service.set_rule(
        SYSTEM,
        RuleSetting(code="runway_short", measure="runway_months", compare="below",
                    threshold=Decimal(4), severity="warning"),
    )  # fmt: skip
    assert RUNWAY not in rows(service)
    after = service.alerts(SYSTEM, then)
    assert (after.alerts, after.counts, after.notes) == (before.alerts, before.counts, before.notes)
    assert service.alert_rules(SYSTEM, then).rules != service.alert_rules(SYSTEM).rules


def test_a_rule_of_ones_own_holds_at_once_and_of_its_fund_alone(
    facts: Facts, service: RiskService
) -> None:
    other = facts.fund("F6")
    facts.nav(other, "2025-09-30", 1)
    given: dict[str, Any] = {"measure": "company_weight", "compare": "above", "severity": "info"}
    code = service.set_rule(SYSTEM, RuleSetting(threshold=Decimal("0.25"), **given))
    assert code == "company_weight_above_0_25"
    assert {key for key in rows(service) if key[0] == code} == {(code, "ONE"), (code, "TWO")}
    service.set_rule(SYSTEM, RuleSetting(threshold=Decimal("0.3"), code=code, fund="F1", **given))
    assert {key for key in rows(service) if key[0] == code} == {(code, "ONE")}
    listed = {(row.code, row.fund): row for row in service.alert_rules(SYSTEM).rules}
    assert listed[code, None].threshold == Decimal("0.25")
    assert (listed[code, "F1"].open_alerts, listed[code, None].open_alerts) == (1, 0)
    assert (listed["runway_below", None].set_by, listed["runway_below", None].known_from) == (
        "shipped", None,
    )  # fmt: skip
    off = RuleSetting(threshold=Decimal("0.3"), code=code, fund="F1", enabled=False, **given)
    service.set_rule(SYSTEM, off)
    assert not [key for key in rows(service) if key[0] == code]
    # what ships is overridden by its code
    quiet = RuleSetting(
        code="mark_stale", measure="mark_age_days", compare="above", threshold=Decimal(200),
        severity="info",
    )  # fmt: skip
    service.set_rule(SYSTEM, quiet)
    look(facts.db)
    assert ("mark_stale", "FOUR") not in rows(service)


def test_changes_ends_calls_and_checks_are_watched_too(facts: Facts, service: RiskService) -> None:
    ends(facts, "option pool", "2025-12-01", fund=None, company="id-ONE")
    ends(facts, "lease", "2026-06-01", fund=None, company="id-ONE")
    facts.flow(
        "id-F1", "2025-08-01", "capital_call_investments", 1, investor_id="id-LPB",
        due_date=date(2025, 11, 6),
    )  # fmt: skip
    facts.nav("id-F1", "2025-06-30", million(70), investor_id="id-LPA")
    facts.nav("id-F1", "2025-06-30", million(30), investor_id="id-LPB")
    look(facts.db)
    found = rows(service)
    late = found["call_late", "LPB"]
    assert late.text == "Investor LPB: call 14 days late"
    assert (late.value, late.entity.type, late.entity.name) == (14, "investor", "Investor LPB")
    end = found["ends_soon", "ONE:option pool"]
    assert (end.value, end.text) == (11, "One: option pool ends in 11 days")
    assert ("ends_soon", "ONE:lease") not in found
    low = found["return_low", "F1"]  # from 100 to 75 million, and one unit was called
    assert (low.value, low.unit) == (Decimal("-0.25"), "fraction")
    assert low.rule_text == "Return of the last quarter below -10.0 %"
    given = {"measure": "nav", "compare": "falls_by", "severity": "info", "code": "nav_falls"}
    service.set_rule(SYSTEM, RuleSetting(threshold=Decimal("0.2"), **given))
    fall = rows(service)["nav_falls", "F1"]
    assert (fall.value, fall.text) == (Decimal("0.25"), "Fund F1: net asset value fell by 25.0 %")
    assert fall.rule_text == "Net asset value falls by 20.0 % or more in a quarter"
    assert late.link == "/lp-reporting?fund=F1&as_of=2025-09-30&lp=LPB"


def test_rules_and_alerts_of_foreign_funds_are_missing(facts: Facts, service: RiskService) -> None:
    other = facts.fund("F7")
    look(facts.db)
    two, stranger = rows(service)[RUNWAY], partner(other)
    assert service.alerts(stranger).alerts == ()
    for act in (
        lambda: service.acknowledge(stranger, two.id),
        lambda: service.acknowledge(stranger, "nobody"),
        lambda: service.snooze(stranger, two.id, until=clock.today() + timedelta(days=2)),
    ):
        with pytest.raises(NotFound):
            act()
    setting = RuleSetting(measure="nav", compare="below", threshold=Decimal(1), severity="info",
                          fund="F1")  # fmt: skip
    with pytest.raises(NotFound):
        service.set_rule(stranger, setting)
    with pytest.raises(Forbidden):  # a rule for every fund is for who sees every fund
        service.set_rule(stranger, RuleSetting(measure="nav", compare="below",
                                               threshold=Decimal(1), severity="info"))  # fmt: skip
    auditor = Principal(user_id="a", name="Lars", roles=frozenset({"auditor"}), funds=None)
    with pytest.raises(Forbidden):
        service.acknowledge(auditor, two.id)
    assert service.alert_rules(auditor).may_set is False
    bad = RuleSetting(measure="mood", compare="near", threshold=Decimal("NaN"), severity="loud",
                      code="Ä")  # fmt: skip
    with pytest.raises(InvalidInput) as told:
        service.set_rule(SYSTEM, bad)
    assert {fault.place for fault in told.value.faults} == {
        "measure", "compare", "threshold", "severity", "code",
    }  # fmt: skip


def test_the_register_keeps_every_version_and_who_wrote_it(
    facts: Facts, service: RiskService
) -> None:
    other = facts.fund("F8")
    ada, eve = partner("id-F1"), partner(other)
    firm = service.set_risk(
        ada, RiskSetting(title="Key person", category="people", likelihood=2, impact=5)
    )
    own = service.set_risk(
        ada,
        RiskSetting(title="One customer", category="portfolio", likelihood=4, impact=4, fund="F1",
                    owner="MC", action="ask monthly", due=date(2026, 3, 31)),
    )  # fmt: skip
    assert (firm, own) == ("R1", "R2")
    found = service.register(ada).risks
    assert [(row.code, row.fund, row.score) for row in found] == [
        ("R2", "F1", 16),
        ("R1", None, 10),
    ]
    assert (found[0].owner, found[0].set_by, service.register(ada).may_set) == ("MC", "Ada", True)
    # of the firm's everybody hears, of a foreign fund's nobody
    assert [row.code for row in service.register(eve).risks] == ["R1"]
    change = RiskSetting(code="R2", title="Gone", category="portfolio", likelihood=1, impact=1)
    with pytest.raises(NotFound):
        service.set_risk(eve, change)
    then = clock.now()
    closed = RiskSetting(code="R2", title="One customer", category="portfolio", likelihood=1,
                         impact=4, fund="F1", state="mitigated")  # fmt: skip
    assert service.set_risk(ada, closed) == "R2"
    assert {row.code: row.score for row in service.register(ada).risks} == {"R1": 10, "R2": 4}
    known = service.register(ada, Scope(known_on=then)).risks
    assert {row.code: row.score for row in known} == {"R1": 10, "R2": 16}
    with pytest.raises(InvalidInput) as told:
        service.set_risk(ada, RiskSetting(title=" ", category="weather", likelihood=0, impact=9))
    assert {fault.place for fault in told.value.faults} == {
        "title", "likelihood", "impact", "category",
    }  # fmt: skip


def test_statements_do_not_grow_with_funds_and_alerts(facts: Facts, service: RiskService) -> None:
    with statements(facts.db) as few:
        look(facts.db)
    ids = ["id-F1"]
    for place in range(3):
        fund = facts.fund(f"G{place}", total_committed=100)
        ids.append(fund)
        facts.nav(fund, "2025-09-30", 100)
        for number in range(10):
            code = f"{place}{number}"
            deal = facts.deal(f"D{code}", fund=fund, company=facts.company(f"C{code}"))
            facts.investment_flow(deal, day="2020-01-15", amount=1)
            facts.mark(deal, day="2025-01-31", value=10)
    with statements(facts.db) as many:
        done, _ = look(facts.db, *ids)
    assert len(done.looked) == 4 and len(rows(service)) > 35
    assert len(many) <= len(few) + 1  # the insert of new ones; nothing was to be changed before
    asked = ("overview", "concentration", "liquidity", "runway", "valuation", "fx", "expiries",
             "alerts", "alert_rules", "register")  # fmt: skip
    lps = {"by": "lp"}
    for name, given in (*((name, {}) for name in asked), ("concentration", lps)):
        counts = []
        for scope in (Scope(funds=("G0",)), Scope()):
            with statements(facts.db) as sent:
                getattr(service, name)(SYSTEM, scope, **given)
            counts.append(len(sent))
        assert counts[1] <= counts[0] + 1, (name, counts)  # one more for exchange rates
        assert counts[1] <= 14, (name, counts)
    for name in ("limits", "stress", "credit_line"):
        counts = []
        for code in ("G0", "F1"):  # ten companies, and four with one in another currency
            with statements(facts.db) as sent:
                getattr(service, name)(SYSTEM, Scope(funds=(code,)))
            counts.append(len(sent))
        assert abs(counts[1] - counts[0]) <= 1, (name, counts)


def test_a_fund_that_cannot_be_watched_fails_alone(facts: Facts, service: RiskService) -> None:
    bad = facts.fund("BAD")
    deal = facts.deal("X1", fund=bad, company="id-ONE")
    facts.investment_flow(deal, day="2024-01-31", amount=1)
    with facts.db.session() as session:
        session.execute(
            text("UPDATE investment_cash_flows SET type = 'luck' WHERE deal_id = :deal"),
            {"deal": deal},
        )
    done, _ = look(facts.db, "id-F1", bad)
    assert (done.looked, set(done.failed)) == (["id-F1"], {bad})
    assert RUNWAY in rows(service, who=partner("id-F1"))
