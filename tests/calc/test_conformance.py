"""Cases of the field, published and our own, come out as they should."""

import json
from pathlib import Path

import pytest

from services.calc import conformance

OWN = Path(__file__).parent / "data" / "cases.json"
FILES = ("xirr", "xirr_edge", "irr_periodic", "day_count", "multiples", "pme", "benchmark_rank",
         "attribution", "concentration", "company_metrics", "deal_flow", "waterfall",
         "takahashi_alexander", "risk", "lp_capital_account")  # fmt: skip
NO_MEASURE = {"hhi_band"}  # bands of competition authorities are no portfolio limits
SIDE_NOTES = {
    "published", "wrong_if_netted", "note_net_treatment_tvpi", "seed_formula_tvpi_wrong",
    "seed_formula_dpi_wrong", "simple_average_lp_tvpi_wrong", "simple_average",
    "capital_weighted_average", "published_points",
    "published_median", "naive_mean_closed_only", "naive_median_closed_only",
    "naive_closed_over_all", "one_minus_km_lost_as_censored", "published_rows",
    "gp_carry_if_hurdle_is_irr_tested_without_return_of_capital_tier", "clawback_in_that_case",
    "gp_carry_if_hurdle_is_lower",
}  # fmt: skip


def answers(cases):
    """What a reader of the printed JSON gets; bare nan or infinity would not pass."""
    return json.loads(json.dumps(conformance.run(cases), allow_nan=False))


def differences(expected, actual, tolerance, place="actual"):
    if isinstance(expected, dict):
        wanted = {key: value for key, value in expected.items() if key not in SIDE_NOTES}
        if not isinstance(actual, dict) or wanted.keys() != actual.keys():
            return [f"{place}: {actual!r}"]
        pairs = [(key, wanted[key], actual[key]) for key in wanted]
    elif isinstance(expected, list):
        if not isinstance(actual, list) or len(actual) != len(expected):
            return [f"{place}: {actual!r}, not {expected!r}"]
        pairs = [(n, *pair) for n, pair in enumerate(zip(expected, actual, strict=True))]
    elif isinstance(expected, int | float) and isinstance(actual, int | float):
        within = max(tolerance.get("abs", 0), tolerance.get("rel", 0) * abs(expected))
        return [] if abs(expected - actual) <= within else [f"{place}: {actual}, not {expected}"]
    else:
        return [] if expected == actual else [f"{place}: {actual!r}, not {expected!r}"]
    return [
        found
        for key, one, other in pairs
        for found in differences(one, other, tolerance, f"{place}.{key}")
    ]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_the_cases_of_the_field_come_out_within_their_tolerance(shared, name):
    every = read(shared / "data" / "vectors" / f"{name}.json")
    cases = [case for case in every if case["kind"] not in NO_MEASURE]
    wrong = {
        case["id"]: found
        for case, answer in zip(cases, answers(cases), strict=True)
        if (found := differences(case["expected"], answer["actual"], case["tolerance"]))
    }
    assert wrong == {}
    assert len(cases) >= 2


@pytest.mark.parametrize("case", read(OWN)[:-1], ids=lambda case: case["id"])
def test_our_own_cases_come_out_as_written(case):
    (answer,) = answers([case])
    assert (answer["id"], answer["kind"]) == (case["id"], case["kind"])
    assert differences(case["expected"], answer["actual"], case["tolerance"]) == []


def test_a_kind_nobody_knows_has_no_answer():
    (answer,) = answers(read(OWN)[-1:])
    assert answer == {"id": "unheard-of", "kind": "astrology", "actual": None}


@pytest.mark.parametrize("kind", sorted(conformance.MEASURES))
def test_a_case_without_inputs_is_answered_with_unknowns(kind):
    (answer,) = answers([{"id": "empty", "kind": kind, "inputs": {}, "expected": {"figure": 1}}])
    assert answer["actual"] == {"figure": None}


def test_what_others_published_is_not_repeated():
    case = {
        "id": "side-notes",
        "kind": "npv",
        "inputs": {"rate": 0.1, "amounts": [1]},
        "expected": {"npv": 1.0, "published": 1.0, "naive_npv": 9, "seed_formula_npv": 2,
                     "note_on_npv": 3, "npv_wrong_way": 4, "gp_if_hurdle_met": 5},
    }  # fmt: skip
    assert answers([case])[0]["actual"] == {"npv": 1.0}
