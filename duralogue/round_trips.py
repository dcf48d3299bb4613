"""Round trips to the gateway's own public address, signed as the provider signs."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import httpx

from domain.addresses import origin_of, plain
from domain.errors import ConfigurationError
from duralogue.findings import Finding

CALL_WITHIN_S = 10.0
NOTICED_WITHIN_S = 15.0
"""A running gateway remembers for ten seconds that an account was not connected."""
_PAUSE_S = 1.0
_NOT_YET = frozenset({401})

_SAYS: Mapping[int, str] = {
    400: "the gateway could not read the call: does a proxy change it on its way?",
    401: "the gateway refused the signature: check the secret, and that the proxy passes the "
    "address and the body on unchanged",
    403: "something before the gateway refused the call: a firewall, or a proxy that asks who "
    "calls",
    404: "the gateway does not know this address: is the tenant published, and the channel not "
    "switched off in its tenant.yaml?",
    429: "too many calls that could not be verified came from here: wait a minute",
    502: "the proxy does not reach the gateway: is it running?",
    503: "the gateway is up and cannot store anything: see `duralogue doctor`",
}


def base_url(public_url: str) -> str:
    """Raise ConfigurationError where no provider could call it by the look of it."""
    try:
        origin_of(public_url)
        parts = urlsplit(public_url)
    except ValueError:
        parts = None
    if parts is None or parts.query or parts.fragment or parts.username is not None:
        raise ConfigurationError(
            f"public-url: {public_url!r} must be an address such as https://bots.example"
        )
    return public_url.rstrip("/")


def is_on_this_machine(url: str) -> bool:
    """Whether only this machine can call it."""
    origin = origin_of(url)
    ip = plain(origin.ip) if origin.ip is not None else None
    return origin.host == "localhost" or (ip is not None and ip.is_loopback)


def reachable_by_provider(provider: str, public_url: str, *, is_double: bool) -> Finding:
    """What can be told without asking: the provider needs https on a public name."""
    if is_double:
        return Finding("address", is_fine=True, says=f"{public_url}, called by a double")
    if is_on_this_machine(public_url):
        says = (
            f"{provider} cannot call {public_url}, which is this machine alone: give the "
            "address of your proxy or tunnel with --public-url, or set PUBLIC_URL"
        )
        return Finding("address", is_fine=False, says=says)
    if urlsplit(public_url).scheme != "https":
        says = f"{provider} calls https only: {public_url} needs a certificate"
        return Finding("address", is_fine=False, says=says)
    return Finding("address", is_fine=True, says=public_url)


async def gateway_answer(
    url: str,
    call: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]],
    *,
    about: str,
    judge: Callable[[httpx.Response], str | None],
) -> Finding:
    """Call until the gateway has noticed the connection. `judge` says what is wrong with an answer
    of 200, and None for nothing."""
    until = time.monotonic() + NOTICED_WITHIN_S
    async with httpx.AsyncClient(timeout=CALL_WITHIN_S, follow_redirects=False) as client:
        while True:
            try:
                response = await call(client)
            except httpx.HTTPError as error:
                says = f"{url} does not answer ({type(error).__name__}): is the gateway running?"
                return Finding(about, is_fine=False, says=says)
            if response.status_code not in _NOT_YET or time.monotonic() >= until:
                break
            await asyncio.sleep(_PAUSE_S)
    wrong = judge(response) if response.is_success else _what_is_wrong(response)
    if wrong is None:
        return Finding(about, is_fine=True, says=f"{url} answered a signed call")
    return Finding(about, is_fine=False, says=wrong)


def _what_is_wrong(response: httpx.Response) -> str:
    status = response.status_code
    if response.is_redirect:
        to = response.headers.get("location", "")[:200]
        return f"the address redirects to {to}: providers do not follow; give the final address"
    return f"{_SAYS.get(status, 'unexpected')} (status {status})"
