"""Customer tokens that are checked with keys the tenant publishes."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI

from api.visitor_sessions import CustomerTokenVerifier
from domain.errors import DependencyUnavailable, NotAuthenticated
from domain.tenant_settings import Branding, CustomerTokens, TenantConfig
from tests.e2e.http.serving import served

ISSUER = "https://shop.acme.example"
OURS = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
STRANGERS = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def a_token(key: rsa.RSAPrivateKey, key_id: str) -> str:
    claims = {
        "iss": ISSUER,
        "aud": "duralogue",
        "sub": "cust-ada",
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": key_id})


def a_tenant(jwks_url: str) -> TenantConfig:
    tokens = CustomerTokens(issuer=ISSUER, algorithm="RS256", jwks_url=jwks_url)
    return TenantConfig(tenant="acme", branding=Branding(name="Ava"), customer_tokens=tokens)


@pytest.fixture
async def jwks_url() -> AsyncIterator[str]:
    """The tenant's own site, publishing its key set."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key()))
    site = FastAPI()

    @site.get("/jwks.json")
    async def key_set() -> dict[str, Any]:
        return {"keys": [{**public, "kid": "k-1", "use": "sig", "alg": "RS256"}]}

    async with served(site) as url:
        yield f"{url}/jwks.json"


async def test_a_published_key_vouches(jwks_url: str) -> None:
    """
    The tenant rotates its keys without telling us.
    """
    customer = await CustomerTokenVerifier({}).verify(a_tenant(jwks_url), a_token(OURS, "k-1"))

    assert customer.customer_id == "cust-ada"


@pytest.mark.parametrize(("key", "key_id"), [(STRANGERS, "k-1"), (OURS, "k-2")])
async def test_another_key_does_not(jwks_url: str, key: rsa.RSAPrivateKey, key_id: str) -> None:
    """
    Neither a stranger's signature under a known name nor a name that is not published.
    """
    with pytest.raises(NotAuthenticated):
        await CustomerTokenVerifier({}).verify(a_tenant(jwks_url), a_token(key, key_id))


@pytest.mark.parametrize("path", ["/none.json", ""])
async def test_a_site_that_is_down_is_nobodys_forgery(jwks_url: str, path: str) -> None:
    """
    The customer is told to try again, not that their token is wrong.
    """
    address = jwks_url.replace("/jwks.json", path) if path else "http://127.0.0.1:9/jwks.json"

    with pytest.raises(DependencyUnavailable):
        await CustomerTokenVerifier({}).verify(a_tenant(address), a_token(OURS, "k-1"))
