"""An OpenID provider on loopback: real HTTP and real signatures, and faults on demand."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from infra.http.key_sets import open_key_sets

CLIENT, SECRET = "duralogue", "the client's secret"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class OpenidProvider:
    """Whoever comes is signed in as `claims` say."""

    issuer: str = ""
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u-1", "name": "Kim Lee", "groups": ["desk"], "sid": "s-1"}
    )
    changed: dict[str, Any] = field(default_factory=dict)
    """Claims of the next ID tokens that are not as they should be; None leaves one out."""
    algorithm: str = "ES256"
    is_down: bool = False
    documents: int = 0
    """How often the key set was fetched."""

    def __post_init__(self) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self.rotate()

    def rotate(self) -> None:
        """New keys, and the old ones are no longer published."""
        self.key_id = secrets.token_hex(4)
        self._ec = ec.generate_private_key(ec.SECP256R1())
        self._rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def authorize(self, address: str) -> str:
        """What a browser does there: sign in, and be sent back. Returns that address."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def signed(self, claims: dict[str, Any]) -> str:
        headers = {"kid": self.key_id}
        if self.algorithm == "none":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if self.algorithm == "HS256":
            return jwt.encode(claims, SECRET * 2, algorithm="HS256", headers=headers)
        key: Any = self._rsa if self.algorithm == "RS256" else self._ec
        return jwt.encode(claims, key, algorithm=self.algorithm, headers=headers)

    def logout_token(self, **changed: Any) -> str:
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 120,
            "jti": secrets.token_hex(8),
            "sub": self.claims["sub"],
            "sid": self.claims["sid"],
            "events": {LOGOUT_EVENT: {}},
        } | changed
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def document(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        if path == "/keys":
            self.documents += 1
            elliptic = self._public(jwt.algorithms.ECAlgorithm, self._ec.public_key(), "ES256")
            rsa_key = self._public(jwt.algorithms.RSAAlgorithm, self._rsa.public_key(), "RS256")
            return {"keys": [elliptic, rsa_key]}
        return None

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """None refuses: a code is good once, for its client and with its verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:the+client%27s+secret".encode()).decode()
        if asked is None or authorization != f"Basic {basic}":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return None
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": asked["nonce"],
            **self.claims,
            **self.changed,
        }
        token = self.signed({name: value for name, value in claims.items() if value is not None})
        return {"access_token": "not used", "token_type": "Bearer", "id_token": token}

    def _public(self, algorithm: Any, key: Any, name: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(algorithm.to_jwk(key))
        return document | {"kid": self.key_id, "use": "sig", "alg": name}


@contextmanager
def running_provider() -> Iterator[OpenidProvider]:
    provider = OpenidProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(provider.document(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: each[0] for name, each in parse_qs(body).items()}
            self._answer(provider.tokens(form, self.headers.get("Authorization", "")))

        def _answer(self, document: dict[str, Any] | None) -> None:
            status = 503 if provider.is_down else 200 if document is not None else 400
            written = json.dumps(document or {"error": "invalid_grant"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


class Calls:
    """The real client, opened for each call, in whatever loop that is."""

    def __init__(self, allowed: str) -> None:
        self._allowed = (allowed,)

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        async with open_key_sets(self._allowed, {}) as client:
            return await client.fetch(tenant_id, url)

    async def post(
        self, tenant_id: str, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None
    ) -> bytes:
        async with open_key_sets(self._allowed, {}) as client:
            return await client.post(tenant_id, url, form, basic=basic)
