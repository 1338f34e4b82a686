"""What somebody at a terminal sees while a long file is imported."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from services.settings import Settings
from tests.imports.conftest import Books

ROOT = Path(__file__).parents[2]
ROWS = 5_000


def test_a_bar_fills_while_a_file_is_written_and_none_is_drawn_into_a_pipe(
    firm: Books, settings: Settings
) -> None:
    path = firm.folder / "flows.csv"
    rows = "".join(f"AQ1,2020-01-31,capital_call,{n}.00\n" for n in range(ROWS))
    path.write_text("fund,date,type,amount\n" + rows)
    stores = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "GPDASH_DATA_DIR": str(firm.folder),
        "SECRET_KEY": settings.secret_key,
    }
    command = [sys.executable, "-m", "dashapp", "import", "fund_cash_flows", str(path)]
    terminal, theirs = pty.openpty()
    run = subprocess.run(
        command, check=False, cwd=ROOT, env=os.environ | stores, stdout=subprocess.PIPE,
        stderr=theirs, text=True,
    )  # fmt: skip
    os.close(theirs)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert run.returncode == 0, shown
    assert "reading         5,000 rows" in shown
    assert "checking        5,000 rows ██████████████████████████████ 100%" in shown
    assert "writing         5,000 rows ██████████████████████████████ 100%" in shown
    piped = subprocess.run(
        command, check=True, cwd=ROOT, env=os.environ | stores, capture_output=True, text=True
    )
    assert "already imported" in piped.stdout
    assert "rows" not in piped.stderr
