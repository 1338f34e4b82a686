"""The documents say what the program does: settings, links and commands that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from dashapp.cli import COMMANDS
from services.settings import table

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test_the_readme_lists_every_setting_as_the_program_reads_it() -> None:
    readme = (ROOT / "README.md").read_text()
    printed = re.search(r"<!-- settings:[^>]*-->\n(.*?)<!-- /settings -->", readme, re.DOTALL)

    assert printed is not None
    assert printed[1] == table(), "copy the output of services.settings.table() into README.md"


def test_the_readme_names_only_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"^gpdash (\w+)|`gpdash (\w+)", readme, re.MULTILINE))

    used = {first or second for first, second in named}
    assert used
    assert used <= set(COMMANDS)


def test_the_documents_name_only_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for name in DOCUMENTS:
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / name).read_text(), re.MULTILINE))
        assert named <= targets, name


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{document.name}: {target}"
        for document in (*map(ROOT.joinpath, DOCUMENTS), *(ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)", document.read_text())
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert broken == []


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    record = next((ROOT / "docs" / "decisions").glob("*-dependencies.md")).read_text()
    reasons = set(re.findall(r"^\| `([^`]+)`", record, re.MULTILINE))
    needed = {
        re.split(r"[\[<>=;]", requirement)[0].strip()
        for requirement in (
            *project["dependencies"],
            *project["optional-dependencies"]["test"],
        )
    }

    assert needed == reasons
