"""Opening a file: what it is, how it is written, and its cells row by row."""

from services.imports.reading.open import open_sheet
from services.imports.reading.sheet import Chunk, Refused, Sheet

__all__ = ["Chunk", "Refused", "Sheet", "open_sheet"]
