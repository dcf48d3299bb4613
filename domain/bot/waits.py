"""Compiled waits of a step: the moment that is waited for, and which waits are called off."""

from domain.values import Strict


class Wait(Strict):
    """The moment until which a flow waits; see domain/moments.py."""

    until: str
    zone: str = ""
    """A time zone's name, or {the value} that holds it; the tenant's where there is none."""


class CallOff(Strict):
    """The waits that end: of this flow, and of them those that agree in the values of `same`."""

    flow: str
    same: tuple[str, ...] = ()
