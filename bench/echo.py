"""A packet to whoever waits for an answer on this machine: the cheapest way to be heard."""

import asyncio
import socket
from functools import cache
from typing import Any, Self


@cache
def _mouth() -> socket.socket:
    """One for the whole process, opened by whoever speaks: most only listen."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.setblocking(False)
    return opened


def echo(port: int, message_id: str) -> None:
    _mouth().sendto(message_id.encode(), ("127.0.0.1", port))


class Ear(asyncio.DatagramProtocol):
    """Hears the packets of all turns that are under way."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._transport: asyncio.DatagramTransport | None = None
        self.port = 0

    @classmethod
    async def open(cls) -> Self:
        loop = asyncio.get_running_loop()
        transport, ear = await loop.create_datagram_endpoint(cls, local_addr=("127.0.0.1", 0))
        ear._transport = transport  # noqa: SLF001 - its own
        ear.port = transport.get_extra_info("sockname")[1]
        return ear

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def expect(self, message_id: str) -> asyncio.Future[dict[str, Any]]:
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = answer
        return answer

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        del addr
        answer = self._waiting.pop(data.decode(), None)
        if answer is not None and not answer.done():
            answer.set_result({})
