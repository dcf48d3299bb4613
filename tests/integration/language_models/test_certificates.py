"""TLS to a model server: trusted is what the system trusts, or what SSL_CERT_FILE names."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import DependencyUnavailable
from infra.hosted_models.endpoint import ModelEndpoint
from infra.http.model_calls import open_model_clients
from infra.openai_compatible.chat import OpenAICompatibleModel

_ANSWER = b'{"data": [{"id": "m"}]}'


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key of a company's own authority, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "models.company")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "models.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + secret)
    return file


@asynccontextmanager
async def running_server(certificate: Path) -> AsyncIterator[str]:
    """Lists one model, whatever it is asked."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(_ANSWER)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + _ANSWER)
        await writer.drain()
        writer.close()

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def served(url: str) -> frozenset[str]:
    async with open_model_clients(()) as clients:
        endpoint = ModelEndpoint(vendor="openai", url=url, model="m")
        return await OpenAICompatibleModel(endpoint, clients("acme", url)).served_models()


async def test_a_company_names_whom_to_trust(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By SSL_CERT_FILE, as every other program of the machine is told."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with running_server(certificate) as url:
        assert await served(url) == {"m"}


async def test_a_stranger_is_refused_and_the_reason_is_told(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an operator would look for a server that is down."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    async with running_server(certificate) as url:
        with pytest.raises(DependencyUnavailable, match="certificate; SSL_CERT_FILE"):
            await served(url)
