"""What the first fund held: fifteen companies, all of them sold, listed or written off."""

from __future__ import annotations

from services.demo.portfolio.book import portfolio

# code|name|sector|subsector|stage|geography|founded|currency|status|lead|channel
COMPANIES = """
ALCO|Alcott Networks|Software|Networking|Exited|US|2005|USD|exited|IM|referral
BELH|Bellhaven Systems|Software|Storage|Exited|US|2006|USD|exited|IM|founder_network
COPP|Copperfen Solar|Climate|Solar|Exited|US|2006|USD|exited|TO|conference
DUNM|Dunmoor Analytics|Software|Data|Exited|US|2008|USD|exited|IM|founder_network
MERR|Merrow Video|Consumer|Media|Written off|US|2007|USD|failed|TO|inbound
EAST|Eastlight Games|Consumer|Games|Exited|CA|2007|USD|exited|TO|co_investor
FOXM|Foxmere Medical|Health|Devices|Exited|US|2006|USD|exited|IM|referral
OAKM|Oakminster Ads|Consumer|Advertising|Written off|US|2008|USD|failed|TO|inbound
GREY|Greyquay Logistics|Industrial|Logistics|Exited|US|2008|USD|exited|TO|outbound
HARR|Harrowgate Semiconductor|Industrial|Chips|Exited|US|2007|USD|exited|IM|conference
INKF|Inkfield Commerce|Consumer|Retail|Exited|US|2010|USD|exited|TO|accelerator
JESS|Jessamy Mobile|Software|Mobile|Exited|US|2010|USD|exited|TO|accelerator
KING|Kingsferry Security|Software|Security|Exited|US|2009|USD|exited|IM|founder_network
LARM|Larkmeadow Bio|Health|Therapeutics|Exited|US|2009|USD|exited|IM|referral
PENH|Penhallow Grid|Climate|Grid|Written off|US|2011|USD|failed|TO|conference
"""

# company round date amount ownership
LOTS = """
ALCO A 2008-06-10 2.50 0.140
BELH A 2008-07-22 3.00 0.120
COPP A 2008-11-18 2.40 0.110
DUNM S 2009-03-10 1.50 0.150
MERR S 2009-05-19 2.00 0.180
EAST A 2009-08-25 2.50 0.160
FOXM A 2009-11-17 3.00 0.130
OAKM S 2010-02-23 1.40 0.140
BELH B 2010-03-09 2.00 0.050
GREY A 2010-05-25 2.50 0.170
DUNM A 2010-09-14 2.50 0.070
HARR A 2010-11-23 3.00 0.120
INKF S 2011-02-22 1.50 0.110
JESS S 2011-05-24 1.50 0.130
KING A 2011-08-23 3.00 0.125
LARM A 2011-11-22 2.50 0.090
PENH A 2012-02-21 1.50 0.100
FOXM B 2012-05-22 1.50 0.040
HARR B 2013-02-19 1.00 0.030
KING B 2013-05-21 1.50 0.035
"""

PRICES = """
ALCO 2008-06-10 1.00 2009-03-31 0.80 2010-12-31 1.60 2011-12-31 2.60 2013-03-15 3.60
BELH 2008-07-22 1.00 2009-03-31 0.85 2010-03-09 1.10 2011-12-31 1.90 2013-12-31 2.80
    2014-06-13 3.01
COPP 2008-11-18 1.00 2009-12-31 1.00 2011-06-30 0.90 2012-06-15 0.75
DUNM 2009-03-10 1.00 2010-09-14 2.00 2011-12-31 3.20 2013-12-31 6.80 2014-12-31 9.20
    2016-05-20 11.50 2017-02-17 13.40
MERR 2009-05-19 1.00 2010-06-30 0.90 2011-06-30 0.30 2011-12-15 0.05
EAST 2009-08-25 1.00 2010-12-31 1.20 2012-06-30 1.90 2013-10-18 2.40
FOXM 2009-11-17 1.00 2012-05-22 1.60 2013-12-31 2.30 2015-09-18 3.43
OAKM 2010-02-23 1.00 2011-06-30 0.80 2012-12-31 0.30 2013-06-21 0.15
GREY 2010-05-25 1.00 2012-12-31 1.30 2014-11-14 1.60
HARR 2010-11-23 1.00 2013-02-19 1.50 2014-12-31 1.90 2017-10-20 3.00
INKF 2011-02-22 1.00 2012-12-31 1.80 2014-12-31 3.10 2015-03-20 3.33
JESS 2011-05-24 1.00 2012-12-31 1.30 2014-02-14 1.60
KING 2011-08-23 1.00 2013-05-21 1.50 2015-12-31 2.60 2017-12-31 3.60 2019-04-26 4.25
LARM 2011-11-22 1.00 2013-12-31 1.10 2015-12-31 1.40 2017-12-31 1.90 2020-04-24 2.11
PENH 2012-02-21 1.00 2013-12-31 0.80 2014-12-31 0.40 2015-12-11 0.05
"""

# date company kind amount part
MOVES = """
2011-12-15 MERR write_off - 1
2012-06-15 COPP proceeds 1.80 1
2013-03-15 ALCO proceeds 9.00 1
2013-06-21 OAKM proceeds 0.20 0.15
2013-06-28 OAKM write_off - 1
2013-10-18 EAST proceeds 6.00 1
2014-02-14 JESS proceeds 2.40 1
2014-06-13 BELH proceeds 14.50 1
2014-11-14 GREY proceeds 4.00 1
2015-03-20 INKF proceeds 5.00 1
2015-09-18 FOXM proceeds 13.50 1
2015-12-11 PENH write_off - 1
2016-05-20 DUNM proceeds 20.00 0.63
2017-02-17 DUNM proceeds 14.00 1
2017-10-20 HARR proceeds 11.00 1
2019-04-26 KING proceeds 16.80 1
2020-04-24 LARM proceeds 5.274 1
"""

PIONEER = portfolio("AQP", companies=COMPANIES, lots=LOTS, prices=PRICES, moves=MOVES)
