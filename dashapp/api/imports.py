"""Files in: the same import as the command line's, checked first or posted at once."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest

from dashapp.api import answers, problems
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_action
from services.cache import connect
from services.errors import Fault, Forbidden, InvalidInput
from services.imports import ImportResult, run_import
from services.imports.after import tell
from services.jobs import Queue
from services.scope import Principal

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_MAP = 64 * 1024
FORM_ROOM = 128 * 1024
SUFFIXES = (".csv", ".csv.gz", ".xlsx")
NEEDS_ALL_FUNDS = "Importing changes facts of any fund: it takes access to all of them."
ROW_COUNTS = ("rows_read", "rows_new", "rows_superseded", "rows_unchanged")
REPORT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "status": {"enum": ["imported", "already_imported", "checked"]},
        "kind": {"type": "string"},
        "file_sha256": {"type": "string"},
        **{name: {"type": "integer"} for name in ROW_COUNTS},
        "warnings": {"type": "array", "items": {"type": "object"}},
        "errors": {"type": "array", "items": {"type": "object"}},
        "import_id": {"type": ["string", "null"]},
    },
    "required": ["status", "kind", "file_sha256", *ROW_COUNTS, "warnings", "errors", "import_id"],
}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {
            "type": "string",
            "format": "binary",
            "description": "CSV or XLSX, 50 MB at most.",
        },
        "kind": {"type": "string", "description": "Such as fund_cash_flows."},
        "dry_run": {"type": "boolean", "description": "Check and count, write nothing."},
        "replace": {
            "type": "boolean",
            "description": "Also take back rows of the same source, within the file's funds and "
            "days, that the file no longer has.",
        },
        "profile": {"type": "string", "description": "A shipped layout."},
        "map": {
            "type": "string",
            "format": "binary",
            "description": "A layout of your own: a YAML file of 64 KB at most, or its text.",
        },
        "sheet": {"type": "string", "description": "Which sheet of a workbook."},
        "set": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z_]+="},
            "description": "column=value for a column that the file lacks.",
        },
    },
    "required": ["file", "kind"],
}
endpoints = Endpoints("imports")


class ImportForm(BaseModel):
    """The fields beside the file."""

    model_config = ConfigDict(extra="forbid")
    kind: str = Field(min_length=1, max_length=64)
    dry_run: bool = False
    replace: bool = False
    profile: str | None = Field(default=None, min_length=1, max_length=64)
    map: str | None = Field(default=None, min_length=1, max_length=LARGEST_MAP)
    sheet: str | None = Field(default=None, min_length=1, max_length=64)
    set: tuple[str, ...] = Field(default=(), max_length=50)


@endpoints.post("/imports", body=FORM, returns=REPORT, errors=(400, 413))
def start_import(query: Query[NoQuery]) -> Response:
    """Read a file into the books: all of it or nothing.

    The same file twice is already_imported. A file with bad rows is a 422 problem that lists
    every one of them with row, column and hint.
    """
    principal = current_principal()
    check_action(principal, "import")
    if principal.funds is not None:
        raise Forbidden(NEEDS_ALL_FUNDS)
    request.max_content_length = LARGEST_FILE + LARGEST_MAP + FORM_ROOM
    if request.mimetype != "multipart/form-data":
        raise BadRequest("Send multipart/form-data with `file` and `kind`.")
    form, file = _form(), request.files.get("file")
    if file is None:
        fault = Fault("file", "There is no file: send one as `file`.", "missing")
        raise InvalidInput(fault.text, faults=(fault,))
    result = _run(context(), form, file, principal)
    return _rejected(result) if result.status == "rejected" else answers.plain(result.as_json())


def _form() -> ImportForm:
    fields: dict[str, Any] = {
        name: tuple(values) if name == "set" else values[-1]
        for name, values in request.form.lists()
    }
    try:
        return ImportForm.model_validate(fields)
    except ValidationError as error:
        faults = tuple(
            Fault(str(item["loc"][0])[:64], item["msg"], item["type"])
            for item in error.errors(include_url=False, include_context=False)
        )
        raise InvalidInput(f"{faults[0].place}: {faults[0].text}", faults=faults) from None


def _run(parts: Context, form: ImportForm, file: FileStorage, principal: Principal) -> ImportResult:
    """Through a file of its own, which is gone afterwards; then tell caches and open pages."""
    name = Path((file.filename or "upload").replace("\\", "/")).name[:200]
    suffix = next((end for end in SUFFIXES if name.lower().endswith(end)), "")
    with tempfile.TemporaryDirectory(prefix="gpdash-upload-") as folder:
        path = Path(folder) / f"upload{suffix}"
        file.save(path)
        result = run_import(
            parts.db,
            kind=form.kind,
            path=path,
            imported_by=principal.user_id,
            profile=form.profile,
            map_path=_map(Path(folder), form),
            constants=_constants(form.set),
            sheet=form.sheet,
            dry_run=form.dry_run,
            replace=form.replace,
            file_name=_readable(name),
            most_bytes=LARGEST_FILE,
            zone=parts.settings.timezone,
        )
    _tell(parts, result, principal)
    return result


def _map(folder: Path, form: ImportForm) -> Path | None:
    """The map that was sent, as file or as text, under a name of its own; None without one."""
    sent = request.files.get("map")
    if sent is None and form.map is None:
        return None
    content = sent.read(LARGEST_MAP + 1) if sent is not None else (form.map or "").encode()
    if len(content) > LARGEST_MAP:
        fault = Fault("map", "A map is 64 KB at most.", "too_large")
        raise InvalidInput(fault.text, faults=(fault,))
    named = Path((sent.filename if sent is not None else None) or "map").stem
    path = folder / f"{re.sub(r'[^A-Za-z0-9_-]', '_', named)[:60] or 'map'}.yaml"
    path.write_bytes(content)
    return path


def _tell(parts: Context, result: ImportResult, principal: Principal) -> None:
    with connect(parts.settings.redis_url) as client:
        tell(
            parts.db,
            result,
            client=client,
            versions=parts.versions,
            queue=Queue(parts.settings.redis_url),
            requested_by=principal.user_id,
        )


def _constants(pairs: tuple[str, ...]) -> Mapping[str, str]:
    split = [pair.partition("=") for pair in pairs]
    if any(not (name and equals) for name, equals, _ in split):
        fault = Fault("set", "Write column=value, for example fund=AQ1.")
        raise InvalidInput(fault.text, faults=(fault,))
    return {name.strip(): value for name, _, value in split}


def _readable(name: str) -> str:
    """The name without signs that no database takes."""
    return "".join(sign for sign in name if sign.isprintable()) or "upload"


def _rejected(result: ImportResult) -> Response:
    """Every bad row as an entry of `errors`; the whole report stands beside it."""
    errors = [
        {
            "pointer": f"row {trouble.row or '-'}, column {trouble.column or '-'}",
            "detail": f"{trouble.message} {trouble.hint or ''}".strip(),
            "code": "bad_cell",
        }
        for trouble in result.errors
    ]
    first = errors[0]["detail"] if errors else result.message
    detail = f"Nothing was written: {len(errors)} wrong, the first: {first}"
    return problems.problem(422, detail, errors=errors, more={"import": result.as_json()})
