"""An id says which figure it is, to us alone: forged, cut or foreign ones are nobody's."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import NotFound
from services.explain.keys import MOST_NAMED, FigureIds, FigureKey, fund_tokens

IDS = FigureIds("a-secret-of-this-test-0123456789abcdef")
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
TEXTS = st.text(max_size=20)


@st.composite
def keys(draw) -> FigureKey:
    tokens, is_set = fund_tokens(tuple(draw(st.sets(st.text(min_size=1), min_size=1, max_size=20))))
    return FigureKey(
        family=draw(st.sampled_from(("fm", "fj", "fp"))),
        metric=draw(st.text(min_size=1, max_size=20)),
        funds=tokens,
        as_of=draw(DAYS),
        day=draw(DAYS),
        known_on=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        basis=draw(st.sampled_from(("net_lp", "net_fund", "gross"))),
        credit_line=draw(st.sampled_from(("with", "without"))),
        currency=draw(st.sampled_from(("USD", "EUR"))),
        extra=tuple(draw(st.lists(TEXTS, max_size=2))),
        is_set=is_set,
    )


@given(keys())
def test_an_id_says_again_what_it_was_made_of(key: FigureKey) -> None:
    assert IDS.read(IDS.write(key)) == key
    assert IDS.write(key) == IDS.write(key)


def key(**changes: object) -> FigureKey:
    tokens, _ = fund_tokens(("AQ1",))
    return FigureKey(
        family="fm",
        metric="irr",
        funds=tokens,
        as_of=date(2026, 9, 30),
        day=date(2026, 9, 30),
        known_on=datetime(2026, 11, 1, tzinfo=UTC),
        basis="net_lp",
        credit_line="with",
        currency="USD",
    ).on(**changes)


def test_no_other_text_is_an_id() -> None:
    written = IDS.write(key())
    letters = string.ascii_letters + string.digits + "-_"
    random = Random(7)
    wrong = [
        written[:-1],
        written + "A",
        written[4:],
        written.upper(),
        "fig_",
        "",
        "x" * 500,
        "fig_é",
    ]
    for place in range(4, len(written)):
        other = random.choice(letters.replace(written[place], ""))
        wrong.append(written[:place] + other + written[place + 1 :])
    for text in wrong:
        with pytest.raises(NotFound):
            IDS.read(text)


def test_an_id_of_another_firm_is_no_id_here_until_its_secret_is_an_older_one_of_ours() -> None:
    other = FigureIds("another-secret-0123456789-0123456789")
    with pytest.raises(NotFound):
        other.read(IDS.write(key()))
    rotated = FigureIds(
        "another-secret-0123456789-0123456789", "a-secret-of-this-test-0123456789abcdef"
    )
    assert rotated.read(IDS.write(key())) == key()


def test_an_id_stays_short_enough_for_an_address() -> None:
    few = IDS.write(key())
    tokens, is_set = fund_tokens(tuple(f"AQ{n}" for n in range(MOST_NAMED)))
    many = IDS.write(key(funds=tokens, extra=("irr", "0123456789ab")))
    whole, whole_is_set = fund_tokens(tuple(f"AQ{n}" for n in range(1000)))
    assert (is_set, whole_is_set, len(whole)) == (False, True, 1)
    assert len(few) < 110 and len(many) < 260
    assert len(IDS.write(key(funds=whole, is_set=True))) < 130
