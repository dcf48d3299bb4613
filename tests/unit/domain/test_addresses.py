"""Hosts, origins and the operator's list."""

from ipaddress import ip_address

import pytest

from domain.addresses import AllowedAddresses, Listed, is_public, origin_of, parse_origin


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


@pytest.mark.parametrize(
    "inside",
    [
        "::127.0.0.1", "::10.0.0.1", "::169.254.169.254", "::ffff:0:127.0.0.1",
        "::ffff:0:192.168.1.1", "64:ff9b::127.0.0.1", "64:ff9b:1::7f00:1", "64:ff9b:1:2::a00:1",
        "::ffff:10.1.2.3", "2002:7f00:1::", "2002:a9fe:a9fe::", "fec0::1", "fe80::1", "fc00::1",
        "5f00::1", "3fff::1", "100::1", "ff02::1", "::", "::1", "192.0.0.192", "192.88.99.1",
        "100.64.0.1", "198.18.0.1", "240.0.0.1", "0.1.2.3", "169.254.170.2",
    ],
)  # fmt: skip
def test_no_name_leads_inside_however_its_address_is_written(inside: str) -> None:
    """
    Several forms of IPv6 hold an address of IPv4; a translator in the network takes it out again.
    """
    allowed = AllowedAddresses.of(["evil.example"])

    assert not is_public(ip_address(inside))
    assert not allowed.may_connect("evil.example", 443, ip_address(inside))


@pytest.mark.parametrize("outside", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_a_name_leads_outside(outside: str) -> None:
    """
    A network without IPv4 reaches the rest of the internet through a translator.
    """
    assert AllowedAddresses.of(["a.example"]).may_connect("a.example", 443, ip_address(outside))


@pytest.mark.parametrize("metadata", ["192.0.0.192", "fd20:ce::254", "fd00:ec2::254"])
def test_credentials_of_clouds_are_not_even_the_operators_to_give(metadata: str) -> None:
    """
    A server of the operator's own whose name was taken over must not lead there either.
    """
    allowed = AllowedAddresses.of([], ["http://backend.example"])

    assert not allowed.may_connect("backend.example", 80, ip_address(metadata))


@pytest.mark.parametrize("host", ["\u017fhop", "\u212aelvin", "\u0131nfo", "\u0130nfo"])
def test_letters_are_those_of_ascii(host: str) -> None:
    """
    A pattern that takes capitals and small letters alike takes these four, too; they would stand
    in a header of the tenant's chat, which then fails.
    """
    with pytest.raises(ValueError, match="must be http"):
        parse_origin(f"https://{host}.example")
