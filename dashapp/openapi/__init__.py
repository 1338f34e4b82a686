"""The OpenAPI 3.1 document of the API, and a page that shows it without any script."""

from __future__ import annotations

from dashapp.openapi.document import document
from dashapp.openapi.page import page

__all__ = ["document", "page"]
