"""A panel as a page declares it, and the view of whoever looks at it: scope, rights, address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from services.scope import Scope

API = "/api/v1/dashboards"
Part = Any  # a Dash component or text: Dash has no common type of the two


class DefinitionLike(Protocol):
    """What a figure means, in words a tooltip can show."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def citation(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel of a page: its id starts with the page's slug, its width is of twelve columns.

    `shape` is how it looks while loading: head, cards, chart or table. `endpoint` is the API's
    name of what is drawn; `period` what it shows while the address chooses none; `asks` names
    those of the page's own parameters that it stands on, `drawn_by` those of them that only choose
    how the answer is drawn, of which the API knows nothing; `needs` says what to import while
    there is nothing to show.
    """

    id: str
    title: str
    width: int = 12
    shape: str = "chart"
    endpoint: str | None = None
    period: str | None = None
    asks: tuple[str, ...] = ()
    drawn_by: tuple[str, ...] = ()
    needs: str = "cash flows and valuations"
    command: str = "gpdash import fund_cash_flows FILE"


def _link(path: str, scope: Scope, more: dict[str, str]) -> str:
    query = "&".join(part for part in (scope.to_query(), urlencode(more)) if part)
    return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Who looks at a panel and how: scope as asked, definitions, what the address allows.

    `own` are the page's own parameters that the panel asks for, as the address names them; in a
    frame also the one panel that is shown.
    """

    slug: str
    panel: Panel
    scope: Scope
    definition: Callable[[str], DefinitionLike | None]
    may_export: bool = True
    embedded: bool = False
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Scope:
        """The scope with the panel's own period where the address names none."""
        return self.scope.on(period=self.scope.period or self.panel.period)

    def link(self, path: str, **more: str) -> str:
        """A path with the scope of this view and further parameters in its query."""
        return _link(path, self.scope, more)

    def here(self, **changes: str | None) -> str:
        """This page with what the panel asks for, some of it changed; None leaves one out."""
        more = {name: value for name, value in {**self.own, **changes}.items() if value}
        base = "/embed/" if self.embedded else "/"
        return _link(f"{base}{self.slug}", self.scope, more)

    def download(self, kind: str) -> str:
        """The address that answers with the rows of this panel as a file."""
        return self.file(self.panel.endpoint or "", kind)

    def file(self, endpoint: str, kind: str) -> str:
        """The address of an answer of this page as a file, asked for as the panel asks."""
        more = {k: v for k, v in self._asked.items() if k not in self.panel.drawn_by}
        return _link(f"{API}/{self.slug}/{endpoint}", self.shown, {**more, "format": kind})

    def framed(self) -> str:
        """The address under which another site can show this panel alone."""
        return self.link(f"/embed/{self.slug}", **self._asked, panel=self.panel.id)

    @property
    def _asked(self) -> dict[str, str]:
        return {name: self.own[name] for name in self.panel.asks if name in self.own}
