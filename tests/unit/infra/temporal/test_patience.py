"""Commands ask again where a call failed, and not where it was refused."""

import pytest
from temporalio.service import RPCError, RPCStatusCode

from infra.temporal.patience import PAUSES_S, patiently

# Sleeps of no length: patching asyncio.sleep would reach the servers in this process, which then
# never let go of the event loop.
AT_ONCE = [0.0] * len(PAUSES_S)


class Server:
    """Fails with these, one call after the other, and then answers."""

    def __init__(self, *failures: RPCStatusCode) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def call(self) -> str:
        self.calls += 1
        if self.failures:
            raise RPCError("http2 error", self.failures.pop(0), b"")
        return "done"


async def test_a_lost_connection_is_made_anew() -> None:
    """A busy machine fails no first start."""
    server = Server(RPCStatusCode.UNKNOWN, RPCStatusCode.DEADLINE_EXCEEDED)
    assert await patiently(server.call, AT_ONCE) == "done"


async def test_what_the_server_refuses_is_not_asked_twice() -> None:
    """It would refuse it again."""
    server = Server(RPCStatusCode.NOT_FOUND)
    with pytest.raises(RPCError):
        await patiently(server.call, AT_ONCE)
    assert server.calls == 1


async def test_patience_ends() -> None:
    """A server that is down is told of after some seconds."""
    server = Server(*[RPCStatusCode.UNAVAILABLE] * 20)
    with pytest.raises(RPCError):
        await patiently(server.call, AT_ONCE)
    assert server.calls == 6
