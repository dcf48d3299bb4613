"""Backends that an operator may connect for a tenant."""

import pytest
from pydantic import ValidationError

from domain.backends import ConnectedBackend


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "https://shop.example?a=1"])
def test_what_is_no_address_is_refused_with_an_example(url: str) -> None:
    """A path is welcome, so the example has one."""
    with pytest.raises(ValidationError, match=r"such as https://shop\.example/api"):
        ConnectedBackend(name="shop", url=url)


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://[fe80::1]", "http://[::ffff:169.254.169.254]"]
)
def test_a_metadata_address_is_refused_at_once(url: str) -> None:
    """Not only when a customer's call fails."""
    with pytest.raises(ValidationError, match="never called"):
        ConnectedBackend(name="shop", url=url)


def test_an_address_may_have_a_path_and_lie_inside_the_network() -> None:
    """Only a slash at the end is taken away."""
    assert ConnectedBackend(name="shop", url="http://10.0.0.7/api/").url == "http://10.0.0.7/api"
