"""`HttpToolCaller` against backends that do what no backend should."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from domain.bot.tool_operations import HttpOperation
from domain.errors import DependencyRejected, DependencyUnavailable, DuralogueError
from domain.tools import ToolStatus
from duralogue.embedded.endpoints import choose_port
from infra.http.backends import TenantBackends
from infra.http.tools import open_http_tools
from tests.integration.http.calls import GET_ORDER, a_call

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]

LOOK = HttpOperation(method="GET", url="/orders/{order_id}", server="shop")


@asynccontextmanager
async def backend(answer: Answer) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve one scripted answer to every request; yield the address and what was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}", asked


def says(*pieces: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return answer


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then for ever: no single read ever times out."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


def ok(*headers: bytes) -> bytes:
    lines = (b"HTTP/1.1 200 OK", b"Content-Type: application/json", *headers, b"", b"")
    return b"\r\n".join(lines)


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        (says(ok(), *[b" " * 65_536] * 8), DependencyRejected, "larger than"),
        (
            says(ok(b"Content-Encoding: gzip"), gzip.compress(b"[0" + b" " * 10**7 + b"]")),
            DependencyRejected,
            "compressed",
        ),
        (trickles, DependencyUnavailable, "did not answer within 0.5 s"),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n"), DependencyUnavailable, "its answer was lost"),
        (says(ok(b"Content-Length: 99"), b'{"id"'), DependencyUnavailable, "its answer was lost"),
        (says(b""), DependencyUnavailable, "its answer was lost"),
    ],
    ids=["huge", "bomb", "trickle", "garbage", "half", "silent"],
)
async def test_each_misbehaviour_ends_in_a_named_error(
    answer: Answer, error: type[DuralogueError], reason: str
) -> None:
    """
    Bounded in time and in bytes, whatever is sent.
    """
    tool = GET_ORDER.model_copy(update={"timeout": GET_ORDER.timeout / 10})
    async with (
        backend(answer) as (url, _),
        open_http_tools({"acme": TenantBackends(servers={"shop": url})}) as tools,
    ):
        with pytest.raises(error, match=reason):
            await tools.call(tool, LOOK, a_call("get_order"))


async def test_a_redirect_is_never_followed() -> None:
    """
    A backend must not be able to send us, and our headers, to another host.
    """
    async with backend(says(ok(b"Content-Length: 2"), b"{}")) as (inside, reached):
        redirect = f"HTTP/1.1 307 X\r\nLocation: {inside}/\r\nContent-Length: 0\r\n\r\n"
        async with (
            backend(says(redirect.encode())) as (url, _),
            open_http_tools({"acme": TenantBackends(servers={"shop": url})}) as tools,
        ):
            with pytest.raises(DependencyRejected, match="never followed"):
                await tools.call(GET_ORDER, LOOK, a_call("get_order"))

    assert reached == []


async def test_cookies_are_forgotten() -> None:
    """
    One client serves all tenants and customers: nothing of one may go out with another's call.
    """
    greeting = says(ok(b"Set-Cookie: session=ada", b"Content-Length: 2"), b"{}")
    async with (
        backend(greeting) as (url, asked),
        open_http_tools({"acme": TenantBackends(servers={"shop": url})}) as tools,
    ):
        for _ in range(2):
            outcome = await tools.call(GET_ORDER, LOOK, a_call("get_order"))
            assert outcome.status is ToolStatus.SUCCEEDED

        assert list(tools.client.cookies.jar) == []
    assert len(asked) == 2
    assert b"cookie" not in asked[1].lower()


async def test_a_proxy_of_the_machine_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Settings are read in one place, and calls go where the tenant's file says.
    """
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{choose_port(0)}")
    async with (
        backend(says(ok(b"Content-Length: 2"), b"{}")) as (url, _),
        open_http_tools({"acme": TenantBackends(servers={"shop": url})}) as tools,
    ):
        outcome = await tools.call(GET_ORDER, LOOK, a_call("get_order"))

    assert outcome.status is ToolStatus.SUCCEEDED


async def test_nobody_listening_is_unavailable() -> None:
    """
    A connection that was refused means that nothing was sent.
    """
    nowhere = f"http://127.0.0.1:{choose_port(0)}"
    async with open_http_tools({"acme": TenantBackends(servers={"shop": nowhere})}) as tools:
        with pytest.raises(DependencyUnavailable, match="cannot be reached"):
            await tools.call(GET_ORDER, LOOK, a_call("get_order"))
