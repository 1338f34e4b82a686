"""What the page of Risk says, what it asks, and what it does not say where it knows nothing."""

import json
import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from callbacks import risk as wired
from layouts import address, forms
from layouts import risk as page
from layouts.figures.risk import samples
from layouts.panels import Content, Empty, View, frame
from layouts.risk import cards, gallery, parts
from layouts.risk.asked import Inbox
from services.errors import InvalidInput
from services.risk import Own
from services.scope import Scope

NAMED = {
    panel.id.removeprefix("risk-"): (panel, draw, sample) for panel, draw, sample in gallery.EACH
}
FORMS = {"alerts", "deal", "scenario", "register", "rules"}


def view_of(panel, **changes) -> View:
    known = {"slug": "risk", "panel": panel, "scope": Scope(), "definition": lambda _key: None}
    return View(**(known | changes))


def text_of(part) -> str:
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def drawn(name, kind="usual", *, sample=None, **changes):
    panel, draw, samples_of = NAMED[name]
    return draw(sample or samples_of(kind), view_of(panel, **changes))


def table_of(part, caption):
    """The rows of a long table by its caption, each cell as its text."""
    for told in re.findall(r'"data-rows": ("(?:[^"\\]|\\.)*")', text_of(part)):
        found = json.loads(json.loads(told))
        if found["caption"] == caption:
            rows = [row["cells"] if isinstance(row, dict) and "cells" in row else row
                    for row in found["rows"]]  # fmt: skip
            return [[_text(cell) for cell in row] for row in rows if isinstance(row, list)]
    raise AssertionError(f"there is no table {caption!r}")


def _text(cell) -> str:
    bits = cell if isinstance(cell, list) else [cell]
    return "".join(bit if isinstance(bit, str) else bit.get("text", "") for bit in bits)


def forms_in(part) -> dict:
    """The forms of a panel by their ids."""
    every = re.findall(r'"data-form": ("(?:[^"\\]|\\.)*")', text_of(part))
    found = [json.loads(json.loads(told)) for told in every]
    return {form["id"]: form for form in found}


def field_of(form, name) -> dict:
    return next(one for one in form["fields"] if one["name"] == name)


def said_in(part) -> str:
    """The words of a part in their order."""
    told = re.findall(r'"children": ("(?:[^"\\]|\\.)*")|(?<=[\[ ])("(?:[^"\\]|\\.)*")(?=[,\]])',
                      text_of(part))  # fmt: skip
    return " ".join(json.loads(one or other) for one, other in told)


def test_every_panel_of_the_page_is_tried_here():
    assert [panel for panel, _, _ in gallery.EACH] == list(page.PANELS)


def test_panels_ask_only_for_parameters_of_their_page():
    known = set(address.PAGES["risk"].own)
    assert {name for panel in page.PANELS for name in panel.asks} == known


@pytest.mark.parametrize("kind", samples.KINDS)
@pytest.mark.parametrize("name", NAMED)
def test_a_panel_of_any_data_says_something_and_never_nan_or_none(name, kind):
    found = drawn(name, kind)
    inside = text_of(frame(view_of(NAMED[name][0]), found))
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|Infinity", inside)
    if isinstance(found, Content):
        assert found.title and found.subtitle and found.summary and found.source
        assert found.as_of == samples.AS_OF
        words = [found.title, found.subtitle, found.summary, *found.notes]
        assert not [text for text in words if "_" in text]


@pytest.mark.parametrize("name", sorted(set(NAMED) - FORMS - {"state", "figures"}))
def test_a_firm_without_holdings_is_told_what_to_import(name):
    found = drawn(name, "empty")
    assert isinstance(found, Empty)
    assert "gpdash import " in text_of(frame(view_of(NAMED[name][0]), found))


@pytest.mark.parametrize("name", sorted(set(NAMED) - {"state", "figures"}))
def test_every_drawing_has_its_table(name):
    found = drawn(name)
    assert found.twin is not None
    assert "data-rows" in text_of(found.twin)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_framed_panel_has_no_way_out_and_changes_nothing(name):
    found = drawn(name, embedded=True)
    inside = text_of(found.body if isinstance(found, Content) else found.children)
    assert "data-post" not in inside
    assert '"/portfolio-analytics' not in inside.replace('\\"', '"')
    assert (
        not [form for form in forms_in(found.body).values() if form["to"]]
        if isinstance(found, Content)
        else True
    )


