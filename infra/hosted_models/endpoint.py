"""One model of one vendor, and the key that opens it."""

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from domain.errors import ConfigurationError

CONNECT_WITHIN_S = 5.0
_KEY = re.compile(r"[\x21-\x7e]{1,1000}")
_MODEL = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, kw_only=True)
class ModelEndpoint:
    """Raise ConfigurationError, naming the field, for what cannot be sent."""

    vendor: str
    """As traces and errors name it, such as "cohere"."""
    url: str
    """Without the part that the vendor's API adds: `https://api.cohere.com`, `http://host/v1`."""
    model: str
    key: str | None = field(default=None, repr=False)
    """None for a server that asks for none."""

    def __post_init__(self) -> None:
        if self.key is not None and not _KEY.fullmatch(self.key):
            # A header holds ASCII only, and a line break would end it: httpx's own error for
            # either quotes the key.
            raise ConfigurationError(
                "key: must be 1 to 1000 printable ASCII characters, without spaces or line breaks"
            )
        if not _MODEL.fullmatch(self.model):
            raise ConfigurationError(
                "model: must be 1 to 200 printable ASCII characters, without spaces"
            )
        if not _is_base(self.url):
            raise ConfigurationError(
                "url: must be http:// or https:// with a host, without user, query or fragment"
            )

    @property
    def name(self) -> str:
        """Vendor and model, such as "cohere/command-a-03-2025"."""
        return f"{self.vendor}/{self.model}"

    def at(self, path: str) -> str:
        """The address of one of its methods."""
        return f"{self.url.rstrip('/')}/{path}"

    def headers(self) -> dict[str, str]:
        """What opens it."""
        return {} if self.key is None else {"Authorization": f"Bearer {self.key}"}


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not (parts.username or parts.password or parts.query or parts.fragment)
            and parts.port != 0
            and url.isascii()
            and url.isprintable()
        )
    except ValueError:
        return False


@asynccontextmanager
async def open_model_client(*, connections: int = 100) -> AsyncIterator[httpx.AsyncClient]:
    """A client for calls to models: no proxies, no redirects, no cookies, no retries.

    TLS trusts what the system trusts, or SSL_CERT_FILE and SSL_CERT_DIR, which OpenSSL reads
    itself. httpx's own choice would be certifi, which knows no company's own authority.
    """
    async with httpx.AsyncClient(
        verify=ssl.create_default_context(),
        trust_env=False,
        follow_redirects=False,
        # Reading has deadlines of its own: see StreamClock.
        timeout=httpx.Timeout(None, connect=CONNECT_WITHIN_S, pool=CONNECT_WITHIN_S),
        limits=httpx.Limits(max_connections=connections, keepalive_expiry=30),
    ) as client:
        yield client
