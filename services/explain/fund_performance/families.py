"""The families of figures of Fund Performance: the code of each stands in its ids."""

from __future__ import annotations

MODULE = "fund_performance"
METRICS = "fm"  # headline figures on a day: of the metrics, of the trend, of the head of the page
QUARTERS = "fj"  # a quarter of the J-curve
PEERS = "fb"  # a fund among its peers; extra: measure, peer set
MARKET = "fp"  # public market equivalents; extra: code of the index
FLOWS = "fc"  # one row of the list of flows; extra: its number
COMPANIES = "fh"  # what one company did for the funds; extra: its code
SECTORS = "fs"  # the weight of one sector; extra: its name

ROW = "row"  # a metric of every family: all figures of the row, one below the other
