"""The floor of an acknowledgement: `python -m bench.bare_route`, which only signals with start.

A message comes ready made, and nobody asks who sent it, whether it is allowed and whether others
wait before it. The call of Temporal is the product's own, to the product's own conversations, so
that the routes are compared and not what is behind them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.messages import InboundMessage
from duralogue.wiring.event_loop import run
from duralogue.wiring.foundation import open_foundation
from infra.settings import Settings
from infra.temporal.conversations import TemporalConversationGateway

PATH = "/messages"


class _State(TypedDict):
    conversations: TemporalConversationGateway


async def _ready(_: Request) -> Response:
    return Response()


async def _take(request: Request) -> Response:
    message = InboundMessage.model_validate_json(await request.body())
    await request.state.conversations.deliver(message)
    return Response()


def bare_app(settings: Settings) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[_State]:
        async with open_foundation(settings) as base:
            shows = settings.show_last_step
            yield {
                "conversations": TemporalConversationGateway(base.temporal, shows_last_step=shows)
            }

    routes = [Route("/ready", _ready), Route(PATH, _take, methods=["POST"])]
    return Starlette(routes=routes, lifespan=lifespan)


async def serve(settings: Settings) -> None:
    config = uvicorn.Config(
        bare_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        log_config=None,
        access_log=False,
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    loaded = Settings.load()
    run(serve(loaded), loaded)
