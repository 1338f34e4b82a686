"""Files in: what somebody sends becomes facts with a source, or a list of what is wrong."""

from services.imports.kinds import KINDS
from services.imports.report import ImportResult
from services.imports.run import run_import

__all__ = ["KINDS", "ImportResult", "run_import"]
