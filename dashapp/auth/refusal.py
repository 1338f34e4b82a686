"""The answer to a request that is turned away before it reaches a view."""

from __future__ import annotations

import json

from flask import Response, request

from services.log import request_id


def refusal(status: int, title: str, detail: str) -> Response:
    """A problem (RFC 9457) with the number of the request, by which the log can be searched."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "request_id": request_id.get(),
    }
    return Response(json.dumps(body), status=status, content_type="application/problem+json")