def test_the_state_names_the_level_its_reasons_and_what_waits():
    said = said_in(drawn("state").children)
    for words in ("The risk of Alder & Quay I is", "elevated", "Halden Robotics is 23.5 % of fair",
                  "Two limits are near", "two critical alerts wait"):  # fmt: skip
        assert words in said, words
    calm = said_in(drawn("state", "calm").children)
    assert "No limit is near and no critical alert is open." in calm
    assert "One limit is broken" in said_in(drawn("state", "breached").children)
    assert "import its investments to begin" in said_in(drawn("state", "empty").children)


def test_cards_carry_the_very_values_of_the_answer():
    row = text_of(drawn("figures").children)
    keys, values = (re.findall(rf'"data-{name}": "([^"]*)"', row) for name in ("figure", "value"))
    assert dict(zip(keys, values, strict=True)) == {
        "top_company_weight": "0.235", "limit_breaches": "0", "companies_under_6m_runway": "2",
        "stale_nav_share": "0.055", "unfunded_coverage": "1.54", "fx_exposed_nav": "0.295",
        "effective_positions": "7.2", "top_3_weight": "0.547", "herfindahl_index": "0.139",
        "alerts.critical": "2", "data_quality.nav_on_data_older_than_90d": "0.055",
        "data_quality.nav_without_report": "0.023",
    }  # fmt: skip


def test_more_exposure_is_worse_and_a_currency_is_neither():
    found = {card.key: card for card in cards.cards(samples.overview())}
    assert len(found["top_company_weight"].history) == 8
    assert found["companies_under_6m_runway"].change == 1
    row = text_of(drawn("figures").children)
    assert "+1, worse" in row
    assert "−0.08x, worse" in row
    assert found["fx_exposed_nav"].good_up is None
    unknown = cards.cards(samples.overview("missing"))
    assert unknown[4].reason == "No balances are known."


def test_each_alert_says_value_threshold_and_state_and_leads_to_its_place():
    found = drawn("alerts")
    assert found.title == "Two critical alerts and two others wait"
    body = text_of(found.body)
    assert '"href": "/portfolio-analytics?company=SALT"' in body
    for words in ("2.6 mo", "against 3.0 mo · since 30 Sep 2026", "critical",
                  "acknowledged by I. Moreau", "snoozed until 26 Nov 2026"):  # fmt: skip
        assert words in body, words
    assert body.count('"data-alert"') == 6
    assert body.count('"data-post"') == 5  # the acknowledged one waits for nobody
    assert '"/api/v1/dashboards/risk/alerts/a0/acknowledge"' in body


def test_an_alert_is_put_off_until_a_day_that_lies_ahead():
    form = forms_in(drawn("alerts").body)["snooze-a0"]
    assert form["to"] == "/api/v1/dashboards/risk/alerts/a0/snooze"
    until = field_of(form, "until")
    assert (until["value"], until["least"], until["required"]) == ("2026-11-26", "2026-11-13", True)


def test_who_may_not_act_sees_no_button():
    sample = Inbox(found=samples.alerts(), may_act=False, today=samples.TODAY)
    body = text_of(drawn("alerts", sample=sample).body)
    assert "data-post" not in body
    assert "data-form" not in body


def test_the_inbox_is_narrowed_by_the_address_and_refuses_what_there_is_not():
    body = text_of(drawn("alerts", own={"state": "snoozed"}).body)
    assert '"href": "/risk?state=snoozed&severity=critical"' in body
    assert '"Acknowledged 1"' in body
    with pytest.raises(InvalidInput):
        drawn("alerts", own={"severity": "grave"})


def test_limits_say_near_and_breach_in_words_and_of_what():
    found = drawn("limits", "breached")
    assert found.title == "Single company is broken: 21.4\u2009% of 20\u2009% allowed"
    rows = table_of(found.body, "Limits of the agreement")
    assert rows[0] == ["Single companyof commitments", "", "21.4\u2009% of 20\u2009%",
                       "($1.4m)", "breach"]  # fmt: skip
    assert [row[-1] for row in rows] == ["breach", "near", "within", "within"]
    exact = table_of(found.twin, "Limits to the cent")
    assert exact[0][3:8] == ["100,000,000.00", "20.00\u2009%", "21,400,000.00", "21.40\u2009%",
                             "(1,400,000.00)"]  # fmt: skip


