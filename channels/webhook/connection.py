"""Connection of an account: the tenant's URL and one signing secret, or two."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, TypeAdapter, ValidationError

from channels.webhook.signature import key_of, new_secret
from domain.addresses import is_never_called, origin_of, plain
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError

URL, SIGNING, PREVIOUS = "url", "signing", "previous"
ACCOUNT = r"[a-z0-9][a-z0-9_-]{0,59}"
"""How an account of this channel is named: it is part of an address."""


def _is_address(url: str) -> str:
    if any(not char.isprintable() or char in ' #\\{}"' for char in url):
        raise ValueError("must be an address such as https://chat.example/replies")
    try:
        origin = origin_of(url)
    except ValueError:
        raise ValueError("must be an address such as https://chat.example/replies") from None
    if origin.ip is not None and is_never_called(plain(origin.ip)):
        raise ValueError("link-local and cloud metadata addresses are never called")
    return url


_ACCOUNT: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(pattern=f"^{ACCOUNT}$")])
_URL: TypeAdapter[str] = TypeAdapter(
    Annotated[str, Field(max_length=500), AfterValidator(_is_address)]
)


def new_connection(account: str, url: str) -> ChannelConnection:
    """With a secret of its own, made here. Raise ConfigurationError, naming what is wrong."""
    return _checked(account, url, {SIGNING: SecretStr(new_secret())})


def moved(connection: ChannelConnection, url: str) -> ChannelConnection:
    """The same account at another URL, with the secrets that it has."""
    return _checked(connection.account, url, dict(connection.secrets))


def rotated(connection: ChannelConnection) -> ChannelConnection:
    """With a new secret; the one until now holds beside it, an older one no longer."""
    both = {SIGNING: SecretStr(new_secret()), PREVIOUS: connection.secrets[SIGNING]}
    return connection.model_copy(update={"secrets": both})


def without_previous(connection: ChannelConnection) -> ChannelConnection:
    """With the newest secret alone."""
    newest = {SIGNING: connection.secrets[SIGNING]}
    return connection.model_copy(update={"secrets": newest})


def keys(connection: ChannelConnection) -> list[bytes]:
    """The newest first; none for nobody's connection. Raise ConfigurationError."""
    found = [connection.secrets.get(name) for name in (SIGNING, PREVIOUS)]
    return [key_of(secret.get_secret_value()) for secret in found if secret is not None]


def _checked(account: str, url: str, secrets: dict[str, SecretStr]) -> ChannelConnection:
    try:
        _ACCOUNT.validate_python(account)
    except ValidationError:
        raise ConfigurationError(
            f"account: {account!r} must be 1 to 60 small letters, digits, _ and -, such as support"
        ) from None
    try:
        address = _URL.validate_python(url)
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"url: {message}") from None
    return ChannelConnection(
        channel=Channel.WEBHOOK, account=account, settings={URL: address}, secrets=secrets
    )
