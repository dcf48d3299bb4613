"""Routes that are loaded, or read, only when somebody asks them something."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import Receive, Scope, Send


class RouteOnDemand(APIRoute):
    """FastAPI's, which reads the endpoint's parameters and models with the first request to it.

    A gateway has over a hundred of them, and to read them all was an eighth of its start.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        methods = {method.upper() for method in options.get("methods") or ("GET",)}
        Route.__init__(
            self,
            path,
            endpoint,
            name=options.get("name"),
            include_in_schema=options.get("include_in_schema", True),
        )
        # Starlette would answer HEAD, too, which FastAPI does not.
        self.methods = methods
        options |= {"generate_unique_id_function": _name_of}
        self._read = partial(APIRoute.__init__, self, path, endpoint, **options)
        self._is_read = False

    def __getattr__(self, name: str) -> Any:
        """Of what only FastAPI knows of a route: it is missing until the route was read."""
        if name.startswith("__") or self.__dict__.get("_is_read", True):
            raise AttributeError(name)
        self._read_once()
        return getattr(self, name)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._read_once()
        await super().handle(scope, receive, send)

    def _read_once(self) -> None:
        if not self._is_read:
            self._is_read = True
            self._read()


def _name_of(route: APIRoute) -> str:
    """Operations are named as their endpoints are."""
    return route.name


def routes_of(routers: Sequence[APIRouter]) -> list[BaseRoute]:
    """To be put into an application as they are: `include_router` makes each a second time."""
    return [route for router in routers for route in router.routes]


class LaterRoutes(BaseRoute):
    """Stands behind all routes for others, which take its place with the first request that none
    before it answers."""

    def __init__(self, router: Router, load: Callable[[], Sequence[APIRouter]]) -> None:
        """`load` imports them; it is called once, in a thread of its own if it can be."""
        self._router = router
        self._load = load

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Any request, for it cannot know yet."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Load them, and look for an answer once more."""
        await asyncio.to_thread(lambda: self._loaded)
        self.join()
        await self._router(scope, receive, send)

    def join(self) -> None:
        """Put the routes in its place, if that was not done yet."""
        routes = self._router.routes
        if self in routes:
            here = routes.index(self)
            routes[here : here + 1] = self._loaded

    @cached_property
    def _loaded(self) -> list[BaseRoute]:
        return routes_of(self._load())
