"""The shape of the program: one name per module in every layer, arrows that point down."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from services.modules import MODULES

ROOT = Path(__file__).parents[2]
OURS = ("dashapp", "layouts", "callbacks", "services", "tasks")


def sources():
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_stands_under_its_name_in_every_layer(module):
    homes = (
        "services/{}",
        "services/db/queries/{}",
        "layouts/{}",
        "layouts/figures/{}",
        "callbacks/{}",
        "dashapp/api/{}",
        "tasks/{}",
        "tests/{}",
    )
    missing = [
        home.format(module.name)
        for home in homes
        if not (ROOT / home.format(module.name)).is_dir()
        and not (ROOT / f"{home.format(module.name)}.py").is_file()
    ]
    assert missing == []


def test_every_source_file_opens_with_a_sentence_about_what_it_holds():
    silent = [
        str(path.relative_to(ROOT))
        for path, text in sources()
        if "migrations/versions" not in str(path) and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_source_unpickles_anything():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in sources()
        for name in imported(ast.parse(text))
        if name.split(".")[0] in {"pickle", "dill", "joblib", "shelve", "marshal"}
    ]
    assert found == []


def test_only_settings_read_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    }
    # the supervisor and the private stores pass an environment on to their children
    allowed = {"services/settings.py"}
    passing = {
        name for name in readers if name.startswith(("dashapp/supervisor", "services/stores"))
    }
    assert readers - allowed - passing == set()


def test_statements_are_executed_only_below_the_services():
    """SQL is written in services/db, and by the importer and the demonstration, which write."""
    homes = ("services/db", "services/imports", "services/demo", "services/access")
    homes += ("services/jobs", "services/stores", "services/cache")
    offenders = [
        str(path.relative_to(ROOT))
        for path, text in sources()
        if not str(path.relative_to(ROOT)).startswith(homes)
        and any(
            name == "sqlalchemy" or name.startswith("psycopg") for name in imported(ast.parse(text))
        )
    ]
    # the readiness probe asks the database for a sign of life, the benchmark how often it was read
    asking = {"dashapp/health.py", "dashapp/bench/stampede.py"}
    assert set(offenders) - asking == set()


def test_no_file_outgrows_four_hundred_lines():
    long = [
        f"{path.relative_to(ROOT)}: {text.count(chr(10))}"
        for path, text in sources()
        if text.count("\n") > 400 and "migrations" not in str(path)
    ]
    assert long == []
