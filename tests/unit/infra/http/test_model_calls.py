"""Clients for model servers: they go where the operator said, and nowhere else."""

from collections.abc import Sequence
from ipaddress import ip_address

import httpx
import pytest

from domain.addresses import origin_of
from domain.errors import ConfigurationError
from infra.http.model_calls import allowed_for, open_model_clients


@pytest.mark.parametrize(
    ("url", "address", "listed", "is_allowed"),
    [
        ("http://10.0.0.7:8000/v1", "10.0.0.7", (), True),
        ("http://localhost:8000/v1", "127.0.0.1", (), True),
        ("https://api.cohere.com", "104.18.0.1", (), True),
        ("https://api.cohere.com", "10.0.0.7", (), False),
        ("http://vllm.internal:8000", "10.0.0.7", (), False),
        ("http://vllm.internal:8000", "10.0.0.7", ("10.0.0.0/8:8000",), True),
        ("http://vllm.internal:8000", "169.254.169.254", ("10.0.0.0/8:8000",), False),
    ],
)
def test_a_name_leads_inside_only_where_the_operator_lists_it(
    url: str, address: str, listed: tuple[str, ...], *, is_allowed: bool
) -> None:
    """Who owns a name decides where it leads; who connects an address has decided."""
    allowed, origin = allowed_for(url, listed), origin_of(url)
    assert allowed.allows(origin)
    assert allowed.may_connect(origin.host, origin.port, ip_address(address)) is is_allowed


async def test_a_library_cannot_send_the_key_elsewhere() -> None:
    """A client belongs to one origin, whatever address a library makes up."""

    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise AssertionError(host, port)

    listed = ("evil.example",)
    async with open_model_clients(listed, resolver=nowhere) as client_for:
        client = client_for("acme", "https://models.example/v1")
        assert client is client_for("acme", "https://models.example/v2")
        assert client is not client_for("other", "https://models.example/v1")
        with pytest.raises(ConfigurationError, match=r"does not allow https://evil\.example"):
            await client.get("https://evil.example/v1/models")
        assert isinstance(client, httpx.AsyncClient)
