"""The floor of a desk's stream: `python -m bench.desk.bare_stream` sends on what is posted to it.

To everybody, as it came: nobody signs in, nothing is stored, numbered or left out.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

import uvicorn
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from duralogue.wiring.event_loop import run
from infra.settings import Settings

PATH: Final = "/events"
_listening: Final[set[asyncio.Queue[str]]] = set()


async def _ready(_: Request) -> Response:
    return Response()


async def _tell(request: Request) -> Response:
    data = (await request.body()).decode()
    for queue in _listening:
        queue.put_nowait(data)
    return Response()


async def _listen(_: Request) -> Response:
    return EventSourceResponse(_sent(), sep="\n")


async def _sent() -> AsyncGenerator[ServerSentEvent]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    _listening.add(queue)
    try:
        yield ServerSentEvent(event="hello", data="{}")
        while True:
            yield ServerSentEvent(event="handoff", id="1", data=await queue.get())
    finally:
        _listening.discard(queue)


async def serve(settings: Settings) -> None:
    routes = [
        Route("/ready", _ready),
        Route(PATH, _listen),
        Route(PATH, _tell, methods=["POST"]),
    ]
    config = uvicorn.Config(
        Starlette(routes=routes),
        host=settings.api_host,
        port=settings.api_port,
        log_config=None,
        access_log=False,
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    loaded = Settings.load()
    run(serve(loaded), loaded)
