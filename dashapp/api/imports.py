"""Files in: the same import as the command line's, and what became of one."""

from __future__ import annotations

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
from services.db.reads.imports import import_by_id
from services.errors import Fault, Forbidden, InvalidInput, NotFound
from services.imports import ImportResult, run_import
from services.imports.after import tell
from services.jobs import Queue
from services.scope import Principal

LARGEST_FILE = 50 * 1024 * 1024
FORM_ROOM = 64 * 1024
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
FILED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "kind": {"type": "string"},
        "file_name": {"type": "string"},
        "file_sha256": {"type": "string"},
        "imported_by": {"type": "string"},
        "imported_at": {"type": "string", "format": "date-time"},
        **{name: {"type": "integer"} for name in ROW_COUNTS},
        "warnings": {},
    },
    "required": ["id", "kind", "file_name", "imported_by", "imported_at", *ROW_COUNTS],
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
        "profile": {"type": "string", "description": "A shipped layout."},
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
    profile: str | None = Field(default=None, min_length=1, max_length=64)
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
    request.max_content_length = LARGEST_FILE + FORM_ROOM
    if request.mimetype != "multipart/form-data":
        raise BadRequest("Send multipart/form-data with `file` and `kind`.")
    form, file = _form(), request.files.get("file")
    if file is None:
        fault = Fault("file", "There is no file: send one as `file`.", "missing")
        raise InvalidInput(fault.text, faults=(fault,))
    result = _run(context(), form, file, principal)
    return _rejected(result) if result.status == "rejected" else answers.plain(result.as_json())


@endpoints.get("/imports/<import_id>", returns=FILED)
def one_import(query: Query[NoQuery], import_id: str) -> Response:
    """One import: who filed which file, and what it changed."""
    principal = current_principal()
    check_action(principal, "see_imports")
    with context().db.read() as session:
        found = import_by_id(session, import_id)
    if found is None or not (principal.funds is None or found.imported_by == principal.user_id):
        raise NotFound
    return answers.tagged(found._asdict(), name=import_id)


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
            constants=_constants(form.set),
            sheet=form.sheet,
            dry_run=form.dry_run,
            file_name=_readable(name),
            most_bytes=LARGEST_FILE,
            zone=parts.settings.timezone,
        )
    _tell(parts, result, principal)
    return result


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
