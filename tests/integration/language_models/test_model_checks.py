"""`duralogue doctor` and model servers: a retired id, a rejected key, a server that is down."""

import pytest
from pydantic import SecretStr

from domain.language_models.connections import ConnectedModel, ModelKind
from duralogue.model_checks import check_model
from infra.hosted_models.endpoint import open_model_client
from provider_doubles.faults import FaultKind
from tests.integration.language_models.servers import KEY, SERVERS, Server, running_server


def connected(server: Server, *, model: str = "", key: str = KEY) -> ConnectedModel:
    kind = ModelKind.COHERE if server.kind == "cohere" else ModelKind.OPENAI
    url = server.url if kind is ModelKind.COHERE else f"{server.url}/v1"
    return ConnectedModel(
        name="small",
        kind=kind,
        url=url,
        model=model or server.settings.models[0],
        key=SecretStr(key),
    )


@pytest.mark.parametrize("kind", SERVERS)
async def test_each_mistake_is_named(kind: str) -> None:
    """With what to do, and never with the key."""
    async with running_server(kind) as server:
        fine = await check_model("acme", connected(server), server.client)
        retired = await check_model("acme", connected(server, model="old-1"), server.client)
        rejected = await check_model("acme", connected(server, key="wrong-key"), server.client)
        server.fail(FaultKind.HANG, seconds=5)
        hung = await check_model("acme", connected(server), server.client, within=0.1)
    async with open_model_client() as client:
        down = await check_model("acme", connected(server), client)

    assert fine.is_fine
    assert fine.about == "model acme/small"
    assert not any(found.is_fine for found in (retired, rejected, hung, down))
    assert "old-1 is not served" in retired.says
    assert server.settings.models[0] in retired.says
    assert "key" in rejected.says
    assert "wrong-key" not in rejected.says
    assert "did not answer within 0.1 s" in hung.says
    assert server.url in down.says
