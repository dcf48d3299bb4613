"""Tools of MCP servers over HTTP, in both eras of the protocol, well and badly behaved."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
)
from domain.mcp_sign_ins import McpSignIn
from domain.tools import ToolStatus
from infra.http.mcp.transport import MOST_BYTES
from infra.http.mcp.visits import ConnectedVisits
from infra.memory.mcp_sign_ins import MemoryMcpSignIns
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import Bistro
from tests.integration.http.mcp_loopback import (
    TOKEN,
    Door,
    as_json,
    on_loopback,
    parts_of,
    protected,
    visits_at,
)
from tests.unit.infra.http.mcp.calls import FIND_TABLE, approve_all, called

QUICK = FIND_TABLE.model_copy(update={"timeout": timedelta(seconds=1)})


@pytest.fixture(params=["modern", "legacy"])
async def served(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Door]]:
    """A server on loopback, which speaks one era only."""
    async with on_loopback(Bistro(), legacy=request.param == "legacy") as found:
        yield found


@pytest.fixture
async def visits(served: tuple[str, Door]) -> AsyncIterator[ConnectedVisits]:
    """With the tenant's own secret."""
    secrets = {"bistro_api_key": SecretStr(TOKEN)}
    async with visits_at(served[0], secrets=secrets) as found:
        yield found


@pytest.fixture
async def pins(visits: ConnectedVisits) -> MemoryToolPins:
    """Everything that is listed, approved."""
    found = MemoryToolPins()
    await approve_all(visits, found)
    return found


async def test_is_called_once_with_the_tenants_secret(
    served: tuple[str, Door], visits: ConnectedVisits, pins: MemoryToolPins
) -> None:
    """Over our own connections, whichever era the server speaks."""
    outcome = await called(visits, pins)

    _, door = served
    assert (outcome.status, outcome.result) == (ToolStatus.SUCCEEDED, {"text": "table 4"})
    assert door.calls() == 1
    assert {headers["authorization"] for _, _, headers in door.seen} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (503, OutcomeUnknown),
        (429, DependencyUnavailable),
        (401, DependencyRejected),
        (307, DependencyRejected),
    ],
)
async def test_an_error_is_told_by_name_and_not_repeated(
    served: tuple[str, Door],
    visits: ConnectedVisits,
    pins: MemoryToolPins,
    status: int,
    error: type[DuralogueError],
) -> None:
    """Whether there is another attempt is for whoever knows what a second one may do."""
    _, door = served
    away = {"location": "http://127.0.0.1:1/mcp", "retry-after": "7"}
    door.answer = lambda _, headers: (
        (status, away, b"") if headers["x-rpc"] == "tools/call" else None
    )

    with pytest.raises(error) as raised:
        await called(visits, pins)

    assert type(raised.value) is error
    assert door.calls() == 1


async def test_a_slash_at_the_end_is_found(
    served: tuple[str, Door], visits: ConnectedVisits, pins: MemoryToolPins
) -> None:
    """A redirect within the server's own origin is followed once; the call is made once."""
    seen: set[str] = set()

    def once(_path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if headers["x-rpc"] != "tools/call" or seen:
            return None
        seen.add("tools/call")
        return 307, {"location": "/mcp?"}, b""

    served[1].answer = once

    assert (await called(visits, pins)).status is ToolStatus.SUCCEEDED


async def test_a_server_that_hangs_in_a_call(
    served: tuple[str, Door], visits: ConnectedVisits, pins: MemoryToolPins
) -> None:
    """Nobody knows what became of it."""
    served[1].hangs = True

    with pytest.raises(OutcomeUnknown, match="did not answer within 1 s"):
        await called(visits, pins, tool=QUICK)
    assert served[1].calls() == 1


async def test_an_answer_that_is_almost_mcp(
    served: tuple[str, Door], visits: ConnectedVisits, pins: MemoryToolPins
) -> None:
    """The field is named, and what stands in it is not told."""
    odd = {"tools": [{"name": "secret words"}]}
    served[1].answer = lambda _, headers: (
        as_json(200, jsonrpc="2.0", id=json.loads(headers["x-id"]), result=odd)
        if headers["x-rpc"] == "tools/list"
        else None
    )

    with pytest.raises(DependencyRejected, match="of its answer is not as MCP says") as raised:
        await called(visits, pins)
    assert "secret words" not in str(raised.value)


async def test_an_answer_that_is_too_large(
    served: tuple[str, Door], visits: ConnectedVisits, pins: MemoryToolPins
) -> None:
    """It is not read to its end."""
    huge = (200, {"content-type": "application/json"}, b" " * (MOST_BYTES + 1))
    served[1].answer = lambda _, headers: huge if headers["x-rpc"] == "tools/list" else None

    with pytest.raises(DependencyRejected, match="larger than"):
        await called(visits, pins)


async def test_a_server_that_is_not_there() -> None:
    """Nothing was done, and it may be tried again."""
    async with visits_at("http://127.0.0.1:1/mcp") as visits:
        with pytest.raises(DependencyUnavailable) as raised:
            await called(visits, MemoryToolPins())
    assert type(raised.value) is DependencyUnavailable


@pytest.mark.parametrize("url", ["stdio:server.py", "ws://127.0.0.1/mcp"])
async def test_a_server_is_spoken_to_over_http_only(url: str) -> None:
    """No process and no other transport."""
    async with visits_at(url) as visits:
        with pytest.raises(ConfigurationError):
            await called(visits, MemoryToolPins())


def credentials(issuer: str) -> McpSignIn:
    """A client of the tenant's own."""
    return McpSignIn(
        grant="client_credentials",
        issuer=issuer,
        client_id="acme",
        client_secret=SecretStr("s3cret"),
    )


async def test_a_client_signs_in_and_its_tokens_are_kept() -> None:
    """The next call uses them again."""
    sign_ins, pins = MemoryMcpSignIns(), MemoryToolPins()
    async with on_loopback(Bistro()) as (url, door), visits_at(url, sign_ins) as visits:
        asked = protected(door, url)
        issuer = str(parts_of(url).copy_with(path="/"))[:-1]
        await sign_ins.keep("acme", "bistro", credentials(issuer))
        await approve_all(visits, pins)

        assert (await called(visits, pins)).status is ToolStatus.SUCCEEDED

    kept = await sign_ins.of("acme", "bistro")
    assert kept is not None
    assert (kept.tokens or {})["access_token"] == TOKEN
    assert asked == ["/token"]


async def test_a_token_is_not_fetched_from_where_the_operator_does_not_allow() -> None:
    """Where to sign in the server says, so it is checked as any other address."""
    sign_ins = MemoryMcpSignIns()
    async with on_loopback(Bistro()) as (url, door), visits_at(url, sign_ins) as visits:
        protected(door, url, token_at="http://169.254.169.254/token")
        issuer = str(parts_of(url).copy_with(path="/"))[:-1]
        await sign_ins.keep("acme", "bistro", credentials(issuer))

        with pytest.raises(ConfigurationError, match="does not allow"):
            await called(visits, MemoryToolPins())
