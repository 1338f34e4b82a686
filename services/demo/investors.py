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
    ("CANT", "Cantref State Retirement", "pension", "US"),
    ("OSPR", "Ospringe Mutual", "insurance", "GB"),
    ("VALE", "Vale Teachers' Plan", "pension", "US"),
    ("TESS", "Tessell Family Office", "family_office", "DE"),
    ("LACY", "Lacy & Orme Trust", "family_office", "GB"),
    ("KINL", "Kinloch Sovereign Reserve", "sovereign", "SG"),
    ("ABER", "Aberlour Bridge Foundation", "foundation", "GB"),
    ("ASHG", "Ashgrove Foundation", "foundation", "US"),
    ("SUND", "Sunder Selection Fund of Funds", "fund_of_funds", "CH"),
    ("LIMM", "Limmelaan Pensioenfonds", "pension", "NL"),
    ("GRNW", "Grunewald Versorgungswerk", "pension", "DE"),
    ("TORV", "Torvet Bank Holding", "bank", "DK"),
    ("FINI", "Finisterre Mutuelle", "insurance", "FR"),
    ("WHIT", "Whitlow University Endowment", "endowment", "US"),
    ("AQGP", "Alder & Quay GP, LLC", "gp", "US"),
)
