"""What can go wrong and be told to a person: each message says what happened and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong thing in an input: where it stands, what is wrong, a code a program can test."""

    place: str
    text: str
    code: str = "invalid"


class GpError(Exception):
    """Something went wrong that a person can be told."""

    def __init__(self, message: str | None = None, *, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message or (self.__doc__ or "").strip())
        self.faults = faults

    @property
    def message(self) -> str:
        return str(self.args[0])


class NotFound(GpError):
    """There is nothing here under that name, or it is not yours to see."""


class InvalidInput(GpError):
    """A value of the request cannot be used."""


class ChooseFund(InvalidInput):
    """This figure is given for one fund at a time: name it with fund_id."""


class Unauthenticated(GpError):
    """Sign in first, or send a valid API key."""


class Forbidden(GpError):
    """Your role does not include this."""


class TooLarge(GpError):
    """The request is larger than is accepted here."""


class TooMany(GpError):
    """Too many requests; wait a little and try again."""


class Unavailable(GpError):
    """A part of the system is down; try again shortly."""


class InsecureSettings(GpError):
    """The settings are not safe for production."""
