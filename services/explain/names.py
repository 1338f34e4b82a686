"""What figures and inputs are called: the name of the definition, else the key in words."""

from __future__ import annotations

from services.definitions import DEFINITIONS

OTHERS = {
    "row": "All figures of the row",
    "npv": "Value of all flows at this rate",
    "index_level": "Index level",
    "fv_contributions": "Calls carried by the index",
    "fv_distributions": "Distributions carried by the index",
    "days": "Days from the first flow",
    "peers": "Peers compared",
}


def words_for(key: str) -> str:
    """`Net asset value` for `nav`."""
    found = DEFINITIONS.get(key)
    if found is not None:
        return found.name
    return OTHERS.get(key) or key.replace("_", " ").capitalize()
