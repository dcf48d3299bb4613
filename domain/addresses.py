"""Addresses on the network by a strict grammar, and which of them a tenant may have called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Annotated

from pydantic import AfterValidator

IpAddress = IPv4Address | IPv6Address

_END_OF_HOST = re.compile(r"[/?#]")
_PORTS = {"http": 80, "https": 443}
_LONGEST_HOST = 253
_HIGHEST_PORT = 65_535
_ANY_CASE = re.IGNORECASE | re.ASCII
"""Without ASCII "[a-z]" takes a long s, a dotless i and the sign for Kelvin, too."""
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", _ANY_CASE)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", _ANY_CASE)
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:(?P<port>[0-9]{1,5}))?",
    _ANY_CASE,
)
_ENTRY = re.compile(
    r"(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9.:_-]{1,253}?)(/(?P<bits>[0-9]{1,3}))?"
    r"(:(?P<port>[0-9]{1,5}))?",
    _ANY_CASE,
)
_EMBEDS_IPV4 = (
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("::/96"),
    ip_network("::ffff:0:0:0/96"),
)
"""Whose last 32 bits a translator, or an old system, takes for an address of IPv4."""
_GLOBAL_IPV6 = ip_network("2000::/3")
"""All that is given out of IPv6; what lies beside it leads inside, or nowhere."""
_NOT_PUBLIC = (
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("3fff::/20"),
)
"""Which Python's tables, older than some of them, call global."""
_NEVER = (
    ip_network("169.254.0.0/16"),
    ip_network("fe80::/10"),
    ip_network("168.63.129.16/32"),
    ip_network("100.100.100.200/32"),
    ip_network("192.0.0.192/32"),
    ip_network("fd00:ec2::/32"),
    ip_network("fd20:ce::/32"),
    ip_network("0.0.0.0/8"),
    ip_network("::/128"),
)
"""Link-local ranges and the places where clouds hand out credentials: not even by permission."""


@dataclass(frozen=True)
class Origin:
    """A scheme, a host in small letters and a port; nothing else of a URL."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """As a browser writes it: without the port that the scheme implies."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def ip(self) -> IpAddress | None:
        """The address, where the host is one and no name."""
        return _ip(self.host)


def parse_origin(text: str) -> Origin:
    """Read "https://shop.example:8443". ValueError for anything more, less or different."""
    found = _ORIGIN.fullmatch(text)
    if found is None:
        raise ValueError("must be http(s)://host or http(s)://host:port and nothing more")
    scheme = found["scheme"].lower()
    port = int(found["port"]) if found["port"] else _PORTS[scheme]
    return Origin(scheme, parse_host(found["host"]), _checked_port(port))


def origin_of(url: str) -> Origin:
    """Read the origin of an absolute URL. ValueError for user info, spaces and other schemes."""
    start, separator, rest = url.partition("://")
    end = _END_OF_HOST.search(rest)
    authority = rest[: end.start()] if end else rest
    return parse_origin(f"{start}{separator}{authority}")


def parse_host(text: str) -> str:
    """Read a name of DNS or a canonical IP address, in small letters. Raise ValueError.

    What some readers take for an address and others for a name (`127.1`, `0x7f.1`, `2130706433`)
    is refused, and so is a dot at the end.
    """
    if text.startswith("[") and text.endswith("]"):
        return str(IPv6Address(text[1:-1]))
    if len(text) > _LONGEST_HOST or not all(_LABEL.fullmatch(part) for part in text.split(".")):
        raise ValueError(f"{text!r} is no name of a host")
    if _NUMBER.fullmatch(text.rpartition(".")[2]):
        return str(IPv4Address(text))
    return text.lower()


def check_origin(text: str) -> str:
    """Validate for pydantic; the origin comes back as a browser would write it."""
    return str(parse_origin(text))


WebOrigin = Annotated[str, AfterValidator(check_origin)]


