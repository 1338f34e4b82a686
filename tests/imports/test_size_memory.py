"""How much memory an import holds: about the same for a short file and for a long one."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.imports.conftest import Books
from tests.imports.test_hazards_workbooks import SHEET, with_part

ROOT = Path(__file__).parents[2]
MB = 1024
# the highest mark of this process's own memory: that of getrusage is inherited from its parent
CHILD = """
import sys
from pathlib import Path
from services.db.session import Database
from services.imports import run_import
url, kind, path = sys.argv[1:4]
result = run_import(Database(url), kind=kind, path=Path(path), imported_by="ada", sheet=None)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(result.status, result.rows_new, peak.split()[1])
"""


def imported(books: Books, kind: str, path: Path) -> tuple[str, int, int]:
    """Import a file in a process of its own: status, new rows, highest resident memory in kB."""
    command = [sys.executable, "-c", CHILD, books.db.url, kind, str(path)]
    run = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    status, rows, peak = run.stdout.split()
    return status, int(rows), int(peak)


def flows(path: Path, year: int, rows: int) -> Path:
    """A file of flows with amounts that all differ."""
    lines = (
        f"AQ1,{year}-{n % 12 + 1:02d}-{n % 28 + 1:02d},capital_call,{n + 1}.{n % 100:02d},LP07\n"
        for n in range(rows)
    )
    path.write_text("fund,date,type,amount,investor\n" + "".join(lines))
    return path


def workbook(path: Path, rows: int) -> Path:
    """A workbook of flows, its rows written as openpyxl writes them, in a tenth of its time."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["fund", "date", "type", "amount", "purpose"])  # type: ignore[union-attr]
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        head, end = archive.read(SHEET).decode().split("</sheetData>")
    lines = "".join(
        f'<row r="{r}">{cell(f"A{r}", "AQ1")}{cell(f"B{r}", "2020-01-31")}'
        f'{cell(f"C{r}", "capital_call")}<c r="D{r}" t="n"><v>{r + 0.25}</v></c>'
        f"{cell(f'E{r}', f'call {r}')}</row>"
        for r in range(2, rows + 2)
    )
    path.write_bytes(with_part(stream.getvalue(), SHEET, f"{head}{lines}</sheetData>{end}"))
    return path


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


@pytest.mark.slow
def test_ten_times_the_rows_take_hardly_more_memory(firm: Books) -> None:
    short = flows(firm.folder / "short.csv", 2010, 10_000)
    long = flows(firm.folder / "long.csv", 2011, 100_000)
    status, rows, little = imported(firm, "fund_cash_flows", short)
    assert (status, rows) == ("imported", 10_000)
    status, rows, much = imported(firm, "fund_cash_flows", long)
    assert (status, rows) == ("imported", 100_000)
    assert much - little <= 50 * MB
    assert much <= 250 * MB


@pytest.mark.slow
def test_a_long_file_whose_style_is_inferred_takes_hardly_more_memory(firm: Books) -> None:
    path = firm.folder / "map.yaml"
    path.write_text("kind: fund_cash_flows\n")
    peaks = []
    for year, rows in ((2010, 10_000), (2011, 100_000)):
        file = flows(firm.folder / f"{year}.csv", year, rows)
        child = CHILD.replace("sheet=None", f"map_path=Path({str(path)!r})")
        command = [sys.executable, "-c", child, firm.db.url, "fund_cash_flows", str(file)]
        run = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
        status, new, peak = run.stdout.split()
        assert (status, int(new)) == ("imported", rows)
        peaks.append(int(peak))
    assert peaks[1] - peaks[0] <= 50 * MB


@pytest.mark.slow
def test_a_workbook_of_forty_thousand_rows_stays_within_its_memory(firm: Books) -> None:
    path = workbook(firm.folder / "flows.xlsx", 40_000)
    status, rows, peak = imported(firm, "fund_cash_flows", path)
    assert (status, rows) == ("imported", 40_000)
    assert peak <= 250 * MB
