"""Addresses at which the parts of a stack listen."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace

from duralogue.embedded.ports import LOOPBACK, choose_port


@dataclass(frozen=True)
class Ports:
    """One port for each thing that listens; 0 means any."""

    gateway: int = 8080
    shop: int = 8090
    temporal: int = 7233
    temporal_ui: int = 8233
    postgres: int = 5439

    @property
    def gateway_url(self) -> str:
        return f"http://{LOOPBACK}:{self.gateway}"

    @property
    def shop_url(self) -> str:
        return f"http://{LOOPBACK}:{self.shop}"

    @property
    def temporal_address(self) -> str:
        return f"{LOOPBACK}:{self.temporal}"

    @property
    def temporal_ui_url(self) -> str:
        return f"http://{LOOPBACK}:{self.temporal_ui}"

    def noted(self) -> dict[str, int]:
        return asdict(self)


ANY_PORTS = Ports(gateway=0, shop=0, temporal=0, temporal_ui=0, postgres=0)


def choose_ports(
    preferred: Ports,
    last: Mapping[str, int],
    say: Callable[[str], None],
    *,
    unused: Collection[str],
) -> Ports:
    """Yesterday's ports if they are free, else the preferred ones, else any; tells of the latter.

    A browser keeps a chat by the page's address, so the same port shows yesterday's chat again.
    """
    chosen: dict[str, int] = {}
    for name, wanted in asdict(preferred).items():
        if name in unused:
            continue
        remembered = last.get(name, wanted) if wanted else 0
        port = choose_port(remembered, avoid=chosen.values())
        if port != remembered:
            port = choose_port(wanted, avoid=chosen.values())
        if wanted and port not in (remembered, wanted):
            say(f"port {wanted} is in use: {name.replace('_', ' ')} listens on {port} instead")
        chosen[name] = port
    return replace(preferred, **chosen)