def test_a_deal_is_answered_with_limits_means_pace_and_the_cure():
    found = drawn("deal")
    assert found.title == "$5.0m in Halden Robotics would break Single company"
    body = text_of(found.body)
    assert "What would cure it: Single company: LPAC consent or at most $1,400,000." in body
    assert table_of(found.body, "Limits before and after")[0] == [
        "Single company", "18.6\u2009%", "23.6\u2009%", "20\u2009%", "($3.6m)", "breach",
    ]  # fmt: skip
    after = {row[0]: row[1:] for row in table_of(found.body, "After the deal")}
    assert after["Capacity for new deals"] == ["$12.0m", "$15.0m before"]
    assert after["Quarters left"] == ["4.0", "5.0 before; ends 30 Sep 2027"]
    form = forms_in(found.body)["deal-check"]
    assert (form["to"], form["clear"], form["primary"]) == ("", "Clear", True)
    assert field_of(form, "deal_amount")["value"] == "5000000"
    assert field_of(form, "deal_name")["when"] == ["deal", "new"]
    assert drawn("deal", "calm").title.endswith("keeps to every limit")


def test_the_switch_of_concentration_keeps_the_rest_of_the_address():
    found = drawn("concentration", own={"by": "sector"}, scope=Scope(funds=("AQ1",)),
                  sample=samples.concentration(by="sector"))  # fmt: skip
    links = set(re.findall(r'"href": "([^"]*)"', text_of(found.body)))
    assert "/risk?fund=AQ1" in links
    assert "/risk?fund=AQ1&by=lp" in links
    rows = table_of(found.twin, "Shares by sector")
    assert rows[-1] == ["Six sectors", "132,500,000.00", "", "", "73,600,000.00", "", "11"]
    with pytest.raises(InvalidInput):
        drawn("concentration", own={"by": "colour"})


def test_the_fund_without_its_winner_is_said_in_the_title():
    found = drawn("evenness")
    assert found.title == "Without Halden Robotics the gross multiple is 1.86x, not 1.99x"
    assert "The smallest five of eleven companies hold" in text_of(found.body)
    alone = drawn("evenness", "one_company")
    assert alone.title == "Halden Robotics is all there is: 2.84x gross"


def test_sources_and_uses_are_written_as_sums_that_foot():
    rows = table_of(drawn("liquidity").twin, "Sources and uses to the cent")
    assert rows[4] == ["Sources", "together", "43,000,000.00", ""]
    assert rows[9] == ["Uses", "together", "28,000,000.00", ""]
    assert drawn("liquidity", "breached").title == "Sources cover only 0.77x of what is needed"
    title = "Sources cover 1.54x of the uses; $5.0m is left for new deals"
    assert drawn("liquidity").title == title


def test_the_watch_list_names_who_stands_on_no_ladder():
    found = drawn("runway")
    assert "Corvane and Kestrel Freight" in text_of(found.body)
    rows = table_of(found.twin, "Runway by company")
    assert rows[0][:3] == ["Saltmarsh", "4.00", "under 6"]
    assert [row[1] for row in rows[-3:]] == ["–", "–", "–"]


def test_few_quarters_say_nothing_about_smoothing():
    assert "estimated from 8 quarters on; 3 are known" in text_of(
        drawn("quality", "one_company").body
    )
    assert "12.1\u2009%" in text_of(drawn("quality").body)


def test_a_stress_is_told_net_to_the_partners_after_carry_gave_way():
    found = drawn("stress")
    assert found.title.startswith("Top three written off costs the LPs $59.3m")
    rows = table_of(found.body, "Scenarios")
    assert rows[0] == ["Top three written off", "($72.5m)", "$13.2m", "($59.3m)", "0.93x", "n.m."]
    assert rows[-1] == ["As it stands", "", "", "$118.4m", "1.55x", "15.5\u2009%"]
    own = drawn("scenario")
    assert own.title == "This changes NAV by −$53.1m, to a TVPI of 1.00x"
    assert "data-stressed" in text_of(own.body)


def test_an_entry_that_is_known_fills_the_form_and_overdue_ones_are_marked():
    found = drawn("register")
    form = forms_in(found.body)["risk-entry"]
    assert form["to"] == "/api/v1/dashboards/risk/register"
    assert form["filled"]["R4"]["likelihood"] == "3"
    grid = table_of(found.body, "Entries by likelihood (rows) and impact (columns)")
    assert grid[2] == ["3", "", "R3", "", "R2 R4", ""]
    assert "overdue" in text_of(found.body)
    assert "data-form" not in text_of(drawn("register", "calm").body)


def test_rules_are_set_by_those_who_may_and_shown_to_all():
    form = forms_in(drawn("rules").body)["alert-rule"]
    choice = ["runway_months", "Months of cash of a company (months)"]
    assert field_of(form, "measure")["choices"][0] == choice
    assert form["filled"]["weight_above"] == {
        "measure": "company_weight", "compare": "above", "threshold": "0.25",
        "severity": "warning", "fund_id": "AQ1", "enabled": "true",
    }  # fmt: skip
    calm = text_of(drawn("rules", "calm").body)
    assert "Rules are set by partners and operations." in calm


