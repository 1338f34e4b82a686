"""What a process of the Procfile finds in its environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from services.settings import Settings


def child_environment(settings: Settings) -> dict[str, str]:
    """Ours, with the stores' addresses, the secret and the port that were settled at the start."""
    commands = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join([commands, os.environ.get("PATH", os.defpath)]),
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "PORT": str(settings.port),
        "GPDASH_HOST": settings.host,
        "WEB_CONCURRENCY": str(settings.web_concurrency),
        "GPDASH_DATA_DIR": str(settings.data_dir),
    }
