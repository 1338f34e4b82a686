"""The worker process: what is computed ahead, and when."""

from __future__ import annotations

from celery import Celery

app = Celery("gpdash", include=["tasks.fund_performance", "tasks.tidying"])
app.config_from_object("tasks.config")  # read when first needed: importing tasks needs no setting
