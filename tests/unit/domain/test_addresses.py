"""Hosts, origins and the operator's list."""

import pytest

from domain.addresses import AllowedAddresses, Listed, origin_of, parse_origin


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://Shop.Example", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://xn--bcher-kva.example:8443", "https://xn--bcher-kva.example:8443"),
    ],
)
def test_an_origin_is_written_as_a_browser_writes_it(text: str, written: str) -> None:
    """What a browser sends is compared letter by letter."""
    assert str(parse_origin(text)) == written


@pytest.mark.parametrize(
    "entry", ["*", "a b", "169.254.169.254", "0.0.0.0/0", "::/0", "a.example/8"]
)
def test_no_entry_opens_everything(entry: str) -> None:
    """A list that allows the metadata address, or all of the internet's ranges, is a mistake."""
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence differs
        Listed.parse(entry)


def test_a_listed_host_is_one_host_at_one_port() -> None:
    """A neighbour of the same name on another port is another program."""
    allowed = AllowedAddresses.of(["api.example.com", "10.1.0.0/16:8443"])

    assert allowed.allows(origin_of("https://api.example.com/x?y=1"))
    assert allowed.allows(origin_of("http://10.1.2.3:8443/"))
    assert not allowed.allows(origin_of("https://api.example.com:8443/"))
    assert not allowed.allows(origin_of("https://evil.api.example.com/"))
    assert not allowed.allows(origin_of("http://10.2.0.1:8443/"))
    assert not allowed.allows(origin_of("http://10.1.2.3/"))
