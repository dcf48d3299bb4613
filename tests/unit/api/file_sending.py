"""Visitors and staff who send files, and a scanner that finds what a test says."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from domain.channel_settings import ChannelSettings, WebChannel
from domain.errors import DependencyUnavailable
from domain.files import FoundInfected
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import Doubles, a_bot

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
MEGABYTE = 1024 * 1024


@dataclass
class Scanner:
    """Finds what a test says, or is down."""

    found: FoundInfected | None = None
    failure: DependencyUnavailable | None = None
    scanned: bytes = b""

    async def scan(self, content: AsyncIterator[bytes]) -> FoundInfected | None:
        self.scanned = b"".join([block async for block in content])
        if self.failure:
            raise self.failure
        return self.found


def allow(doubles: Doubles, **rules: Any) -> None:
    web = WebChannel.model_validate({"attachments": {"enabled": True} | rules})
    doubles.bots.put(a_bot(channels=ChannelSettings(web=web)))


def send(
    visitor: Visitor, data: bytes | Iterator[bytes] = PNG, name: str = "parcel.png", **changed: Any
) -> Any:
    options = {"headers": visitor.headers} | changed
    return visitor.client.post(
        f"{visitor.conversation}/files", content=data, params={"name": name}, **options
    )
