"""Where to go after the login: a path of this site and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/"
LONGEST = 2_000
NOT_AFTER_LOGIN = ("/login", "/logout", "/api/", "/_")


def safe_destination(wanted: str | None) -> str:
    """`wanted` when it is a path of this site, else the first page.

    Refused are schemes and hosts in every spelling a browser understands: `//host`, `\\\\host`,
    `/\\host`, tabs and line breaks that browsers drop, and anything that is not plain ASCII.
    """
    if not wanted or len(wanted) > LONGEST or not _is_plain(wanted):
        return HOME
    if not wanted.startswith("/") or "//" in wanted.partition("?")[0]:
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or ".." in parts.path.split("/"):
        return HOME
    return HOME if wanted.startswith(NOT_AFTER_LOGIN) else wanted


def _is_plain(text: str) -> bool:
    return all("!" <= sign <= "~" and sign != "\\" for sign in text)
