"""Rate limits by visitor, by address and by tenant."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request

from api.dependencies import Gateway
from api.middleware.rate_limit_headers import note_admission, note_limit
from api.visitor_sessions import VisitorSession
from domain.api_keys import ApiKey
from domain.channel_addresses import Channel
from domain.errors import RateLimited, SessionVoid
from domain.identities import SessionProof
from domain.rate_limits import RATES, Admission, Limit, Plan
from domain.staff import StaffMember
from domain.tenant_settings import Limits, TenantConfig

_SHARE_OF_ONE = 50
_AT_ONCE = 6
_UNVERIFIED_AT_ONCE = 3
_STREAMS_PAUSE = timedelta(seconds=10)
_STREAMS_OF_ONE = 12
_UPLOADS_AT_ONCE = 10
_UPLOADERS_OF_ADDRESS = 5


@dataclass(frozen=True)
class Sender:
    """Whoever sends a message, as its limits know them."""

    conversation_id: str
    key: str
    """Whose limit it is, after the tenant: `visitor/…`, `sender/…`. Never a person's address."""
    address: str | None = None
    """On the network; None where one server calls for all of a tenant's customers."""
    proof: SessionProof | None = None
    """None where there is no session: then the channel vouches for the sender."""
    api_key: ApiKey | None = None
    """Of the tenant's server that sends it: the server has a limit of its own."""

    @property
    def is_verified(self) -> bool:
        """Whether the tenant vouches for the sender."""
        is_customer = self.proof is not None and self.proof.customer_id is not None
        return is_customer or self.api_key is not None


async def admit_message(gateway: Gateway, tenant: TenantConfig, sender: Sender) -> Admission:
    """Raise SessionVoid for a session that was ended, RateLimited where the sender, their address
    or the whole tenant is over its limit."""
    admission = await ask_admission(gateway, tenant, sender)
    if admission.refused_by is not None:
        raise RateLimited(admission.wait)
    return admission


async def ask_admission(gateway: Gateway, tenant: TenantConfig, sender: Sender) -> Admission:
    """What admission control says, for callers that know what to do with a refusal. Raise
    SessionVoid for a session that was ended."""
    name = tenant.tenant
    plan, limits = message_limits(name, tenant.limits, sender)
    admission = await gateway.ports.admission.admit(
        name, sender.conversation_id, limits, sender.proof or SessionProof()
    )
    if admission.void:
        raise SessionVoid
    if admission.refused_by is not None:
        gateway.metrics.rate_limited.labels(name, admission.refused_by.name).inc()
    note_admission(plan, limits[0], admission)
    return admission


def message_limits(tenant_id: str, limits: Limits, sender: Sender) -> tuple[Plan, list[Limit]]:
    """The caller's plan, and the limits: the caller's own first, the busiest last. One address
    alone never uses up what its tenant has."""
    plan, rate = limits.rate(is_verified=sender.is_verified)
    found = [Limit(f"{tenant_id}/{sender.key}", rate.per_minute, rate.burst)]
    if sender.api_key is not None:
        plan, rate = sender.api_key.plan, RATES[sender.api_key.plan]
        servers = f"{tenant_id}/key/{sender.api_key.key_id}"
        found.insert(0, Limit(servers, rate.per_minute, rate.burst))
    address = sender.address
    if address is not None:
        found.append(
            _with_share(
                f"{tenant_id}/address/{address}",
                _at_most_a_quarter(
                    limits.address_messages_per_minute, limits.tenant_messages_per_minute
                ),
                _at_most_a_quarter(limits.address_burst, limits.tenant_burst),
            )
        )
    of_all = (limits.tenant_messages_per_minute, limits.tenant_burst)
    return plan, [*found, _with_share(f"{tenant_id}/tenant/all", *of_all)]