def test_what_is_past_comes_first_and_the_next_is_named():
    found = drawn("expiries")
    said = "One thing has ended already; next 409A valuation, Corvane, in 21 days"
    assert found.title == said
    assert table_of(found.body, "What ends soon")[0][2:] == ["3 d past", "critical"]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Decimal("2.60"), "months", "2.6 mo"), (0.214, "fraction", "21.4\u2009%"),
        (Decimal("0.92"), "x", "0.92x"), (183, "days", "183 d"), (Decimal("-5"), "count", "−5"),
        (Decimal("4600000"), "money", "$4.6m"), (None, "x", "–"),
    ],
)  # fmt: skip
def test_a_figure_is_written_in_its_own_unit(value, unit, shown):
    assert parts.measured(value, unit, "USD") == shown


class Asked:
    """A service that notes what it is asked."""

    def __init__(self):
        self.told = {}

    def __getattr__(self, name):
        def answer(_principal, _scope, *given, **options):
            self.told[name] = (*given, options)
            kinds = {"concentration": lambda: samples.concentration(by=options["by"]),
                     "pre_trade": samples.pre_trade, "stress_own": samples.stress}  # fmt: skip
            return (kinds.get(name) or getattr(samples, name))()

        return answer


def asked(load, **own):
    service = Asked()
    risk = SimpleNamespace(service=service, today=samples.TODAY)
    return load(risk, None, {name: [text] for name, text in own.items()}), service.told


def test_the_address_asks_about_a_deal_and_a_new_company_says_what_it_is():
    found, told = asked(wired.deal_asked, deal="HALD", deal_amount="5,000,000",
                        deal_date="2026-11-20")  # fmt: skip
    assert told["pre_trade"] == (
        {"amount": Decimal(5_000_000), "day": date(2026, 11, 20), "company": "HALD"},
    )
    assert found.found is not None
    _, told = asked(wired.deal_asked, deal="new", deal_amount="1000", deal_sector="Health")
    assert told["pre_trade"][0]["name"] == "A new company"
    assert told["pre_trade"][0]["sector"] == "Health"
    nothing, told = asked(wired.deal_asked)
    assert nothing.found is None
    assert "pre_trade" not in told


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"deal": "HALD"}, "how much"), ({"deal_amount": "much", "deal": "HALD"}, "no number"),
        ({"deal": "HALD", "deal_amount": "1", "deal_date": "soon"}, "no day"),
        ({"deal": "HALD", "deal_amount": "inf"}, "no number"),
    ],
)  # fmt: skip
def test_a_deal_that_cannot_be_read_is_told_beside_the_form(own, words):
    found, told = asked(wired.deal_asked, **own)
    assert words in found.wrong
    assert "pre_trade" not in told
    assert found.wrong in text_of(drawn("deal", sample=found).body)


def test_percent_typed_becomes_a_fraction_of_the_stress():
    _, told = asked(wired.stress_asked, shock="-30", shock_sector="Health", delay="2",
                    shock_company="CORV", shock_currency="GBP", shock_fx="−10")  # fmt: skip
    (own, _) = told["stress_own"]
    assert own == Own(
        name="Your own", value_change=Decimal("-0.3"), sector="Health", exit_delay_years=2,
        companies={"CORV": Decimal(-1)}, fx={"GBP": Decimal("-0.1")},
    )  # fmt: skip
    for wrong in ({"delay": "1.5"}, {"delay": "-1"}, {"shock_sector": "Health"},
                  {"shock_currency": "GBP"}, {"shock_fx": "-10"}, {"shock": "x"}):  # fmt: skip
        found, told = asked(wired.stress_asked, **wrong)
        assert found.wrong, wrong
        assert "stress_own" not in told


def test_a_form_travels_as_text_and_its_button_is_an_ordinary_one_unless_it_is_the_first():
    told = forms.Form(id="f", label="F", submit="Send", fields=(forms.Field(name="a", label="A"),))
    (form,) = forms_in(forms.form(told)).values()
    assert (form["to"], form["primary"], form["fields"][0]["kind"]) == ("", False, "text")
    primary = [
        form["id"]
        for name in NAMED
        if isinstance(found := drawn(name), Content)
        for form in forms_in(found.body).values()
        if form["primary"]
    ]
    assert primary == ["deal-check"]
