"""Words of an address that a database would refuse are refused before they reach it."""

from collections.abc import Iterator
from typing import Final

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import staff_routers
from api.customer_routers import CUSTOMER_ROUTERS
from domain.errors import NotFound

_ODD: Final = "a\x00b"
_COMPARED: Final = {
    "tenant": "with the tenants that there are",
    "conversation": "with the session's own",
    "channel": "with the channels that there are",
    "path": "by the channel's receiver",
    "capability": "with the setting",
    "name": "with the team; of a file: cleaned",
    "last_event_in_address": "only digits are a number",
    "zone": "with the zones that there are",
    "cursor": "decoded, and refused where it is none",
    "signature": "with the one that it should be",
}
"""Parameters that never get into a statement as they are, and what happens with them instead."""


def test_no_control_character_gets_into_a_statement() -> None:
    """PostgreSQL takes no NUL, and the caller would be told that a system behind us refused."""
    taken = {
        f"{name} of {sorted(route.methods or ())} {route.path}"
        for router in (*CUSTOMER_ROUTERS, *staff_routers())
        for route in router.routes
        if isinstance(route, APIRoute)
        for name in _taken_by(route.dependant)
        if name not in _COMPARED
    }

    assert taken == set()


def _taken_by(dependant: Dependant) -> Iterator[str]:
    for field in (*dependant.path_params, *dependant.query_params):
        try:
            _, errors = field.validate(_ODD, {}, loc=())
        except NotFound:
            continue
        if not errors:
            yield field.name
    for each in dependant.dependencies:
        yield from _taken_by(each)
