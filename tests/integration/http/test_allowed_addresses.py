# ruff: noqa: E501, S104 - tables of addresses
"""Addresses that tools may connect to: the tenant's own servers and the operator's list, and nowhere else."""

from collections.abc import Sequence

import pytest

from domain.bot.tool_operations import HttpOperation
from domain.errors import ConfigurationError
from domain.tools import ToolStatus
from infra.http.backends import TenantBackends
from infra.http.tools import open_http_tools
from tests.integration.http.calls import GET_ORDER, a_call
from tests.integration.http.test_hostile_backends import backend, ok, says

WORKFLOWS = says(ok(b"Content-Length: 2"), b"{}")
FOREIGN = "ui.example"


def reading(url: str) -> HttpOperation:
    return HttpOperation(method="GET", url=url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost",
             "localhost.", "0.0.0.0", "[::ffff:127.0.0.1]", "[::1]", "a@127.0.0.1", "169.254.169.254"]
)  # fmt: skip
async def test_one_tenants_tool_never_reaches_what_stands_inside(host: str) -> None:
    """
    The Temporal UI on loopback shows every tenant's workflows to whoever can call it.
    """
    async with backend(WORKFLOWS) as (ui, asked):
        port = ui.rpartition(":")[2]
        shop = {"acme": TenantBackends(servers={"shop": ui})}
        async with open_http_tools(shop, listed=("api.example.com",)) as tools:
            for tenant in ("globex", "acme") if host != "127.0.0.1" else ("globex",):
                with pytest.raises(ConfigurationError):
                    await tools.call(
                        GET_ORDER,
                        reading(f"http://{host}:{port}/api/v1/namespaces/default/workflows"),
                        a_call("get_order", tenant_id=tenant),
                    )
    assert asked == []


async def test_an_open_connection_of_another_tenant_is_not_shared() -> None:
    """
    What is open already must not let in whoever may not open it.
    """
    async with backend(WORKFLOWS) as (url, asked):
        backends = {"acme": TenantBackends(servers={"shop": url}), "globex": TenantBackends()}
        async with open_http_tools(backends) as tools:
            mine = await tools.call(GET_ORDER, reading(f"{url}/orders"), a_call("get_order"))
            call = a_call("get_order", tenant_id="globex")
            with pytest.raises(ConfigurationError, match="does not allow"):
                await tools.call(GET_ORDER, reading(f"{url}/orders"), call)

    assert mine.status is ToolStatus.SUCCEEDED
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"],
     ["169.254.169.254"], ["fd00:ec2::254"], ["100.100.100.200"], ["0.0.0.0"], ["64:ff9b::7f00:1"]],
)  # fmt: skip
async def test_a_listed_name_that_leads_inside_is_refused(answer: Sequence[str]) -> None:
    """
    Its DNS belongs to somebody else, who may answer with any address.
    """

    async def resolver(_host: str, _port: int) -> Sequence[str]:
        return answer

    async with (
        backend(WORKFLOWS) as (ui, asked),
        open_http_tools(
            {}, listed=(f"{FOREIGN}:{ui.rpartition(':')[2]}",), resolver=resolver
        ) as tools,
    ):
        url = f"http://{FOREIGN}:{ui.rpartition(':')[2]}/"
        with pytest.raises(ConfigurationError, match="not allowed"):
            await tools.call(GET_ORDER, reading(url), a_call("get_order"))
    assert asked == []


async def test_the_address_that_was_checked_is_the_one_that_is_called() -> None:
    """
    A name that answers differently the second time is never asked a second time.
    """
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    asked_for: list[str] = []

    async def rebinding(host: str, _port: int) -> Sequence[str]:
        asked_for.append(host)
        return answers[min(len(asked_for), 2) - 1]

    async with backend(WORKFLOWS) as (url, asked):
        port = url.rpartition(":")[2]
        listed = (f"{FOREIGN}:{port}", f"127.0.0.1:{port}")
        async with open_http_tools({}, listed=listed, resolver=rebinding) as tools:
            there = reading(f"http://{FOREIGN}:{port}/")
            first = await tools.call(GET_ORDER, there, a_call("get_order"))
            with pytest.raises(ConfigurationError):
                await tools.call(GET_ORDER, there, a_call("get_order"))

    assert first.status is ToolStatus.SUCCEEDED
    assert asked_for == [FOREIGN, FOREIGN]
    assert f"host: {FOREIGN}:{port}".encode() in asked[0].lower()
