"""A hosted model as the operator connects it to a tenant: an address, a model id, a key, prices."""

import re
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from domain.backends import BackendUrl, is_secret
from domain.language_models.usage import TokenPrice
from domain.values import Frozen

MOST_MODELS = 20
"""Of one tenant."""
DEFAULT_URLS = {"cohere": "https://api.cohere.com"}
_MODEL = re.compile(r"[\x21-\x7e]{1,200}")


class ModelKind(StrEnum):
    """The protocol that a model server speaks."""

    COHERE = "cohere"
    OPENAI = "openai"
    """OpenAI's own, or any server that is compatible with it: vLLM, llama-server, Ollama."""


def _is_model(text: str) -> str:
    if not _MODEL.fullmatch(text):
        raise ValueError("must be 1 to 200 printable ASCII characters without spaces")
    return text


ModelName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""Of a connection, as tenant.yaml uses it."""
_Price = Annotated[Decimal, Field(ge=0, le=10_000)]


class ConnectedModel(Frozen):
    """What is sealed. Its name is the one that the tenant's `models:` use."""

    # An error quotes what it is about, and goes into logs and Temporal's history.
    model_config = ConfigDict(hide_input_in_errors=True)

    name: ModelName
    kind: ModelKind
    url: Annotated[BackendUrl, Field(max_length=500)] = ""
    model: Annotated[str, AfterValidator(_is_model)]
    """The vendor's id, such as `command-a-03-2025`."""
    key: Annotated[SecretStr, AfterValidator(is_secret)] | None = None
    """None for a server that asks for none."""
    price_in: _Price | None = None
    price_out: _Price | None = None
    """In US dollars for a million tokens. None is unknown, and 0 a server of one's own."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in_url(cls, given: object) -> object:
        """A vendor's own cloud needs no address."""
        if isinstance(given, dict) and not given.get("url"):
            default = DEFAULT_URLS.get(str(given.get("kind")))
            return {**given, "url": default} if default else given
        return given

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if not self.url:
            raise ValueError("url: is needed, such as https://models.example/v1")
        if self.kind is ModelKind.COHERE and self.key is None:
            raise ValueError("key: Cohere asks for one; --key - reads it from standard input")
        if (self.price_in is None) != (self.price_out is None):
            missing = "price-in" if self.price_in is None else "price-out"
            raise ValueError(f"{missing}: is needed where the other price is given")
        return self

    @property
    def price(self) -> TokenPrice | None:
        """Of its tokens; None where nobody has said."""
        if self.price_in is None or self.price_out is None:
            return None
        return TokenPrice(input=self.price_in, output=self.price_out)

    @property
    def label(self) -> str:
        """For traces and metrics: "cohere/command-a-03-2025"."""
        return f"{self.kind}/{self.model}"


class ModelListing(BaseModel):
    """What may be shown of a connection: never its key."""

    name: str
    kind: ModelKind
    url: str
    model: str
    price: TokenPrice | None
    has_key: bool
    connected_at: datetime
