"""The worker process: what is computed ahead, and when."""

from __future__ import annotations

from celery import Celery

from services.modules import MODULES

app = Celery(
    "gpdash",
    include=[*(f"tasks.{module.name}" for module in MODULES), "tasks.tidying"],
)
app.config_from_object("tasks.config")  # read when first needed: importing tasks needs no setting
