"""The shop as a web application, and its OpenAPI document."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypedDict

from fastapi import FastAPI
from sqlalchemy import text

from example_shop import admin, labels, orders, refunds
from example_shop.database import open_database
from example_shop.faults import FaultSwitch
from example_shop.problems import CONTENT_TYPE, ProblemDocument, install_problems
from example_shop.seed import seed_if_empty
from example_shop.settings import ShopSettings
from example_shop.state import Shop, TheShop

_TITLE = "Example shop"
_VERSION = "1.0.0"
_ABOUT = "The backend of the shop in Duralogue's quick start: orders, return labels and refunds."
_REFUSALS = {
    400: "The request cannot be read.",
    401: "The API key is missing or wrong.",
    404: "There is no such thing for this customer.",
    409: "The order's state does not allow it.",
    422: "The request is malformed, or contradicts what it was sent with before.",
    503: "The shop is out of order; try again soon.",
}


class _State(TypedDict):
    shop: Shop


def create_app(settings: ShopSettings) -> FastAPI:
    """Make the application; its database is opened when it starts."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[_State]:
        async with open_database(settings.database_url) as sessions:
            await seed_if_empty(sessions)
            yield {"shop": Shop(settings=settings, sessions=sessions, faults=FaultSwitch())}

    app = FastAPI(title=_TITLE, version=_VERSION, description=_ABOUT, lifespan=lifespan)
    return _with_routes(app)


def openapi_document() -> dict[str, Any]:
    """Describe the operations that tenants' tools may name."""
    return _with_routes(FastAPI(title=_TITLE, version=_VERSION, description=_ABOUT)).openapi()


def _with_routes(app: FastAPI) -> FastAPI:
    refusals: dict[int | str, dict[str, Any]] = {
        status: {"description": text, "content": {CONTENT_TYPE: {"schema": _PROBLEM}}}
        for status, text in _REFUSALS.items()
    }
    for business in (orders.router, labels.router, refunds.router):
        app.include_router(business, responses=refusals)
    app.include_router(admin.router)
    app.add_api_route("/health", _health, include_in_schema=False)
    install_problems(app)
    return app


_PROBLEM = ProblemDocument.model_json_schema()


async def _health(shop: TheShop) -> dict[str, str]:
    """Answer 200 while the shop can reach its database."""
    async with shop.sessions() as session:
        await session.execute(text("SELECT 1"))
    return {"status": "ok"}
