"""ILPA's templates as workbooks, laid out from our own tables of cells; same in, same bytes."""

from services.exports.ilpa.performance import performance_xlsx
from services.exports.ilpa.reporting import reporting_xlsx

__all__ = ["performance_xlsx", "reporting_xlsx"]
