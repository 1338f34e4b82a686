"""The demonstration firm, Alder & Quay Partners: four invented funds that foot to the cent."""

from services.demo.load import DemoLogin, ensure, is_loaded, load

__all__ = ["DemoLogin", "ensure", "is_loaded", "load"]
