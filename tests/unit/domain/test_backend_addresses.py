"""The address at which a backend is connected."""

import pytest
from pydantic import ValidationError

from domain.backends import ConnectedBackend


@pytest.mark.parametrize(
    "path", ["api\nX: y", "api\r\n", "a b", "\u202eapi", "api\u200b", "api\x00", "api\x1b[2J"]
)
def test_an_address_holds_nothing_that_cannot_be_seen(path: str) -> None:
    """It is printed to operators and written into logs."""
    with pytest.raises(ValidationError, match="nothing invisible"):
        ConnectedBackend(name="shop", url=f"https://shop.example/{path}")


def test_an_ordinary_address_is_taken() -> None:
    assert ConnectedBackend(name="shop", url="https://shop.example/api/").url.endswith("/api")
