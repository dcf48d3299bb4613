"""Customer tokens that are checked with keys the tenant publishes."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from fastapi import FastAPI, Response

from api.customer_key_sets import CustomerKeySets
from api.customer_tokens import CustomerTokenVerifier
from domain.errors import DependencyUnavailable, NotAuthenticated
from domain.tenant_settings import Branding, CustomerTokens, TenantConfig
from infra.http.key_sets import open_key_sets
from tests.e2e.http.serving import served

ISSUER = "https://shop.acme.example"
KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(public_exponent=65_537, key_size=2_048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
STRANGERS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(public_exponent=65_537, key_size=2_048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
SHORT = rsa.generate_private_key(public_exponent=65_537, key_size=1_024)  # noqa: S505 - refused


def published(key: Any, algorithm: str, key_id: str, **changed: Any) -> dict[str, Any]:
    of = jwt.algorithms.get_default_algorithms()[algorithm]
    jwk = json.loads(of.to_jwk(key.public_key()))
    return {**jwk, "kid": key_id, "use": "sig", "alg": algorithm, **changed}


def a_token(key: Any, algorithm: str, key_id: str | None = None, **changed: Any) -> str:
    claims = {
        "iss": ISSUER,
        "aud": "duralogue",
        "sub": "cust-ada",
        "exp": datetime.now(UTC) + timedelta(minutes=5),
        **changed,
    }
    headers = {"kid": key_id or f"k-{algorithm}"} if key_id != "" else None
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers)


@dataclass
class Site:
    """The tenant's own site, publishing its key set; `now` is the gateway's clock."""

    keys: list[Any] = field(
        default_factory=lambda: [published(KEYS[name], name, f"k-{name}") for name in KEYS]
    )
    status: int = 200
    body: str | None = None
    asked: int = 0
    now: float = 1_000.0
    url: str = ""

    def tenant(self, algorithm: str = "RS256", *also: str, path: str = "") -> TenantConfig:
        tokens = CustomerTokens(
            issuer=ISSUER, algorithm=algorithm, also=also, jwks_url=self.url + path
        )
        return TenantConfig(tenant="acme", branding=Branding(name="Ava"), customer_tokens=tokens)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made, app = Site(), FastAPI()

    @app.get("/jwks.json")
    async def key_set() -> Response:
        made.asked += 1
        body = made.body if made.body is not None else json.dumps({"keys": made.keys})
        return Response(body, made.status, media_type="application/json")

    @app.get("/moved.json")
    async def moved() -> Response:
        return Response(status_code=302, headers={"Location": f"{made.url}"})

    async with served(app) as url:
        made.url = f"{url}/jwks.json"
        yield made


@pytest.fixture
async def verifier(site: Site) -> AsyncIterator[CustomerTokenVerifier]:
    server = site.url.removesuffix("/jwks.json")
    async with open_key_sets((), {"acme": (server,)}) as fetched:
        yield CustomerTokenVerifier({}, CustomerKeySets(fetched, clock=lambda: site.now))


@pytest.mark.parametrize("signed_by", KEYS)
@pytest.mark.parametrize("pinned", KEYS)
async def test_only_the_pinned_algorithm_vouches(
    site: Site, verifier: CustomerTokenVerifier, pinned: str, signed_by: str
) -> None:
    """
    Though the set holds good keys of the other kinds as well.
    """
    token = a_token(KEYS[signed_by], signed_by)
    if pinned == signed_by:
        assert (await verifier.verify(site.tenant(pinned), token)).customer_id == "cust-ada"
    else:
        with pytest.raises(NotAuthenticated, match="algorithm"):
            await verifier.verify(site.tenant(pinned), token)
        assert (await verifier.verify(site.tenant(pinned, signed_by), token)).customer_id


@pytest.mark.parametrize("algorithm", KEYS)
async def test_another_key_does_not_vouch(
    site: Site, verifier: CustomerTokenVerifier, algorithm: str
) -> None:
    """
    Neither a stranger's signature under a known name, nor a name that is not published, nor one
    of several keys that the token does not name.
    """
    tenant = site.tenant(algorithm)
    for token in (
        a_token(STRANGERS[algorithm], algorithm),
        a_token(KEYS[algorithm], algorithm, "k-2"),
    ):
        with pytest.raises(NotAuthenticated):
            await verifier.verify(tenant, token)
    unnamed = a_token(KEYS[algorithm], algorithm, "")
    assert (await verifier.verify(tenant, unnamed)).customer_id == "cust-ada"
    site.keys.append(published(STRANGERS[algorithm], algorithm, "k-other"))
    site.now += 700
    with pytest.raises(NotAuthenticated):
        await verifier.verify(tenant, unnamed)


@pytest.mark.parametrize(
    "changed",
    [
        {"use": "enc"},
        {"alg": "PS256"},
        {"key_ops": ["sign"]},
        {"key_ops": 5},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"n": "%%%"},
        {"kid": 7},
    ],
)
async def test_a_key_that_is_for_something_else_does_not_vouch(
    site: Site, verifier: CustomerTokenVerifier, changed: dict[str, Any]
) -> None:
    site.keys = [published(KEYS["RS256"], "RS256", "k-RS256", **changed), "junk", None]

    with pytest.raises(NotAuthenticated):
        await verifier.verify(site.tenant(), a_token(KEYS["RS256"], "RS256"))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_a_short_key_does_not_vouch(site: Site, verifier: CustomerTokenVerifier) -> None:
    site.keys = [published(SHORT, "RS256", "k-RS256")]

    with pytest.raises(NotAuthenticated):
        await verifier.verify(site.tenant(), a_token(SHORT, "RS256"))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_no_signature_and_no_shared_secret_stands_in_for_a_key(
    site: Site, verifier: CustomerTokenVerifier, algorithm: str
) -> None:
    """
    The oldest attacks on JWT: the token chooses, and the public key becomes the secret.
    """
    secret = site.keys[0]["n"] if algorithm == "HS256" else ""
    forged = a_token(secret or None, algorithm, "k-RS256")
    for tenant in (site.tenant(), site.tenant("RS256", "ES256")):
        with pytest.raises(NotAuthenticated):
            await verifier.verify(tenant, forged)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"exp": timedelta(seconds=-90)},
        {"nbf": timedelta(minutes=10)},
        {"iat": timedelta(minutes=10)},
        {"iat": timedelta(hours=-2)},
        {"exp": timedelta(hours=2)},
        {"sub": "x" * 9_000},
    ],
)
async def test_wrong_claims_vouch_for_nobody(
    site: Site, verifier: CustomerTokenVerifier, changed: dict[str, Any]
) -> None:
    """Times are told from now: an hour may have passed since the tests were collected."""
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        k: now + v if isinstance(v, timedelta) else v for k, v in changed.items()
    }
    with pytest.raises(NotAuthenticated):
        await verifier.verify(site.tenant(), a_token(KEYS["RS256"], "RS256", **claims))


@pytest.mark.parametrize("seconds", [-40, 40])
async def test_clocks_may_differ_by_a_minute(
    site: Site, verifier: CustomerTokenVerifier, seconds: int
) -> None:
    theirs = datetime.now(UTC) + timedelta(seconds=seconds)
    token = a_token(
        KEYS["RS256"], "RS256", iat=theirs, nbf=theirs, exp=theirs + timedelta(seconds=1)
    )

    assert (await verifier.verify(site.tenant(), token)).customer_id == "cust-ada"


async def test_keys_rotate_without_a_restart(site: Site, verifier: CustomerTokenVerifier) -> None:
    """
    An unknown name is asked for, but not at each request: whoever invents names must not have us
    call the tenant's site.
    """
    tenant, old = site.tenant(), a_token(KEYS["RS256"], "RS256")
    new = a_token(STRANGERS["RS256"], "RS256", "k-new")
    await verifier.verify(tenant, old)
    site.keys = [published(STRANGERS["RS256"], "RS256", "k-new")]
    for _ in range(20):
        with pytest.raises(NotAuthenticated):
            await verifier.verify(tenant, new)
    assert site.asked == 1
    site.now += 31

    assert (await verifier.verify(tenant, new)).customer_id == "cust-ada"
    assert site.asked == 2
    with pytest.raises(NotAuthenticated):
        await verifier.verify(tenant, old)


@pytest.mark.parametrize("fault", [{"status": 500}, {"body": "<html>"}, {"body": '{"keys": 1}'}])
async def test_known_keys_stay_in_use_for_a_day_while_the_site_is_down(
    site: Site, verifier: CustomerTokenVerifier, fault: dict[str, Any]
) -> None:
    """
    And the site that is down is asked now and then, not by everybody.
    """
    tenant, token = site.tenant(), a_token(KEYS["RS256"], "RS256")
    await verifier.verify(tenant, token)
    vars(site).update(fault)
    for _ in range(5):
        site.now += 700
        await verifier.verify(tenant, token)
        await verifier.verify(tenant, token)
    assert site.asked == 6
    site.now += 24 * 3_600

    with pytest.raises(DependencyUnavailable):
        await verifier.verify(tenant, token)


@pytest.mark.parametrize(
    "fault",
    [{"status": 404}, {"body": "x" * 300_000}, {"body": "[" * 100_000}, {"keys": [{}] * 51}],
)
async def test_a_site_that_is_down_is_nobodys_forgery(
    site: Site, verifier: CustomerTokenVerifier, fault: dict[str, Any]
) -> None:
    """
    The customer is told to try again, not that their token is wrong.
    """
    vars(site).update(fault)

    with pytest.raises(DependencyUnavailable):
        await verifier.verify(site.tenant(), a_token(KEYS["RS256"], "RS256"))


async def test_a_redirect_is_not_followed(site: Site, verifier: CustomerTokenVerifier) -> None:
    tenant = site.tenant()
    moved = site.url.replace("jwks", "moved")
    assert tenant.customer_tokens is not None
    tokens = tenant.customer_tokens.model_copy(update={"jwks_url": moved})

    with pytest.raises(DependencyUnavailable):
        await verifier.verify(
            tenant.model_copy(update={"customer_tokens": tokens}), a_token(KEYS["RS256"], "RS256")
        )
    assert site.asked == 0
