"""Facts written straight into the tables, one short call each, for tests that read them."""

from tests.factories.asking import partner, statements
from tests.factories.facts import Facts
from tests.factories.rows import LONG_KNOWN

__all__ = ["LONG_KNOWN", "Facts", "partner", "statements"]
