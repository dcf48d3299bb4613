"""Gateway settings: trusted proxies, limits on connections, and what is disclosed."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from domain.rate_limits import GatewayLimits

_SHORTEST_TOKEN = 16


def _are_networks(text: str) -> str:
    for each in filter(None, (part.strip() for part in text.split(","))):
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError as error:
            raise ValueError("must be addresses or networks, with commas between them") from error
    return text


def _is_token(token: SecretStr) -> SecretStr:
    text = token.get_secret_value()
    if len(text) < _SHORTEST_TOKEN or not text.isascii() or not text.isprintable():
        raise ValueError(f"must have at least {_SHORTEST_TOKEN} printable ASCII characters")
    return token


class GatewayTuning(BaseModel):
    """Part of `Settings`; docs/how-to/put-a-proxy-in-front.md says how they go with a proxy's."""

    trusted_proxies: Annotated[str, AfterValidator(_are_networks)] = ""
    """TRUSTED_PROXIES: the proxies before the gateway, as addresses or networks with commas between
    them, for example `10.0.3.0/24,127.0.0.1`. Theirs is the `X-Forwarded-For` that limits by
    address count by, and the `X-Forwarded-Proto`. Unset, nobody is believed, also not from the
    machine itself: whoever may write that header is given a new address with each request."""

    max_connections: int = Field(default=5_000, ge=10, le=1_000_000)
    """MAX_CONNECTIONS: how many connections one gateway holds, event streams included, some 40
    kilobytes each. Before one more is refused, the one that has been idle for longest is closed.
    The limit on open files of the process comes first where it is lower."""

    connections_per_address: int = Field(default=2_000, ge=1, le=1_000_000)
    """CONNECTIONS_PER_ADDRESS: how many of them may come from one address. Offices and mobile
    networks share one, so it is generous; trusted proxies are not counted."""

    head_seconds: float = Field(default=10.0, gt=0, le=600)
    """HEAD_SECONDS: how long a connection may take until the head of its request has arrived,
    whether bytes come or not. A body has twenty seconds, an answer that is not fetched has sixty;
    event streams may stay open for as long as their session lasts."""

    streams_per_address: int = Field(default=GatewayLimits.streams_per_address, ge=1, le=1_000_000)
    """STREAMS_PER_ADDRESS: how many event streams one gateway holds open for one address."""

    streams_per_visitor: int = Field(default=GatewayLimits.streams_per_visitor, ge=1, le=10_000)
    """STREAMS_PER_VISITOR: how many event streams one gateway holds open for one visitor."""

    reads_per_minute: int = Field(default=GatewayLimits.reads_per_minute, ge=1, le=10_000_000)
    """READS_PER_MINUTE: how many requests that only read one gateway answers to one address, a
    sixth of them at once. One visitor may ask for a fiftieth of a history or a stream."""

    sessions_per_minute: int = Field(default=GatewayLimits.sessions_per_minute, ge=1, le=1_000_000)
    """SESSIONS_PER_MINUTE: how many sessions one address may make with one tenant, on all gateways
    together. Offices share an address, so it is generous."""

    sessions_burst: int = Field(default=GatewayLimits.sessions_burst, ge=1, le=1_000_000)
    """SESSIONS_BURST: how many of them at once."""

    logins_per_minute: int = Field(default=GatewayLimits.logins_per_minute, ge=1, le=10_000)
    """LOGINS_PER_MINUTE: how many attempts of a tenant's staff to sign in one address may make, all
    of them at once if it likes."""

    decodes_per_minute: int = Field(default=GatewayLimits.decodes_per_minute, ge=1, le=1_000_000)
    """DECODES_PER_MINUTE: how often one member of staff may have payloads decrypted. The Temporal
    UI asks once for each event of a history."""

    unverified_per_minute: int = Field(
        default=GatewayLimits.unverified_per_minute, ge=3, le=1_000_000
    )
    """UNVERIFIED_PER_MINUTE: how many calls of a channel's webhook with a wrong signature, or for
    an account that is not connected, one address may make; a third of them at once. Calls that are
    verified do not count."""

    show_last_step: bool = False
    """SHOW_LAST_STEP: whether conversations that begin from now on say in the Temporal UI's list
    what their last turn did, in the search attribute `LastStep`. That is one more event of the
    history for a turn that did something else than the one before. `duralogue dev` switches it on
    unless it is set."""

    details_token: Annotated[SecretStr, AfterValidator(_is_token)] | None = None
    """DETAILS_TOKEN: when it is set, `/metrics`, `/docs`, `/openapi.json` and what `/ready` says
    about each dependency are only for who shows it, as `Authorization: Bearer`. Unset, they are
    open, which suits a gateway that only a proxy or a private network can reach."""
