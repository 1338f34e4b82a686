"""Logs that a person can read and that keep no secret."""

from __future__ import annotations

import logging
import logging.config
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
LAYOUT = "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"
HIDDEN = "[hidden]"
SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Authorization and cookie headers, in whatever way a mapping or a header line is printed
    (
        re.compile(
            r"(?i)(['\"]?(?:proxy-)?(?:authorization|cookie|set-cookie)['\"]?\s*[:=,]\s*b?['\"]?)"
            r"[^'\"\r\n]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"(?i)(\b(?:token|ticket|password|passwd|secret(?:_key)?|endid|cachekey|job)"
            r"['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;}]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)((?:__Host-gp|gp_session)=)[^\s;,'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@'\"]*:)[^\s@'\"]+(@)"), rf"\1{HIDDEN}\2"),
    (re.compile(r"\bgpk_[\w-]{8,}"), f"gpk_{HIDDEN}"),
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"), HIDDEN),
)


def redacted(text: str) -> str:
    """The text without passwords, tokens, keys, cookies and the passwords inside addresses."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class Readable(logging.Formatter):
    """One line a record, with the number of its request; a stack below it when there is one.

    What is redacted is the finished text, so arguments and stacks are covered too.
    """

    def format(self, record: logging.LogRecord) -> str:
        record.request = request_id.get()
        return redacted(super().format(record))


def configure(level: str = "INFO") -> None:
    """Send every logger of this process, the server's own included, through `Readable`."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"readable": {"()": Readable, "format": LAYOUT}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "readable"}},
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {
                name: {"handlers": [], "propagate": True}
                for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "celery", "werkzeug")
            },
        }
    )
