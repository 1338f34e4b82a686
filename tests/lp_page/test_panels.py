"""Every panel of LP Reporting, whatever it meets, and the words they share."""

from __future__ import annotations

import pytest

from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    gallery,
)
from layouts.lp_reporting.parts import quarter_of, term_words
from layouts.panels import Content, Empty, frame
from tests.lp_page.drawn import THIN, view
from tests.portfolio_page.shown import text_of, words_of


@pytest.mark.parametrize("kind", samples.KINDS)
def test_every_panel_says_something_true_of_every_kind_of_data(kind):
    for panel, draw, sample in gallery.EACH:
        for seen in ({}, {"embedded": True, "may_export": False}):
            looked = view(panel, **seen)
            found = draw(sample(kind), looked)
            if isinstance(found, Content):
                assert found.title and found.summary and found.source.startswith("Source: "), panel
            if isinstance(found, Empty):
                assert found.words.endswith("."), panel.id
                assert panel.command.startswith("gpdash import "), panel.id
            text = text_of(frame(looked, found))
            assert "None" not in words_of(found.title if isinstance(found, Content) else "")
            for broken in (">nan<", "NaN", "Infinity", " nan ", "Decimal("):
                assert broken not in text, (panel.id, kind, broken)


@pytest.mark.parametrize(
    ("term", "value", "words"),
    [("mfn", "true", "MFN"), ("fee_discount", "0.10", f"fee −10{THIN}%"),
     ("carry_rate", "0.175", f"carry 17.5{THIN}%"), ("excused_sector", "defence", "no defence"),
     ("reporting", "ilpa", "ILPA"), ("transfer_right", "affiliates", "Transfer right"),
     ("management_fee", "by agreement", "fee by agreement")],
)  # fmt: skip
def test_a_side_letter_is_told_in_a_word_or_two(term, value, words):
    told = type("Term", (), {"term": term, "value": value, "fund": "AQ1", "since": None})()
    assert term_words(told) == words


def test_quarters_are_written_as_people_say_them():
    assert quarter_of("2026Q3") == "Q3 2026"
    assert quarter_of("2026") == "2026"
