"""What the head of Fund Performance says: its sentence and its cards."""

from layouts import fund_performance as page
from layouts.figures import samples
from layouts.fund_performance import (
    cards,
    head,
)
from tests.fund_performance.drawn import THIN, cards_of, text_of, view, words_of


def test_the_sentence_says_how_the_fund_stands_and_among_whom():
    said = words_of(head.state(samples.headline(), view(page.STATE)).children)
    assert (
        "Alder & Quay I stands at 1.55x paid-in capital, 0.32x of it in cash: NAV $118.4m, "
        f"net IRR 15.5{THIN}%, second quartile of 36 funds on all four measures."
    ) in said
    assert "30 Sep 2026, as known now" in said
    assert "Net to LPs, with credit line" in said


def test_a_fund_without_flows_is_told_what_to_do():
    headline = samples.headline("empty")
    headline.metrics.flow_count = 0
    said = words_of(head.state(headline, view(page.STATE)).children)
    assert "has no cash flows yet: import its ledger to begin." in said


def test_several_funds_are_said_to_be_pooled():
    headline = samples.headline()
    headline.metrics.funds = (samples.fund(), samples.fund(), samples.fund())
    said = words_of(head.state(headline, view(page.STATE)).children)
    assert "3 funds pooled stand at 1.55x" in said


def test_each_card_carries_the_exact_value_of_the_api_and_shows_it_rounded():
    found = cards_of("normal")
    shown = {key: (getattr(card, "data-value"), words_of(card)) for key, card in found.items()}
    assert shown["irr"][0] == "15.5"
    assert shown["dpi"][0] == "0.31666666666666665"
    assert shown["nav"][0] == "118400000.0"
    assert "$118.4m" in shown["nav"][1]
    assert "0.32x" in shown["dpi"][1]
    assert list(found) == ["irr", "tvpi", "dpi", "rvpi", "moic", "nav", "paid_in",
                           "distributions", "unfunded", "dry_powder", "credit_line_balance",
                           "fees_to_date"]  # fmt: skip


def test_a_change_is_named_against_the_quarter_before():
    found = cards_of("normal")
    assert "+0.1 ppvs Q2" in words_of(found["irr"])
    assert "unchangedvs Q2" in words_of(found["rvpi"])
    assert "+$6.0mvs Q2" in words_of(found["nav"])
    assert "$4.8m paid in, $3.6m out" in words_of(found["nav"])


def test_a_change_for_the_worse_says_so_in_words():
    headline = samples.headline()
    headline.previous.tvpi = 1.65
    found = next(card for card in cards.cards(headline) if card.key == "tvpi")
    from layouts.kpi import delta

    assert words_of(delta(found)).startswith("−0.10x, worse")


def test_an_unknown_figure_is_a_dash_with_its_reason_and_has_no_value():
    card = cards_of("unknown")["irr"]
    assert getattr(card, "data-value") == ""
    assert "–" in words_of(card)
    assert "Under a year of flows." in words_of(card)
    assert "nan" not in text_of(card).lower().replace("nance", "")


def test_the_rank_is_shown_as_a_quartile_with_its_percentile():
    assert "2nd quartile · p66" in words_of(cards_of("normal")["irr"])
    assert "no peer set" in words_of(cards_of("one_point")["irr"])


# ---- the panels
