"""What a published capital account would say otherwise today, line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from services.db.session import Database
from services.imports import run_import
from tests.lp_reports.conftest import ADA, DAY, FUND, firm, investor


def test_a_fee_that_is_posted_later_restates_the_lines_that_a_pack_printed(
    db: Database, tmp_path: Path
) -> None:
    house = firm(db, tmp_path)
    pack = house.locked(house.draft("ANNA").id)
    assert house.reports.restatements(ADA, FUND).restatements == ()
    path = tmp_path / "fees.csv"
    path.write_text(
        "fund,date,account,amount,investor\n"
        "AQ1,2025-05-31,management_fees,-2000,ANNA\nAQ1,2025-08-31,management_fees,-3000,ANNA\n"
    )
    run_import(db, kind="fund_ledger", path=path, imported_by="test")
    found = house.reports.restatements(ADA, FUND).restatements
    assert {one.materiality for one in found} == {"notable"}  # 0.6 and 0.9 % of its value
    assert [(one.label, one.figure, one.was, one.now) for one in found] == [
        (f"Management fees, gross, {words}", f"account.management_fees_gross.{span}", 0, now)
        for words, span, now in (
            ("since inception", "itd", -5_000), ("year", "ytd", -5_000), ("quarter", "qtd", -3_000),
        )
    ]  # fmt: skip
    assert all((one.cause or "").startswith("fees.csv of ") for one in found)
    assert house.reports.restatements(ADA, FUND, until=DAY).restatements == ()
    fresh = house.reports.supersede(ADA, pack.id, reason="fees booked")
    house.locked(fresh.id)
    assert house.reports.restatements(ADA, FUND).restatements == ()
    told = house.reports.restatements(investor("ANNA"), FUND).restatements
    assert {(one.figure, one.now, one.cause) for one in told} == {
        (f"account.management_fees_gross.{span}", Decimal(now), "fees booked")
        for span, now in (("qtd", -3_000), ("ytd", -5_000), ("itd", -5_000))
    }
