"""ILPA's templates from the books: the Reporting Template, and the Performance Template."""

from services.lp_reporting.ilpa.service import GRANULAR, GROSS_UP, METHODS, Ilpa

__all__ = ["GRANULAR", "GROSS_UP", "METHODS", "Ilpa"]
