"""Key sets of tenants: where they may lie."""

from collections.abc import Sequence

import pytest

from domain.errors import ConfigurationError
from infra.http.key_sets import open_key_sets


async def leading_inside(_: str, __: int) -> Sequence[str]:
    return ["10.0.0.7"]


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://keys.example/jwks", ()),
        ("https://keys.example/jwks", ("keys.example",)),
        ("http://keys.example/jwks", ("keys.example",)),
        ("http://127.0.0.1:9/jwks", ()),
        ("https://169.254.169.254/jwks", ()),
        ("https://[::1]:9/jwks", ("keys.example",)),
        ("file:///etc/passwd", ()),
        ("https://a@keys.example/jwks", ("keys.example",)),
    ],
)
async def test_an_address_inside_is_never_asked(url: str, listed: tuple[str, ...]) -> None:
    """
    Not even where a name on the operator's list leads there by the time of the call.
    """
    async with open_key_sets(listed, {}, resolver=leading_inside) as fetched:
        with pytest.raises(ConfigurationError):
            await fetched.fetch("acme", url)


async def test_what_the_operator_does_not_list_is_not_even_resolved() -> None:
    """
    A public address is not enough: whoever writes a tenant's file must not choose what is called.
    """

    async def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(f"{host}:{port} was looked up")

    async with open_key_sets(("other.example",), {}, resolver=never) as fetched:
        with pytest.raises(ConfigurationError, match="does not allow"):
            await fetched.fetch("acme", "https://keys.example/jwks")
