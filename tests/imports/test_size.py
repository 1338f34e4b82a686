"""Files longer than what is held in memory: taken as if they were one, refused as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from services.imports.shaping.gather import TOGETHER
from tests.imports.conftest import Books

HEAD = "fund,date,type,amount,investor\n"
LEVELS = "index,date,level,total_return\n"
ROWS = TOGETHER + 10_000  # 30,000


def flows(amounts: Iterable[int]) -> list[str]:
    """Calls of one fund, investor and day: rows that differ by nothing but their amount."""
    return [f"AQ1,2020-01-31,capital_call,{amount}.00,LP07\n" for amount in amounts]


def levels(count: int) -> list[str]:
    """Levels of several indices on days that no other row has."""
    return [f"X{n // 28:05d},2020-02-{n % 28 + 1:02d},{n + 1},no\n" for n in range(count)]


def heard(told: list[tuple[str, int]]) -> dict[str, list[int]]:
    """The counts that each phase told, phases in the order in which they began."""
    found: dict[str, list[int]] = {}
    for phase, rows in told:
        found.setdefault(phase, []).append(rows)
    return found


def test_a_long_file_is_taken_whole_and_its_progress_is_told(firm: Books) -> None:
    told: list[tuple[str, int]] = []
    rows = flows(range(1, ROWS + 1))
    result = firm.take(
        "fund_cash_flows",
        HEAD + "".join(rows),
        progress=lambda phase, count: told.append((phase, count)),
    )
    assert (result.status, result.rows_read, result.rows_new) == ("imported", ROWS, ROWS)
    assert firm.ask("SELECT count(*), min(source_row), max(source_row) FROM fund_cash_flows") == [
        (ROWS, 2, ROWS + 1)
    ]
    assert firm.one("SELECT source_row FROM fund_cash_flows WHERE amount = 30000") == 30_001
    phases = heard(told)
    assert list(phases) == ["reading", "checking", "writing"]
    assert all(counts == sorted(counts) for counts in phases.values())
    assert [counts[-1] for counts in phases.values()] == [ROWS, ROWS, ROWS]
    assert min(len(phases["reading"]), len(phases["checking"])) > 2


def test_twins_far_apart_in_a_file_are_two_facts_and_stay_two(firm: Books) -> None:
    rows = flows([7, *range(1_000, ROWS), 7])
    assert firm.take("fund_cash_flows", HEAD + "".join(rows)).rows_new == len(rows)
    assert firm.one("SELECT count(*) FROM fund_cash_flows WHERE amount = 7") == 2
    assert firm.one("SELECT count(DISTINCT natural_key) FROM fund_cash_flows") == len(rows)
    again = firm.take("fund_cash_flows", HEAD + "".join(reversed(rows)))
    assert (again.rows_new, again.rows_superseded, again.rows_unchanged) == (0, 0, len(rows))
    third = firm.take("fund_cash_flows", HEAD + "".join([*rows, *flows([7])]))
    assert (third.rows_new, third.rows_unchanged) == (1, len(rows))


def test_one_bad_cell_far_down_is_named_and_costs_no_writing(firm: Books) -> None:
    rows = flows(range(1, ROWS + 1))
    rows[ROWS - 1] = rows[ROWS - 1].replace("30000.00", "3o000.00")
    told: list[tuple[str, int]] = []
    result = firm.take(
        "fund_cash_flows",
        HEAD + "".join(rows),
        progress=lambda phase, count: told.append((phase, count)),
    )
    assert result.status == "rejected"
    assert [(e.row, e.column, e.value) for e in result.errors] == [(ROWS + 1, "amount", "3o000.00")]
    assert list(heard(told)) == ["reading"]
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0
    assert firm.one("SELECT count(*) FROM imports WHERE kind = 'fund_cash_flows'") == 0


def test_bad_cells_before_and_behind_a_part_are_all_listed_in_order(firm: Books) -> None:
    rows = flows(range(1, ROWS + 1))
    rows[9] = rows[9].replace("2020-01-31", "2020-02-30")
    rows[ROWS - 2] = "AQ1,2020-01-31,capital_call\n"
    rows[ROWS - 1] = rows[ROWS - 1].replace("LP07", "LP99")
    result = firm.take("fund_cash_flows", HEAD + "".join(rows))
    assert [(e.row, e.column) for e in result.errors] == [
        (11, "date"),
        (ROWS, None),
        (ROWS + 1, "investor"),
    ]


def test_rows_far_apart_that_contradict_each_other_refuse_the_file(books: Books) -> None:
    rows = levels(ROWS)
    said = f"X00000,2020-02-01,99,no\n{rows[1]}"
    result = books.take("index_levels", LEVELS + "".join(rows) + said)
    assert result.status == "rejected"
    assert [(e.row, e.column, e.value) for e in result.errors] == [
        (ROWS + 2, "index", "X00000, 2020-02-01")
    ]
    assert "Row 2 says something else" in result.errors[0].message
    assert books.one("SELECT count(*) FROM index_levels") == 0
    assert books.one("SELECT count(*) FROM imports") == 0


def test_rows_that_repeat_others_far_away_are_taken_once_and_told_in_short(books: Books) -> None:
    rows = levels(ROWS)
    result = books.take("index_levels", LEVELS + "".join(rows) + "".join(rows[:30]))
    assert (result.status, result.rows_read, result.rows_new) == ("imported", ROWS + 30, ROWS)
    assert len(result.warnings) == 26
    assert (result.warnings[0].row, result.warnings[0].message) == (
        ROWS + 2,
        "This row repeats row 2; it was taken once.",
    )
    assert result.warnings[25].message == "… and 5 more rows like these."


def test_odd_rows_of_all_parts_are_counted_together(firm: Books) -> None:
    rows = flows([*range(-30, 0), *range(1, ROWS), *range(-15, 0)])
    result = firm.take("fund_cash_flows", HEAD + "".join(rows))
    assert result.status == "imported"
    assert [warning.row for warning in result.warnings[:25]] == list(range(2, 27))
    assert [warning.message for warning in result.warnings[25:]] == [
        "… and 20 more rows like these."
    ]


def test_a_correction_of_a_long_file_supersedes_what_it_changes_and_no_more(firm: Books) -> None:
    rows = [f"AQ1,2020-01-31,capital_call,{n}.00,LP07,id-{n}\n" for n in range(1, TOGETHER + 2_001)]
    head = "fund,date,type,amount,investor,external_id\n"
    firm.take("fund_cash_flows", head + "".join(rows))
    rows[TOGETHER + 1_000] = rows[TOGETHER + 1_000].replace(".00", ".50")
    result = firm.take("fund_cash_flows", head + "".join(rows))
    assert (result.rows_new, result.rows_superseded, result.rows_unchanged) == (
        0,
        1,
        TOGETHER + 1_999,
    )
    assert firm.ask("SELECT amount::text FROM fund_cash_flows WHERE known_to IS NOT NULL") == [
        ("21001.00",)
    ]


def test_funds_that_a_long_file_creates_have_their_first_year_wherever_it_stands(
    books: Books,
) -> None:
    path = books.folder / "map.yaml"
    path.write_text(
        "kind: fund_cash_flows\nparents:\n  fund:\n    strategy: Venture\n"
        "constants:\n  currency: USD\n"
    )
    rows = [f"NEW,2015-03-{n % 28 + 1:02d},capital_call,{n}\n" for n in range(1, ROWS)]
    result = books.take(
        "fund_cash_flows",
        "fund,date,type,amount\n" + "".join(rows) + "NEW,2009-06-30,capital_call,1\n",
        map_path=path,
    )
    assert (result.status, result.rows_new) == ("imported", ROWS)
    assert books.ask("SELECT code, vintage_year, currency FROM funds") == [("NEW", 2009, "USD")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_text_is_cut_between_its_lines_only(firm: Books, end: str) -> None:
    purpose = "for two reasons: \t one \\ two, and a third" + "é" * 40
    rows = [
        f'AQ1,2020-01-31,capital_call,{n}.00,"{purpose}\nsecond line {n}"\n' for n in range(20_000)
    ]
    text = ("fund,date,type,amount,purpose\n" + "".join(rows)).replace("\n", end)
    result = firm.take("fund_cash_flows", text)
    assert (result.status, result.rows_new) == ("imported", 20_000)
    wanted = f"{purpose}\nsecond line 19999".replace("\n", end)
    assert firm.one("SELECT purpose FROM fund_cash_flows WHERE amount = 19999") == wanted
    assert firm.one("SELECT count(DISTINCT purpose) FROM fund_cash_flows") == 20_000


def test_a_file_of_more_than_two_million_rows_is_refused_before_any_is_read(firm: Books) -> None:
    told: list[str] = []
    row = "AQ1,2020-01-31,capital_call,1.00,LP07\n"
    result = firm.take(
        "fund_cash_flows", HEAD + row * 2_003_000, progress=lambda phase, _: told.append(phase)
    )
    assert (result.status, told) == ("rejected", [])
    assert "more than 2,000,000 rows" in result.errors[0].message
