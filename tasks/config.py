"""Celery's settings: JSON only, late acknowledgement, every limit set (names are Celery's)."""

from __future__ import annotations

from services.jobs import transport_options
from services.settings import from_env
from services.stores import celery_url
from tasks.schedule import SCHEDULE

_settings = from_env()
_settings.refuse_if_insecure()

LONGEST_TASK = 300

broker_url = celery_url(_settings.redis_url)
broker_connection_retry_on_startup = True
broker_transport_options = {
    **transport_options(socket_timeout=30),
    "visibility_timeout": 3 * LONGEST_TASK,  # more than any task takes, or it would run twice
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}

task_serializer = "json"
accept_content = ["json"]
result_accept_content = ["json"]
task_ignore_result = True

# A message is done when its task is; a worker that dies gives it back, but not for ever.
task_acks_late = True
task_reject_on_worker_lost = True
task_retry_on_worker_lost = True
task_soft_time_limit = LONGEST_TASK - 60
task_time_limit = LONGEST_TASK

worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 200
worker_soft_shutdown_timeout = 10
worker_cancel_long_running_tasks_on_connection_loss = True
worker_hijack_root_logger = False

timezone = "UTC"
beat_schedule = SCHEDULE
