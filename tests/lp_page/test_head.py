"""What the head of LP Reporting says: its sentence, its cards and facts."""

from __future__ import annotations

from datetime import date

import pytest

from layouts import kpi
from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    cards,
    head,
)
from layouts.lp_reporting.parts import ITSELF, due
from tests.lp_page.drawn import PARTNER, view
from tests.portfolio_page.shown import figures_of, words_of


def test_the_sentence_says_how_far_the_packs_are_and_what_blocks_them():
    said = words_of(head.state((samples.overview(), PARTNER), view(page.STATE)).children)
    assert (
        "Q3 packs for 12 investors are due in two days: 9 approved, 3 in draft, none locked. "
        "One tie-out fails by 280,000 and blocks the lock."
    ) in said
    assert "30 Sep 2026, as known now" in said and "Net to the investor, with credit line" in said


def test_the_sentence_changes_with_what_there_is_to_say():
    def said(overview, rights=PARTNER):
        return words_of(head.state((overview, rights), view(page.STATE)).children)

    assert "Alder & Quay I has no investors yet" in said(samples.overview("empty"))
    locked = samples.overview()
    locked.packs.locked, locked.packs.approved, locked.packs.draft = 12, 0, 0
    locked.ties = tuple(tie for tie in locked.ties if tie.state == "pass")
    assert "Q3 packs for 12 investors are all locked. Every tie-out holds." in said(locked)
    none = samples.overview()
    none.packs.draft = none.packs.approved = 0
    assert "are due in two days; none is prepared yet" in said(none)
    pooled = samples.overview()
    pooled.packs = None
    assert (
        "12 investors have committed $120.0m, 80.0\u2009% of it is called; their NAV is $118.4m. "
        "One owes $280k of calls." in said(pooled)
    )
    own = said(samples.overview("one_lp"), ITSELF)
    assert (
        "You committed $25.0m; 80.0\u2009% of it is called, $6.3m came back and your NAV is $24.7m."
        in own
    )
    assert "tie-out" not in own and "All your funds" in own


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [(date(2026, 11, 14), date(2026, 11, 12), "in two days"),
     (date(2026, 11, 14), date(2026, 11, 14), "today"),
     (date(2026, 11, 14), date(2026, 11, 15), "one day ago"),
     (date(2026, 11, 14), None, "by 14 Nov 2026")],
)  # fmt: skip
def test_a_due_day_is_told_from_the_day_one_reads_it_on(day, today, words):
    assert due(day, today) == words


def test_each_card_and_fact_carries_the_exact_value_of_the_api():
    found = cards.figures((samples.overview(), PARTNER), view(page.FIGURES)).children
    each = figures_of(found)
    assert list(each) == [
        "total_commitments", "called_pct", "distributed", "unfunded", "calls_outstanding", "packs",
        "nav", "net_irr", "tvpi", "dpi", "rvpi", "recallable",
    ]  # fmt: skip
    exact = {key: getattr(part, "data-value") for key, part in each.items()}
    assert exact["total_commitments"] == "120000000"
    assert exact["called_pct"] == "0.8"
    assert exact["calls_outstanding"] == "280000.00"
    assert exact["packs"] == "12"
    said = {key: words_of(part) for key, part in each.items()}
    assert "1 investor, 17 days late" in said["calls_outstanding"]
    assert "14 Nov, in two days" in said["packs"] and "9 approved" in said["packs"]
    assert "incl. $3.0m recallable" in said["unfunded"]
    own = figures_of(
        cards.figures((samples.overview("one_lp"), ITSELF), view(page.FIGURES)).children
    )
    assert "packs" not in own and getattr(own["nav"], "data-value") == "24666666.67"
    assert "promised by you" in words_of(own["total_commitments"])
    changes = {
        card.key: words_of(kpi.delta(card)) for card in cards.cards(samples.overview(), PARTNER)
    }
    assert changes["total_commitments"] == "unchangedvs Q2"
    assert changes["called_pct"] == "+4.0 ppvs Q2"
    assert changes["distributed"] == "+$3.6mvs Q2"
    assert changes["unfunded"] == "−$4.8mvs Q2"
    unknown = figures_of(
        cards.figures((samples.overview("missing"), PARTNER), view(page.FIGURES)).children
    )
    assert getattr(unknown["nav"], "data-value") == ""
    assert "No value of this fund is known yet." in words_of(unknown["nav"])
