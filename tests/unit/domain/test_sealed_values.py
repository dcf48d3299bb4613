"""Secrets of tenants in errors, which go into logs and Temporal's history: there are none."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from domain.backends import ConnectedBackend
from domain.language_models.connections import ConnectedModel
from domain.mcp_sign_ins import McpSignIn


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (ConnectedModel, {"kind": "openai", "url": "http://a", "model": "m", "key": "sk-PRIVATE"}),
        (ConnectedModel, {"name": "x", "kind": "openai", "model": "m", "key": "sk-PRIVATE"}),
        (ConnectedModel, {"name": "x", "kind": "cohere", "model": "m", "key": "sk PRIVATE"}),
        (McpSignIn, {"client_secret": "PRIVATE", "tokens": {"access_token": "PRIVATE"}}),
        (ConnectedBackend, {"name": "shop", "secrets": {"key": "PRIVATE"}}),
        (ConnectedBackend, {"name": "shop", "url": "https://a", "secrets": {"key": "PRI VATE"}}),
    ],
)
def test_no_error_quotes_a_secret(kind: type[BaseModel], stored: dict[str, Any]) -> None:
    """Of a row that another version wrote, or of what an operator typed."""
    with pytest.raises(ValidationError) as raised:
        kind.model_validate_json(json.dumps(stored))
    assert "VATE" not in str(raised.value)
    assert kind.model_config["frozen"]
