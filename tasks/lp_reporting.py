"""Accounts of investors, computed after every refresh of their funds' figures."""

from __future__ import annotations

from services.live import LP_REPORTING_UPDATED
from services.lp_reporting.snapshots import report_accounts
from services.quality import OF_INVESTORS
from tasks import app
from tasks.ahead import ahead


@app.task(name="lp_reporting.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Compute the accounts of every investor of funds (ids) and tell open pages."""
    run_id = refresh.request.id
    ahead(report_accounts, fund_ids, kind=LP_REPORTING_UPDATED, checks=OF_INVESTORS, run_id=run_id)