def _with_share(key: str, per_minute: int, burst: int) -> Limit:
    """A fifth is kept for conversations that go on."""
    return Limit(key, per_minute, burst, kept=burst // 5)


def _at_most_a_quarter(wanted: int | None, of_tenant: int) -> int:
    quarter = max(1, of_tenant // 4)
    return quarter if wanted is None else min(wanted, quarter)


async def take_session(gateway: Gateway, tenant: TenantConfig, request: Request) -> None:
    """Else a visitor would get round their own limit with a new session for each message."""
    limits = gateway.settings.limits
    await _take(
        gateway,
        tenant.tenant,
        "sessions",
        address_of(request),
        per_minute=limits.sessions_per_minute,
        burst=limits.sessions_burst,
    )


async def take_login(gateway: Gateway, tenant: TenantConfig, request: Request) -> None:
    most = gateway.settings.limits.logins_per_minute
    await _take(gateway, tenant.tenant, "logins", address_of(request), per_minute=most, burst=most)


async def take_install(gateway: Gateway, tenant: TenantConfig, request: Request) -> None:
    """Each one that begins is stored; whoever installs an app does it a few times at most."""
    most = gateway.settings.limits.logins_per_minute
    await _take(
        gateway, tenant.tenant, "installs", address_of(request), per_minute=most, burst=most
    )


def take_unverified(
    gateway: Gateway, tenant: TenantConfig, channel: Channel, request: Request
) -> None:
    """Raise RateLimited where too many calls from one address were not verified.

    Only such calls count: somebody who forges them must not shut out the provider itself, whose
    calls may come from the same address, behind a proxy.
    """
    name, most = tenant.tenant, gateway.settings.limits.unverified_per_minute
    wait = gateway.reads.take_now(
        f"{name}/unverified/{channel}/{address_of(request)}",
        per_minute=most,
        burst=max(1, most // _UNVERIFIED_AT_ONCE),
    )
    if wait is not None:
        gateway.metrics.rate_limited.labels(name, "unverified").inc()
        raise RateLimited(wait)


async def take_upload(
    gateway: Gateway, tenant: TenantConfig, who: str, address: str | None
) -> None:
    """Raise RateLimited for more files a minute than the tenant takes. `address` is None of staff,
    of whom many sit in one office."""
    most = tenant.channels.web.attachments.per_minute
    name, burst = tenant.tenant, min(most, _UPLOADS_AT_ONCE)
    await _take(gateway, name, "uploads", who, per_minute=most, burst=burst)
    if address is not None:
        of_all, at_once = (each * _UPLOADERS_OF_ADDRESS for each in (most, burst))
        place = f"address/{address}"
        await _take(gateway, name, "uploads", place, per_minute=of_all, burst=at_once)


async def take_decode(gateway: Gateway, tenant_id: str, who: str) -> None:
    """Opening and sealing payloads is the dearest thing that staff may ask for."""
    most = gateway.settings.limits.decodes_per_minute
    await _take(gateway, tenant_id, "codec", who, per_minute=most, burst=most)


def take_stream(gateway: Gateway, session: VisitorSession, request: Request) -> None:
    """Raise RateLimited where one visitor holds as many streams as a person could look at, or one
    address as many as an office could."""
    limits = gateway.settings.limits
    of_address = gateway.streams.of_address(address_of(request))
    of_visitor = gateway.streams.of_visitor(session.visitor_id)
    if of_visitor >= limits.streams_per_visitor or of_address >= limits.streams_per_address:
        gateway.metrics.rate_limited.labels(session.tenant_id, "streams").inc()
        raise RateLimited(_STREAMS_PAUSE)


def take_desk_stream(gateway: Gateway, member: StaffMember) -> None:
    """Raise RateLimited where one person has more desks open than windows they could look at. Many
    sit in one office, so that their address does not count."""
    if gateway.streams.of_visitor(f"staff/{member.staff_id}") >= _STREAMS_OF_ONE:
        gateway.metrics.rate_limited.labels(member.tenant_id, "streams").inc()
        raise RateLimited(_STREAMS_PAUSE)


def take_read(gateway: Gateway, tenant_id: str, who: str) -> None:
    """Raise RateLimited where one visitor reads more than a person could."""
    per_minute = max(1, gateway.settings.limits.reads_per_minute // _SHARE_OF_ONE)
    wait = gateway.reads.take_now(
        f"{tenant_id}/{who}", per_minute=per_minute, burst=max(1, per_minute // _AT_ONCE)
    )
    if wait is not None:
        gateway.metrics.rate_limited.labels(tenant_id, "reads").inc()
        raise RateLimited(wait)


def take_address_read(gateway: Gateway, address: str) -> timedelta | None:
    """How long this address must wait; before anything is read for it, a credential included."""
    per_minute = gateway.settings.limits.reads_per_minute
    return gateway.reads.take_now(
        f"address/{address}", per_minute=per_minute, burst=max(1, per_minute // _AT_ONCE)
    )


async def _take(
    gateway: Gateway, tenant_id: str, limit: str, who: str, *, per_minute: int, burst: int
) -> None:
    wait = await gateway.ports.rate_limiter.take(
        f"{tenant_id}/{limit}/{who}", per_minute=per_minute, burst=burst
    )
    note_limit(Limit(f"{tenant_id}/{limit}", per_minute, burst), wait)
    if wait is not None:
        gateway.metrics.rate_limited.labels(tenant_id, limit).inc()
        raise RateLimited(wait)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
