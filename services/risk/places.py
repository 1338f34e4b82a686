"""Which place lies in which: countries by code and name, and the regions funds invest in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EVERYWHERE = frozenset({"global", "world", "worldwide", "international"})
_REGIONS: dict[str, str] = {
    "north america": "us ca",
    "europe": (
        "ad al at ba be bg by ch cy cz de dk ee es fi fo fr gb gg gi gr hr hu ie im is it je li "
        "lt lu lv mc md me mk mt nl no pl pt ro rs se si sk sm ua uk va xk"
    ),
    "latin america": (
        "ar bo br cl co cr cu do ec gt hn ht jm mx ni pa pe pr py sv tt uy ve"
    ),
    "asia": (
        "af am az bd bn bt cn ge hk id in jp kg kh kp kr kz la lk mm mn mo mv my np ph pk sg th tj "
        "tl tm tw uz vn"
    ),
    "middle east": "ae bh il iq ir jo kw lb om ps qa sa sy tr ye",
    "africa": (
        "ao bf bi bj bw cd cf cg ci cm cv dj dz eg er et ga gh gm gn ke lr ls ly ma mg ml mr mu mw "
        "mz na ne ng rw sc sd sl sn so ss sz td tg tn tz ug za zm zw"
    ),
    "oceania": "au fj nz pg",
}  # fmt: skip
_NAMES = {
    "united states": "us", "usa": "us", "united states of america": "us", "canada": "ca",
    "united kingdom": "gb", "uk": "gb", "great britain": "gb", "england": "gb", "germany": "de",
    "france": "fr", "spain": "es", "italy": "it", "netherlands": "nl", "sweden": "se",
    "norway": "no", "denmark": "dk", "finland": "fi", "ireland": "ie", "switzerland": "ch",
    "austria": "at", "belgium": "be", "portugal": "pt", "poland": "pl", "estonia": "ee",
    "israel": "il", "india": "in", "china": "cn", "japan": "jp", "singapore": "sg",
    "hong kong": "hk", "south korea": "kr", "australia": "au", "new zealand": "nz",
    "brazil": "br", "mexico": "mx", "nigeria": "ng", "kenya": "ke", "south africa": "za",
}  # fmt: skip
REGION_OF: Mapping[str, str] = MappingProxyType(
    {code: region for region, codes in _REGIONS.items() for code in codes.split()}
)


def word(place: str | None) -> str:
    """A place as it is compared: `North America` and `north_america` are one."""
    return " ".join((place or "").replace("_", " ").replace("-", " ").lower().split())


def lies_in(place: str | None, home: str | None) -> bool:
    """Whether a place is another one or a country of that region; everything lies in the world."""
    inner, outer = place_key(place), place_key(home)
    if not outer:
        return False
    return outer in EVERYWHERE or inner == outer or REGION_OF.get(inner) == outer


def place_key(place: str | None) -> str:
    """A country by its code, whatever it was called; a region or another place by its words."""
    plain = word(place)
    return "gb" if plain == "uk" else _NAMES.get(plain, plain)
