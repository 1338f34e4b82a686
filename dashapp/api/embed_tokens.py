"""A token with which the intranet's own server lets its pages frame ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Code, NoQuery, Query, read_body
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.embed_tokens import issue_embed_for

endpoints = Endpoints("embedding")


class TokenRequest(BaseModel):
    """What the token may show, and for how long."""

    model_config = ConfigDict(extra="forbid")
    modules: list[Code] = Field(min_length=1, max_length=7, description="Slugs of modules.")
    funds: list[Code] = Field(min_length=1, max_length=50, description="Codes of funds.")
    theme: Literal["light", "dark", "auto"] = "auto"
    minutes: int = Field(default=5, ge=1, le=15)
    may_export: bool = Field(default=False, description="Whether the framed page may download.")


@dataclass(frozen=True, slots=True)
class EmbedToken:
    """To stand in the fragment of the frame's address; void after `expires_in` seconds."""

    token: str
    expires_in: int


@endpoints.post(
    "/embed-tokens", body=TokenRequest, returns=EmbedToken, status=201, errors=(400, 403, 404, 413)
)
def embed_token(query: Query[NoQuery]) -> Response:
    """A signed token for /embed/<slug>#token=…, never for more than the caller may see."""
    asked = read_body(TokenRequest)
    parts, principal = context(), current_principal()
    token = issue_embed_for(
        parts.db,
        parts.settings,
        user_id=principal.user_id,
        modules=asked.modules,
        funds=asked.funds,
        theme=asked.theme,
        minutes=asked.minutes,
        may_export=asked.may_export,
    )
    return answers.plain(EmbedToken(token, asked.minutes * 60), status=201)
