"""The routes that let in staff, found by what they depend on."""

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import staff_routers
from api.authentication import _staff_member
from api.callers import _staff_or_key
from api.customer_routers import CUSTOMER_ROUTERS
from api.participants import _participant

_LET_IN_STAFF = {_staff_member, _staff_or_key, _participant}
PREFIX = "/v1/tenants/{tenant}/"


def staff_routes() -> list[APIRoute]:
    """All but the codec's, whose caller is the Temporal UI."""
    return [
        route
        for router in (*CUSTOMER_ROUTERS, *staff_routers())
        for route in router.routes
        if isinstance(route, APIRoute)
        and _LET_IN_STAFF.intersection(each.call for each in _all(route.dependant))
    ]


def name_of(route: APIRoute) -> str:
    """As in "POST handoffs/{handoff}/claim"."""
    method = "".join(route.methods or ())
    return f"{method} {route.path.removeprefix(PREFIX)}"


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)
