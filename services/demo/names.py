"""Names of invented companies: enough of them, each used once, none of them of the portfolio."""

from __future__ import annotations

from services.demo.chance import Chance
from services.demo.portfolio import PORTFOLIOS

FIRST = """
Alder Amble Apple Arrow Aspen Badger Barley Beacon Bellow Birch Bramble Bridle Bronze Candle
Carver Cedar Chalk Cinder Clover Copper Coral Crane Ember Falcon Fallow Fern Finch Flint Garnet
Glass Hazel Heather Heron Hickory Holly Indigo Iron Ivory Jasper Juniper Kettle Lantern Larch
Linden Maple Marble Mallow Myrtle Nettle Oaken Onyx Orchard Osprey Pepper Pewter Pigeon Plover
Poplar Quartz Raven Reed Rowan Rush Saffron Sable Sedge Silver Sorrel Sparrow Spruce Starling
Stone Swift Tansy Teal Thistle Timber Topaz Velvet Walnut Willow Winter Yarrow
"""
SECOND = """
acre arc bank bay beck bourne brook burn cairn cliff cove croft dale den fell field firth ford
garth gate glen grove haven holm hurst lathe ledge lea loft mead mere mill moor nook path pier
pool quarry reach ridge rill shaw shore spire stead strand thorpe tor vale ware water weir wharf
wick wold yard
"""
COINED_FIRST = """
Ael Aq Arv Bel Bri Cal Cer Cor Dax Del Dri Ekt Elo Eri Fal Fen Gal Gri Hal Hex Ilo Ix Jav Jor
Kal Kel Kir Lar Lum Mav Mir Nal Nex Nor Ob Ori Pal Pyr Qua Quel Ral Rix Sal Sey Sol Tal Tev Tor
Ul Umb Val Vek Ver Wex Xan Yal Yor Zan Zel Zor
"""
COINED_SECOND = """
adon alis ander antis arex atum avia ectis edra elion emis endo enza erra evo idia igen ilex imo
inda ionis ira istra ivo olan olyx omar onda onix ontis opia ora oris osa ovar udo uma undra ura
uvio yris
"""


def compound(purpose: str, count: int) -> list[str]:
    """Names such as `Fernbrook`, each once, the same for a purpose every time."""
    return _names(purpose, FIRST, SECOND, count)


def coined(purpose: str, count: int) -> list[str]:
    """Names such as `Velionis`, each once, the same for a purpose every time."""
    return _names(purpose, COINED_FIRST, COINED_SECOND, count)


def _names(purpose: str, first: str, second: str, count: int) -> list[str]:
    taken = {company.name for held in PORTFOLIOS.values() for company in held.companies}
    free = [name for a in first.split() for b in second.split() if (name := a + b) not in taken]
    if count > len(free):
        raise ValueError(f"there are only {len(free)} names for {purpose}")
    return Chance(f"names of {purpose}").shuffled(free)[:count]
