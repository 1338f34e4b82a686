"""The investors of the demonstration firm, all invented; the last is the firm's own money."""

from __future__ import annotations

INVESTORS: tuple[tuple[str, str, str, str], ...] = (
    ("NWTP", "Northwater Teachers' Pension", "pension", "US"),
    ("TASM", "Tasman Superannuation Trust", "pension", "AU"),
    ("BELV", "Belvaux Reserve Fund", "sovereign", "LU"),
    ("KVST", "Kvistdal Pensjonskasse", "pension", "NO"),
    ("MRDN", "Meridian Alpine Reinsurance", "insurance", "CH"),
    ("CRWN", "Crownhill Mutual Assurance", "insurance", "GB"),
    ("HALB", "Halberd College Endowment", "endowment", "US"),
    ("ORIA", "Oriana Venture Selection", "fund_of_funds", "LU"),
    ("LAKE", "Lakeshore Medical Foundation", "foundation", "US"),
    ("SOLB", "Solbakken Family Office", "family_office", "NO"),
    ("PARK", "Parkdale & Daughters", "family_office", "US"),
    ("AQGP", "Alder & Quay GP, LLC", "gp", "US"),
)
