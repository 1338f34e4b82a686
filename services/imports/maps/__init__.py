"""Maps: how the columns of somebody else's file become ours. Profiles are maps that we ship."""

from services.imports.maps.files import canonical, parse_map, profile_named, profiles, read_map
from services.imports.maps.rules import BySign, FileRules, Map, TotalReturn, Unpivot

__all__ = [
    "BySign",
    "FileRules",
    "Map",
    "TotalReturn",
    "Unpivot",
    "canonical",
    "parse_map",
    "profile_named",
    "profiles",
    "read_map",
]
