"""What the head of Market Intelligence says: its sentence and its cards."""

from layouts import market_intelligence as page
from layouts.figures.market_intelligence import samples
from layouts.market_intelligence import (
    head,
)
from layouts.market_intelligence.gallery import DRAWN
from layouts.panels import Bare, Empty, frame
from tests.market_page.drawn import THIN, cards_of, spaced, view, ways, words_of


def test_the_sentence_says_the_quarter_and_who_tells_it():
    state = head.state(samples.sector_trends(), view(page.STATE)).children
    said = spaced(state)
    assert f"In Q3 2026 222 deals raised $2.0bn , 8.2{THIN}% more than in Q2 2026 ;" in said
    assert f"Software took 45{THIN}% of it." in said
    assert "Lighthouse, rounds 2026-11.csv, fetched 12 Nov 2026" in said
    assert "Preliminary: the provider still learns of rounds of this quarter." in said
    assert ways(state) == {"Harbour Data": "/market-intelligence?source=Harbour+Data"}


def test_turned_to_a_sector_the_sentence_is_about_it_and_leads_back():
    asked = view(page.STATE, own={"sector": "fintech", "source": "Lighthouse"})
    state = head.state(samples.sector_trends(), asked).children
    said = spaced(state)
    assert (
        f"In Q3 2026 36 deals in Fintech raised $302.4m , 4.0{THIN}% less than in Q2 2026 ." in said
    )
    assert ways(state)["Fintech"] == "/market-intelligence?source=Lighthouse"
    unknown = view(page.STATE, own={"sector": "Basket weaving"})
    told = words_of(head.state(samples.sector_trends(), unknown).children)
    assert "Basket weaving  had no round that Lighthouse knows of." in told


def test_without_any_provider_the_page_says_what_to_import():
    state = words_of(head.state(samples.sector_trends("empty"), view(page.STATE)).children)
    assert "No provider's market rounds are imported yet." in state
    for panel, draw, sample in DRAWN[1:]:
        drawn = draw(sample("empty"), view(panel))
        assert isinstance(drawn, Empty), panel.id
        inside = words_of(frame(view(panel), drawn))
        assert "gpdash import market_" in inside
        assert "this panel then fills by itself" in inside


def test_figures_that_are_being_computed_are_neither_missing_nor_zero():
    waiting = (samples.note("not_precomputed", "Figures are being computed; ask again soon."),)
    for panel, draw, sample in DRAWN[2:]:
        answer = sample("empty")
        answer.notes = waiting
        drawn = draw(answer, view(panel))
        assert isinstance(drawn, Bare), panel.id
        assert "Figures are being computed" in words_of(drawn.children)
        assert "gpdash import" not in words_of(drawn.children)
    trends_ = samples.sector_trends("empty")
    trends_.notes = waiting
    assert "are being computed" in words_of(head.state(trends_, view(page.STATE)).children)
    trends_ = samples.sector_trends()
    trends_.notes = (samples.note("recomputing", "Imported just now."),)
    assert "New figures are being computed" in words_of(
        head.state(trends_, view(page.STATE)).children
    )


def test_the_cards_carry_the_exact_figures_and_their_cases():
    found = cards_of()
    exact = {key: getattr(card, "data-value") for key, card in found.items()}
    assert exact == {
        "total_deals": "222",
        "total_funding": "2028700000.0",
        "median_pre_seed": "12765000.000",
        "median_pre_series_a": "42735000.000",
        "exit_count": "35",
        "down_round_share": "0.1413",
        "median_against_market": "0.94",
        "median_exit_multiple": "3.1",
        "median_time_to_exit": "5.2",
        "median_months_between": "17.4",
        "disclosed_deals": "197",
        "rounds": "3000",
    }
    assert "n 38" in words_of(found["median_pre_seed"])
    assert "95 % interval 9–22" in words_of(found["down_round_share"])
    assert "of 92 pairs of rounds" in words_of(found["down_round_share"])
    assert "32 sales, 3 listings" in words_of(found["exit_count"])
    assert "of the market's median, n 3" in words_of(found["median_against_market"])
    assert "preliminary" in words_of(found["total_deals"])


def test_the_cards_of_a_sector_are_its_own_and_the_others_say_they_are_of_all():
    found = cards_of(sector="Fintech")
    assert getattr(found["total_deals"], "data-value") == "36"
    assert "Deals in Fintech" in words_of(found["total_deals"])
    assert f"14.9{THIN}% of all sectors" in words_of(found["total_funding"])
    assert "all sectors: " in words_of(found["median_pre_seed"])
    assert getattr(cards_of(sector="Nothing")["total_deals"], "data-value") == ""


def test_what_is_unknown_is_a_dash_with_its_reason_never_zero():
    found = cards_of("unknown")
    for key in ("total_funding", "median_pre_seed", "down_round_share", "median_against_market"):
        assert getattr(found[key], "data-value") == "", key
        assert "–" in words_of(found[key])
    assert "no data" in words_of(found["median_pre_seed"])


# ---- the panels
