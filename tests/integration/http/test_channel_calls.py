"""`HttpChannelCalls` against servers that do what no server should."""

import asyncio
import gzip
import socket
import struct
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from domain.channels import ChannelCall
from domain.errors import ConfigurationError, DependencyUnavailable, OutcomeUnknown
from infra.http.channel_calls import HttpChannelCalls
from infra.http.connections import open_client
from tests.integration.http.test_hostile_backends import backend, says, trickles


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with open_client() as opened:
        yield opened


@pytest.fixture
def calls(client: httpx.AsyncClient) -> HttpChannelCalls:
    return HttpChannelCalls(client, within=timedelta(seconds=0.5))


def a_call(url: str) -> ChannelCall:
    return ChannelCall(tenant_id="acme", url=url, headers={"webhook-id": "d-1"}, body=b'{"a": 1}')


async def test_it_posts_the_body_and_hands_back_the_answer(calls: HttpChannelCalls) -> None:
    """Whatever the status: what it means is for the sender to say."""
    answer = says(b"HTTP/1.1 429 X\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno")
    async with backend(answer) as (url, asked):
        found = await calls.post(a_call(f"{url}/in"))

    assert (found.status, found.retry_after, found.body) == (429, timedelta(seconds=7), b"no")
    head = asked[0].lower()
    assert head.startswith(b"post /in http/1.1\r\n")
    for header in (b"webhook-id: d-1", b"content-type: application/json", b"content-length: 8"):
        assert header in head


async def test_a_redirect_is_an_answer_and_is_not_followed(calls: HttpChannelCalls) -> None:
    """Else whoever answers chooses what is called inside the network."""
    async with backend(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as (inside, asked):
        head = f"HTTP/1.1 307 X\r\nLocation: {inside}\r\nContent-Length: 0\r\n\r\n"
        async with backend(says(head.encode())) as (url, _):
            found = await calls.post(a_call(url))

    assert (found.status, asked) == (307, [])


async def test_no_connection_is_surely_not_sent(calls: HttpChannelCalls) -> None:
    """Then it may be tried again whoever gets it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DependencyUnavailable) as failure:
            await calls.post(a_call(f"http://127.0.0.1:{taken.getsockname()[1]}"))
    assert not isinstance(failure.value, OutcomeUnknown)


async def resets(writer: asyncio.StreamWriter) -> None:
    """The request is here; the connection ends without a word."""
    opened = writer.get_extra_info("socket")
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.mark.parametrize("answer", [resets, trickles, says(b"nonsense\r\n\r\n")])
async def test_without_a_whole_answer_it_may_have_been_taken(
    calls: HttpChannelCalls, answer: object
) -> None:
    """A reset after the request, an answer that never ends, and one that is none."""
    async with backend(answer) as (url, _):  # type: ignore[arg-type]
        with pytest.raises(OutcomeUnknown):
            await calls.post(a_call(url))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 23\r\n\r\n"
        + gzip.compress(b"{}", mtime=0)[:23],
        b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 900_000,
    ],
)
async def test_a_strange_body_does_not_undo_a_status(
    calls: HttpChannelCalls, answer: bytes
) -> None:
    """It was taken; what else it says is nobody's business, and is not read to its end."""
    async with backend(says(answer)) as (url, _):
        found = await calls.post(a_call(url))
    assert (found.status, found.body) == (200, b"")


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest",
        "http://[fe80::1]/",
        "ftp://x.example/",
        "x.example",
        "http://a:b@x.example/",
        "",
    ],
)
async def test_what_is_never_called_is_not(calls: HttpChannelCalls, url: str) -> None:
    """Clouds hand out credentials there; and an address is a plain one."""
    with pytest.raises(ConfigurationError):
        await calls.post(a_call(url))


async def test_a_name_that_leads_to_metadata_is_refused() -> None:
    """The address is checked that is connected to, and the name is resolved once."""

    async def leads_inside(host: str, port: int) -> list[str]:
        return ["169.254.169.254"]

    async with open_client(leads_inside) as client:
        with pytest.raises(ConfigurationError, match="not allowed"):
            await HttpChannelCalls(client).post(a_call("https://hook.example/in"))


@pytest.mark.parametrize("inside", ["10.0.0.7", "127.0.0.1", "fd00::1", "::ffff:192.168.0.1"])
async def test_a_name_that_comes_to_lead_inside_is_refused(inside: str) -> None:
    """
    It was public when the operator connected it: whoever owns the name may change that.
    """

    async def rebound(host: str, port: int) -> list[str]:
        return [inside]

    async with open_client(rebound) as client:
        with pytest.raises(ConfigurationError, match="not allowed"):
            await HttpChannelCalls(client).post(a_call("https://hook.example/in"))
        other = HttpChannelCalls(client, listed=("10.9.0.0/16", "hook.example"))
        with pytest.raises(ConfigurationError, match="not allowed"):
            await other.post(a_call("https://hook.example/in"))


async def test_a_name_inside_is_called_where_the_operator_lists_its_range() -> None:
    """
    Once resolved: the address that was checked is the one that is connected to.
    """
    asked_for: list[str] = []

    async def inside(host: str, port: int) -> list[str]:
        asked_for.append(host)
        return ["127.0.0.1"]

    async with (
        backend(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as (url, _),
        open_client(inside) as client,
    ):
        port = url.rpartition(":")[2]
        calls = HttpChannelCalls(client, listed=(f"127.0.0.0/8:{port}",))
        found = await calls.post(a_call(f"http://chat.inside.example:{port}/in"))
    assert (found.status, asked_for) == (200, ["chat.inside.example"])


async def test_two_accounts_of_a_tenant_do_not_bar_one_another(calls: HttpChannelCalls) -> None:
    """What one may reach must not be asked for the other, at the same moment."""
    answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with backend(answer) as (one, _), backend(answer) as (two, _):
        found = await asyncio.gather(*(calls.post(a_call(url)) for url in [one, two] * 5))
    assert {each.status for each in found} == {200}
