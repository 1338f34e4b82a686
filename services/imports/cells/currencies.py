"""Currency codes of ISO 4217: those in use, and those that old facts are in."""

import re

IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD
XOF XPF YER ZAR ZMW ZWG
"""
FORMER = """
ANG ATS BEF BGN BYR CYP DEM EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MRO MTL MXP NLG PTE ROL
RUR SIT SKK SLL STD TRL VEB VEF XEU YUM ZMK ZWL
"""
CURRENCIES = frozenset((IN_USE + FORMER).split())

# what a sign may mean; the first is meant where nothing else is said, unless it is blank
SIGNS = {
    "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD", "BRL", "CLP", "COP", "ARS"),
    "€": ("EUR",),
    "£": ("GBP", "EGP", "SYP"),
    "¥": ("", "JPY", "CNY", "CNH"),
    "₹": ("INR",),
}
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")


def marked(text: str) -> tuple[str, ...]:
    """The currencies that an amount's own sign or code allows, the usual one first; () for none."""
    for sign, allowed in SIGNS.items():
        if sign in text:
            return allowed
    code = _CODE.search(text)
    return (code[0],) if code is not None and code[0] in CURRENCIES else ()
