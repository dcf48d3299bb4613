"""Addresses that a tenant's files name: well-formed, and allowed by the operator."""

import re

from domain.addresses import AllowedAddresses, Origin, is_public, origin_of, plain
from domain.bot.problems import KeyPath, Problems
from domain.bot.schema import HttpSource
from domain.bot.yaml_values import TENANT, TOOLS, Parsed

_ABSOLUTE = re.compile(r"^\s*[A-Za-z][A-Za-z0-9+.-]*:|^\s*[/\\]{2}|^\s*\{")
_PATH = re.compile(r"[\x21-\x5b\x5d-\x7e]{0,500}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{1,200}")
_OURS = re.compile(
    r"(host|connection|content-length|transfer-encoding|te|upgrade|trailer|expect|proxy-.*"
    r"|idempotency-key|x-customer-.*)",
    re.IGNORECASE,
)
_HOW = "see OUTBOUND_ALLOWED in docs/reference/settings.md"


def lint_addresses(parsed: Parsed, addresses: AllowedAddresses | None, problems: Problems) -> None:
    """Where the operator's list is not known, what may be on it is a warning only."""
    for name, tool in parsed.tools.items():
        if tool.http is not None:
            _lint_url(name, tool.http, addresses, problems)
            _lint_headers(name, tool.http, problems)
    tokens = parsed.tenant.customer_tokens if parsed.tenant else None
    if tokens is not None and tokens.jwks_url is not None:
        _lint_secure(tokens.jwks_url, ("customer_tokens", "jwks_url"), addresses, problems)
    sign_in = parsed.tenant.staff_sign_in if parsed.tenant else None
    if sign_in is not None:
        _lint_secure(sign_in.issuer, ("staff_sign_in", "issuer"), addresses, problems)


def _lint_secure(
    url: str, path: tuple[str, str], addresses: AllowedAddresses | None, problems: Problems
) -> None:
    """A provider on a loopback address is for trying out; its operator has to list it."""
    origin = _origin(url, TENANT, path, problems)
    if origin is None:
        return
    is_loopback = path[1] == "issuer" and origin.ip is not None and plain(origin.ip).is_loopback
    if origin.scheme != "https" and not is_loopback:
        problems.error(TENANT, path, f"{path[1]} must begin with https://")
    else:
        _lint_origin(origin, addresses, TENANT, path, problems)


def _lint_url(
    name: str, http: HttpSource, addresses: AllowedAddresses | None, problems: Problems
) -> None:
    path: KeyPath = (name, "http", "url")
    url = http.url
    if url is None:
        return
    if not _PATH.fullmatch(url):
        problems.error(TOOLS, path, f"{name}: a URL is printable ASCII without spaces")
        return
    if "#" in url:
        problems.error(TOOLS, path, f"{name}: what stands behind the # of a URL is never sent")
        return
    if not _ABSOLUTE.match(url):
        if http.server is None:
            problems.error(TOOLS, path, f"{name}: a URL without a host needs `server`")
        return
    origin = _origin(url, TOOLS, path, problems)
    if origin is not None:
        _lint_origin(origin, addresses, TOOLS, path, problems)


def _origin(url: str, file: str, path: KeyPath, problems: Problems) -> Origin | None:
    try:
        return origin_of(url)
    except ValueError as error:
        problems.error(file, path, f"the address cannot be called: {error}")
        return None


def _lint_origin(
    origin: Origin,
    addresses: AllowedAddresses | None,
    file: str,
    path: KeyPath,
    problems: Problems,
) -> None:
    if addresses is not None and addresses.allows(origin):
        return
    is_inside = origin.host == "localhost" or (origin.ip is not None and not is_public(origin.ip))
    if addresses is not None:
        problems.error(file, path, f"the operator does not allow {origin}; {_HOW}")
    elif is_inside:
        problems.error(
            file, path, f"{origin} is an inside address; only the operator can allow it, {_HOW}"
        )
    else:
        problems.warn(file, path, f"{origin} works once the operator has allowed it; {_HOW}")


def _lint_headers(name: str, http: HttpSource, problems: Problems) -> None:
    for header, value in http.headers.items():
        path = (name, "http", "headers", header)
        if not (_HEADER_NAME.fullmatch(header) and _HEADER_VALUE.fullmatch(value)):
            problems.error(TOOLS, path, f"{name}: the header {header!r} cannot be sent")
        elif _OURS.fullmatch(header):
            problems.error(TOOLS, path, f"{name}: the header {header!r} is set by the platform")
