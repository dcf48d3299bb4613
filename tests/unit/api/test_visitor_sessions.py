"""Sessions that we sign, and customer tokens that tenants sign."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from api.customer_tokens import CustomerTokenVerifier
from api.visitor_sessions import VisitorSession, VisitorSessions
from domain.errors import (
    ConfigurationError,
    DuralogueError,
    InvalidInput,
    NotAuthenticated,
)
from domain.messages import VerifiedCustomer
from domain.tenant_settings import Branding, CustomerTokens, TenantConfig

SECRET = "a session secret that is long enough"
SHARED = "the secret that acme's own site signs with"
ISSUER = "https://shop.acme.example"
EXPECTED = CustomerTokens(issuer=ISSUER, secret="acme_site")
ACME = TenantConfig(tenant="acme", branding=Branding(name="Ava"), customer_tokens=EXPECTED)
PRIVATE_KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(public_exponent=65_537, key_size=2_048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}


def a_session(**changed: Any) -> VisitorSession:
    session = VisitorSession(
        tenant_id="acme",
        conversation_id="web-1",
        visitor_id="v-1",
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=7),
        customer=VerifiedCustomer(customer_id="cust-ada", email="ada@example.org"),
    )
    return session.model_copy(update=changed)


def claims(**changed: Any) -> dict[str, Any]:
    usual = {
        "iss": ISSUER,
        "aud": "duralogue",
        "sub": "cust-ada",
        "email": "ada@example.org",
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def acme(expected: CustomerTokens | None) -> TenantConfig:
    return ACME.model_copy(update={"customer_tokens": expected})


def public_pem(algorithm: str) -> str:
    key = PRIVATE_KEYS[algorithm].public_key()
    return str(
        key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()
    )


@pytest.fixture
def verifier() -> CustomerTokenVerifier:
    return CustomerTokenVerifier({"acme": {"acme_site": SHARED, "short": "guessable"}})


def test_a_session_comes_back_as_it_was_signed() -> None:
    """
    Who the visitor is, verified or not, is known from the session alone: gateways share nothing.
    """
    sessions = VisitorSessions(SECRET)

    assert sessions.read(sessions.sign(a_session()), tenant_id="acme") == a_session()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not a token",
        "ä.ö.ü",
        VisitorSessions("another secret that is long enough").sign(a_session()),
        jwt.encode({"tenant": "acme"}, "", algorithm="none"),
        jwt.encode(claims(aud="duralogue-visitor"), SECRET),
        jwt.encode(claims(), SECRET),
        VisitorSessions(SECRET).sign(a_session(expires_at=datetime(2020, 1, 1, tzinfo=UTC))),
        VisitorSessions(SECRET).sign(a_session(tenant_id="other")),
        VisitorSessions(SECRET).sign(a_session(conversation_id="../web-2")),
    ],
)
def test_a_session_that_does_not_check_out_lets_nobody_in(token: str) -> None:
    """
    Forged, unsigned, over, of another tenant or of another kind: all ask for a new session.
    """
    with pytest.raises(NotAuthenticated, match="Create a new one"):
        VisitorSessions(SECRET).read(token, tenant_id="acme")


def test_a_weak_secret_is_refused_at_the_start() -> None:
    """
    A short secret can be guessed offline from one session.
    """
    with pytest.raises(ConfigurationError, match="32"):
        VisitorSessions("short")


async def test_a_shared_secret_vouches(verifier: CustomerTokenVerifier) -> None:
    """
    The simplest way for a tenant's site to say who its customer is.
    """
    customer = await verifier.verify(ACME, jwt.encode(claims(name="Ada"), SHARED))

    assert customer == VerifiedCustomer(customer_id="cust-ada", email="ada@example.org", name="Ada")


@pytest.mark.parametrize(
    ("zoneinfo", "zone"), [("Europe/Berlin", "Europe/Berlin"), ("../etc/passwd", None), (7, None)]
)
async def test_a_token_says_where_the_customer_is(
    verifier: CustomerTokenVerifier, zoneinfo: object, zone: str | None
) -> None:
    """A zone that is none is not known; earlier releases can read a customer without one."""
    customer = await verifier.verify(ACME, jwt.encode(claims(zoneinfo=zoneinfo), SHARED))

    assert customer.zone == zone
    assert ("zone" in customer.model_dump()) == (zone is not None)


@pytest.mark.parametrize("algorithm", PRIVATE_KEYS)
async def test_a_public_key_vouches(verifier: CustomerTokenVerifier, algorithm: str) -> None:
    """
    With a key pair nothing secret of the tenant's lies with us.
    """
    expected = CustomerTokens(issuer=ISSUER, algorithm=algorithm, public_key=public_pem(algorithm))
    token = jwt.encode(claims(), PRIVATE_KEYS[algorithm], algorithm=algorithm)

    assert (await verifier.verify(acme(expected), token)).customer_id == "cust-ada"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": datetime(2020, 1, 1, tzinfo=UTC)}, "expired"),
        ({"exp": None}, "exp"),
        ({"iss": None}, "iss"),
        ({"aud": None}, "aud"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 129}, "sub"),
        ({"email": ["ada@example.org"]}, "email"),
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"aud": "another-service"}, "udience"),
        ({"exp": datetime.now(UTC) + timedelta(hours=9)}, "more than 60 minutes"),
        ({"nbf": datetime.now(UTC) + timedelta(hours=9)}, "not yet valid"),
    ],
)
async def test_a_token_with_wrong_claims_vouches_for_nobody(
    verifier: CustomerTokenVerifier, changed: dict[str, Any], reason: str
) -> None:
    """
    Each claim is checked, and the refusal tells the tenant's developer which one was wrong.
    """
    with pytest.raises(NotAuthenticated, match=reason):
        await verifier.verify(ACME, jwt.encode(claims(**changed), SHARED))


async def test_a_public_key_cannot_be_used_as_a_shared_secret(
    verifier: CustomerTokenVerifier,
) -> None:
    """
    Algorithms are the tenant's setting, never the token's: the oldest attack on JWT.
    """
    pem = public_pem("RS256")
    header = {"alg": "HS256", "typ": "JWT"}
    signing = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    parts = [
        jwt.utils.base64url_encode(json.dumps(part, default=str).encode())
        for part in (header, claims(exp=4_000_000_000))
    ]
    signature = jwt.utils.base64url_encode(signing.sign(b".".join(parts), pem.encode()))
    forged = b".".join([*parts, signature]).decode()
    expected = CustomerTokens(issuer=ISSUER, algorithm="RS256", public_key=pem)

    with pytest.raises(NotAuthenticated):
        await verifier.verify(acme(expected), forged)


@pytest.mark.parametrize(
    ("expected", "error"),
    [
        (None, InvalidInput),
        (EXPECTED.model_copy(update={"secret": "unknown"}), ConfigurationError),
        (EXPECTED.model_copy(update={"secret": "short"}), ConfigurationError),
        (EXPECTED.model_copy(update={"algorithm": "RS256"}), ConfigurationError),
        (
            EXPECTED.model_copy(update={"algorithm": "RS256", "public_key": "no PEM"}),
            ConfigurationError,
        ),
        (
            EXPECTED.model_copy(
                update={"algorithm": "RS256", "jwks_url": "http://keys.acme.example/jwks"}
            ),
            ConfigurationError,
        ),
    ],
)
async def test_what_the_tenant_set_up_wrongly_is_not_blamed_on_the_customer(
    verifier: CustomerTokenVerifier,
    expected: CustomerTokens | None,
    error: type[DuralogueError],
) -> None:
    """
    Each has its own error, so that the right person is told.
    """
    token = jwt.encode(claims(), PRIVATE_KEYS["RS256"], algorithm="RS256")

    with pytest.raises(error):
        await verifier.verify(acme(expected), token)


async def test_a_tenant_cannot_use_the_secret_of_another(verifier: CustomerTokenVerifier) -> None:
    """
    Names of secrets are each tenant's own; two may well choose the same.
    """
    other = ACME.model_copy(update={"tenant": "other"})

    with pytest.raises(ConfigurationError, match="other"):
        await verifier.verify(other, jwt.encode(claims(), SHARED))
