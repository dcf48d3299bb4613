"""The contract of a channel: the same file names with the same meaning, and recorded calls."""

import ast
import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from domain.channel_addresses import Channel, conversation_id_of
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest
from domain.errors import DuralogueError, InvalidInput
from duralogue.wiring.channels import receivers
from tests.house_rules import ROOT

ROOMS = sorted(path.parent for path in (ROOT / "channels").glob("*/__init__.py"))
HERE = Path(__file__).parent
RECORDED = sorted(HERE.glob("*/payloads/*.json"))
KEY = bytes(range(32))
MEANINGS: Mapping[str, tuple[str, str]] = {
    "receiver": ("Receiver", "the way in: implements `ChannelReceiver`"),
    "sender": ("Sender", "the way out: implements `ChannelSender`"),
    "rendering": ("rendered", "a delivery as the provider shows it"),
    "signature": ("require_signed", "whether a call is the provider's"),
    "connection": ("new_connection", "what an account of a tenant holds"),
}
"""What each of these files of a channel's folder defines, and what it means. Files of other names
are the channel's own, and say in their first line what they are."""


def _defined(file: Path) -> set[str]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.parse(file.read_text()).body if isinstance(node, kinds)}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_channels_files_have_the_same_names_and_meanings(room: Path) -> None:
    """Whoever knows one channel finds everything in the next."""
    files = {path.stem: path for path in room.iterdir() if path.name != "__pycache__"}
    files.pop("__init__")

    assert "sender" in files
    for path in files.values():
        assert ast.get_docstring(ast.parse(path.read_text())), path
    for name, path in ((name, files[name]) for name in MEANINGS if name in files):
        ending, meaning = MEANINGS[name]
        assert any(each.endswith(ending) for each in _defined(path)), f"{path}: {meaning}"


def test_every_channels_folder_is_named_after_it() -> None:
    """And each way in is wired."""
    assert {room.name for room in ROOMS} <= {channel.value for channel in Channel}
    assert {room.name for room in ROOMS if (room / "receiver.py").exists()} == set(receivers())


def test_every_way_in_has_recorded_calls() -> None:
    """Some that bring something, and some that are refused."""
    for channel in receivers():
        kept = [path for path in RECORDED if path.parent.parent.name == channel]
        refused = ["refused" in json.loads(path.read_text()) for path in kept]
        assert any(refused), channel
        assert not all(refused), channel


@pytest.mark.parametrize(
    "path", RECORDED, ids=lambda path: f"{path.parent.parent.name}-{path.stem}"
)
def test_a_recorded_call_brings_what_it_says(path: Path) -> None:
    """Verified first and then read, as the gateway does."""
    recorded = json.loads(path.read_text())
    channel = Channel(path.parent.parent.name)

    if refused := recorded.get("refused"):
        with pytest.raises(DuralogueError) as failure:
            _played(channel, recorded)
        assert _named(failure.value) == refused
    else:
        _compare(_played(channel, recorded), channel, recorded["brings"])


def _played(channel: Channel, recorded: dict[str, Any]) -> ParsedWebhook:
    receiver = receivers()[channel]
    request = WebhookRequest(
        path=recorded["path"],
        url=f"https://bot.example/v1/tenants/acme/channels/{channel}/{recorded['path']}"
        + recorded.get("query", ""),
        headers=recorded["headers"],
        body=recorded["body"].encode(),
        received_at=datetime.fromisoformat(recorded["received_at"]),
    )
    connection = ChannelConnection(
        channel=channel,
        account=recorded["account"],
        settings=recorded["settings"],
        secrets={name: SecretStr(secret) for name, secret in recorded["secrets"].items()},
    )
    assert receiver.account_of(request) == connection.account
    assert recorded["headers"]["content-type"].partition(";")[0] in receiver.content_types
    receiver.verify(request, connection)
    return asyncio.run(receiver.parse(request, connection, tenant_id="acme", key=KEY))


def _named(failure: DuralogueError) -> str:
    name = type(failure).__name__
    return f"{name}: {failure.field}" if isinstance(failure, InvalidInput) else name


def _compare(found: ParsedWebhook, channel: Channel, brings: dict[str, Any]) -> None:
    assert len(found.messages) == len(brings.get("messages", []))
    for message, expected in zip(found.messages, brings.get("messages", []), strict=True):
        assert message.address is not None
        said: dict[str, Any] = {
            "message_id": message.message_id,
            "text": message.words,
            **(
                {"files": [each.name for each in message.attachments]}
                if message.attachments
                else {}
            ),
            **message.address.model_dump(exclude={"channel"}),
        }
        if message.attachments:
            said["files"] = [each.name for each in message.attachments]
        assert said == expected
        assert (message.tenant_id, message.channel) == ("acme", channel)
        assert message.conversation_id == conversation_id_of("acme", message.address, KEY)
    changes = [each.change.model_dump(exclude={"at"}) for each in found.changes]
    assert changes == brings.get("changes", [])
    assert [each.account for each in found.ended] == brings.get("ended", [])
    assert [each.is_opted_out for each in found.consents] == brings.get("opted_out", [])
    reports = [each.model_dump(exclude={"at"}, mode="json") for each in found.reports]
    assert reports == brings.get("reports", [])
    assert found.response.status == 200
