"""What the database need not keep."""

from __future__ import annotations

import logging

from services import jobs
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="tidying.forget_runs")  # type: ignore[untyped-decorator]
def forget_runs() -> None:
    """Delete refresh runs that ended more than 30 days ago."""
    log.info("forgot %d refresh runs", jobs.forget_runs(parts().db))