def is_public(address: IpAddress) -> bool:
    """Whether the address is one of the open internet, in whichever form it is written."""
    inner = plain(address)
    if isinstance(inner, IPv6Address) and inner not in _GLOBAL_IPV6:
        return False
    is_special = inner.is_multicast or is_never_called(inner) or _is_in(inner, _NOT_PUBLIC)
    return inner.is_global and not is_special


def plain(address: IpAddress) -> IpAddress:
    """Unwrap an IPv4 address that is written as an IPv6 one."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if int(address) > 1 and _is_in(address, _EMBEDS_IPV4):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


@dataclass(frozen=True)
class Listed:
    """One entry of the operator's list: a host by name, or a range of addresses."""

    host: str | None
    network: IPv4Network | IPv6Network | None
    port: int | None
    """Without one: the port that the scheme implies."""

    @classmethod
    def parse(cls, text: str) -> "Listed":
        """Read `api.example.com`, `10.1.0.0/16:8443`, `[fd00:1::]/32` or `127.0.0.1:8090`."""
        found = _ENTRY.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} must be a host or a range, such as shop.example:8443")
        port = _checked_port(int(found["port"])) if found["port"] else None
        host = parse_host(found["host"])
        address = _ip(host)
        if address is None:
            if found["bits"]:
                raise ValueError(f"{text!r}: only an address has a range")
            return cls(host, None, port)
        network = ip_network(f"{address}/{found['bits'] or address.max_prefixlen}")
        if any(network.version == n.version and network.overlaps(n) for n in _NEVER):
            raise ValueError(f"{text!r}: link-local and metadata addresses cannot be listed")
        return cls(None, network, port)

    def names(self, origin: Origin) -> bool:
        port = _PORTS[origin.scheme] if self.port is None else self.port
        if port != origin.port:
            return False
        return origin.host == self.host if self.host else self.covers(origin.ip)

    def covers(self, address: IpAddress | None) -> bool:
        return self.network is not None and address is not None and address in self.network


@dataclass(frozen=True)
class AllowedAddresses:
    """What the operator allows one tenant's tools to reach; everything else is refused.

    The operator's own `servers` may be anywhere. Of the list, a name may lead to public addresses
    only: its DNS belongs to somebody else. A private address takes an entry of its own.
    """

    listed: tuple[Listed, ...] = ()
    servers: frozenset[Origin] = frozenset()

    @classmethod
    def of(cls, listed: Iterable[str], servers: Iterable[str] = ()) -> "AllowedAddresses":
        return cls(
            tuple(Listed.parse(entry) for entry in listed if entry.strip()),
            frozenset(origin_of(url) for url in servers),
        )

    def allows(self, origin: Origin) -> bool:
        """Whether the origin may be called at all, before its name is resolved."""
        if origin in self.servers:
            return True
        if not any(entry.names(origin) for entry in self.listed):
            return False
        return origin.ip is None or self._may_reach(origin.ip, origin.port)

    def may_connect(self, host: str, port: int, address: IpAddress) -> bool:
        """Whether this address, to which the host's name has led, may be connected to."""
        inner = plain(address)
        if is_never_called(inner):
            return False
        if any((host, port) == (server.host, server.port) for server in self.servers):
            return True
        return self._may_reach(inner, port)

    def _may_reach(self, address: IpAddress, port: int) -> bool:
        ports = {None, port} if port in _PORTS.values() else {port}
        inner = plain(address)
        if is_never_called(inner):
            return False
        return is_public(inner) or any(e.covers(inner) and e.port in ports for e in self.listed)


def _checked_port(port: int) -> int:
    if not 1 <= port <= _HIGHEST_PORT:
        raise ValueError(f"{port} is no port")
    return port


def _ip(host: str) -> IpAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_never_called(address: IpAddress) -> bool:
    return _is_in(address, _NEVER)


def _is_in(address: IpAddress, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
