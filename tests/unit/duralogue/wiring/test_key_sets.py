"""Key sets of tenants: the client that fetches them is made once, when it is needed."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from domain.errors import ConfigurationError
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.key_sets import KeySetsOnDemand


async def test_the_operators_list_holds_and_one_client_serves_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_servers(_: Any, tenant_id: str) -> tuple[str, ...]:
        return ()

    monkeypatch.setattr("infra.postgres.backends.PostgresBackends.servers", no_servers)
    settings = SimpleNamespace(outbound_allowed=("keys.example",), tenant_backends={})
    base = cast(Foundation, SimpleNamespace(settings=settings, engine=None, keys=None))

    async with KeySetsOnDemand(base) as key_sets:
        assert key_sets._opened is None
        for _ in range(2):
            with pytest.raises(ConfigurationError, match="does not allow"):
                await key_sets.fetch("acme", "https://other.example/jwks")
        opened = key_sets._opened
        with pytest.raises(ConfigurationError):
            await key_sets.fetch("acme", "https://169.254.169.254/jwks")
        assert key_sets._opened is opened is not None
