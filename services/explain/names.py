"""What figures and inputs are called: the name of the definition, else the key in words."""

from __future__ import annotations

from services.definitions import definition
from services.errors import NotFound

OTHERS = {
    "row": "All figures of the row",
    "npv": "Value of all flows at this rate",
    "index_level": "Index level",
    "fv_contributions": "Calls carried by the index",
    "fv_distributions": "Distributions carried by the index",
    "days": "Days from the first flow",
    "peers": "Peers compared",
}


def words_for(key: str, module: str = "") -> str:
    """`Net asset value` for `nav`; in the words of a module where it has some of its own."""
    try:
        return definition(f"{module}.{key}").name
    except NotFound:
        return OTHERS.get(key) or key.replace("_", " ").capitalize()
