"""A backend of a tenant as the operator connects it: an address, and secrets by their names."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from domain.addresses import is_never_called, origin_of, plain
from domain.values import (
    Frozen,
)

MOST_BACKENDS = 50
"""Of one tenant."""
_SECRET = re.compile(r"[\x21-\x7e]{1,4096}")


def _is_address(url: str) -> str:
    if not url.isprintable() or " " in url:
        raise ValueError("must hold no spaces and nothing invisible")
    if "{" in url or "?" in url or "#" in url or "\\" in url:
        raise ValueError("must be a plain address such as https://shop.example/api")
    try:
        origin = origin_of(url)
    except ValueError:
        raise ValueError("must be a plain address such as https://shop.example/api") from None
    if origin.ip is not None and is_never_called(plain(origin.ip)):
        raise ValueError("link-local and cloud metadata addresses are never called")
    return url.rstrip("/")


def is_secret(secret: SecretStr) -> SecretStr:
    """Validate for pydantic: what fits into a header."""
    if not _SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("must be 1 to 4096 printable ASCII characters without spaces")
    return secret


BackendUrl = Annotated[str, AfterValidator(_is_address)]
BackendName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
SecretName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]


class ConnectedBackend(Frozen):
    """What is sealed. The names are those that the tenant's tools use."""

    # An error quotes what it is about, and goes into logs and Temporal's history.
    model_config = ConfigDict(hide_input_in_errors=True)

    name: BackendName
    url: Annotated[BackendUrl, Field(max_length=500)]
    secrets: dict[SecretName, Annotated[SecretStr, AfterValidator(is_secret)]] = Field(
        default_factory=dict
    )


class BackendListing(BaseModel):
    """What may be shown of a backend: never a secret."""

    name: str
    url: str
    secrets: tuple[str, ...]
    """Their names."""
    connected_at: datetime


def default_secret(name: str) -> str:
    """As tools name the secret of an OpenAPI document: shop_api_key."""
    return f"{name}_api_key"
