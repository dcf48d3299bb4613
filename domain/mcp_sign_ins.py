"""Sign-ins of tenants to MCP servers, with the tokens that came of them: secrets, all of it."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, SecretStr

from domain.values import Frozen


class McpSignIn(Frozen):
    """What is sealed. The tokens and the client are the SDK's own JSON, as it stores them."""

    # An error quotes what it is about, and goes into logs and Temporal's history.
    model_config = ConfigDict(hide_input_in_errors=True)

    grant: Literal["client_credentials", "authorization_code"]
    issuer: str | None = None
    """The authorization server to which the client belongs: its secret goes nowhere else."""
    client_id: str | None = None
    client_secret: SecretStr | None = None
    scope: str | None = None
    tokens: dict[str, Any] | None = Field(default=None, repr=False)
    client_info: dict[str, Any] | None = Field(default=None, repr=False)
