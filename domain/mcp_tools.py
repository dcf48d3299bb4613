"""Tools of MCP servers: their definitions, and the pins by which an operator has approved them.

A server may change what a tool does under the same name. So the definition that an operator has
read is kept, with the server's identity, and a tool whose definition is another one is not called.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, Field

from domain.values import Frozen

MOST_LISTED = 500
"""Tools of one server that are looked at."""
LARGEST_DEFINITION = 64 * 1024
"""Bytes of one definition, written canonically."""


class ServerIdentity(Frozen):
    """Who a definition comes from: the address that was connected, and the name it gives itself."""

    url: str
    name: str | None = None
    """None where the server does not say."""


class ToolDefinition(Frozen):
    """What a server says of one of its tools, all that decides what a call means."""

    name: str
    title: str | None = None
    description: str | None = None
    input_schema: dict[str, Any] = Field(default_factory=dict)
    output_schema: dict[str, Any] | None = None
    annotations: dict[str, Any] | None = None

    def canonical(self, server: ServerIdentity) -> str:
        """One text for one meaning: keys in order, no spaces. `1` and `1.0` differ, to be safe."""
        whole = {"server": server.model_dump(), "tool": self.model_dump()}
        return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

    def digest(self, server: ServerIdentity) -> str:
        """The pin: SHA-256 of the canonical text."""
        return hashlib.sha256(self.canonical(server).encode()).hexdigest()


class ListedTools(Frozen):
    """What a server has listed just now, all pages of it."""

    server: ServerIdentity
    tools: tuple[ToolDefinition, ...]

    def named(self, name: str) -> tuple[ToolDefinition, ...]:
        """Those of this name: more than one is a list that cannot be relied on."""
        return tuple(tool for tool in self.tools if tool.name == name)


class ToolPin(Frozen):
    """A definition that an operator has approved."""

    server: str
    """As the tenant's tools name it."""
    tool: str
    digest: str
    identity: ServerIdentity
    definition: ToolDefinition
    approved_by: str
    approved_at: AwareDatetime
    disabled: str | None = None
    """Why the last call was not made; None while nothing is wrong."""
    disabled_at: AwareDatetime | None = None


class Unfit(StrEnum):
    """Why a tool is not called; the value is the code of the flow's refusal."""

    NOT_APPROVED = "tool_not_approved"
    CHANGED = "tool_changed"
    GONE = "tool_gone"
    LISTED_TWICE = "tool_listed_twice"
    OTHER_SERVER = "tool_of_another_server"


def unfit(pin: ToolPin | None, listed: ListedTools, tool: str) -> Unfit | None:
    """None where the listed definition is the approved one, to the letter."""
    found = listed.named(tool)
    if pin is None:
        return Unfit.NOT_APPROVED
    if not found:
        return Unfit.GONE
    if len(found) > 1:
        return Unfit.LISTED_TWICE
    if pin.identity != listed.server:
        return Unfit.OTHER_SERVER
    own = pin.definition.digest(pin.identity)
    is_same = found[0].digest(listed.server) == own == pin.digest
    return None if is_same and pin.tool == tool else Unfit.CHANGED


class Change(Frozen):
    """One line of a diff between what was approved and what is listed."""

    tool: str
    says: str

    @property
    def line(self) -> str:
        """As an operator reads it."""
        return f"{in_one_line(self.tool)}: {self.says}"


def changes(pins: Sequence[ToolPin], listed: ListedTools) -> tuple[Change, ...]:
    """What an operator has to read before approving, tool by tool; empty where nothing changed."""
    by_name = {pin.tool: pin for pin in pins}
    found: list[Change] = []
    for name in sorted({*by_name, *(tool.name for tool in listed.tools)}):
        found += [Change(tool=name, says=says) for says in _said(by_name.get(name), listed, name)]
    return tuple(found)


def _said(pin: ToolPin | None, listed: ListedTools, name: str) -> list[str]:
    reason = unfit(pin, listed, name)
    now = listed.named(name)
    if reason is None or pin is None:
        return [] if reason is None else ["not approved yet"]
    if reason is Unfit.LISTED_TWICE:
        return [f"listed {len(now)} times"]
    if reason is Unfit.GONE:
        same = [one.name for one in listed.tools if _same_but_name(one, pin.definition)]
        has = f"; {in_one_line(same[0])} has the same definition" if same else ""
        return [f"no longer listed{has}"]
    said = []
    if pin.identity != listed.server:
        said.append(f"server: {_server(pin.identity)} -> {_server(listed.server)}")
    before, after = pin.definition.model_dump(), now[0].model_dump()
    for field in before:
        said += [f"{field}{line}" for line in _differences(before[field], after[field])]
    return said or ["its pin does not fit its stored definition"]


def in_one_line(text: str) -> str:
    """A name or a sentence of a server's as it is written in JSON: nothing in it moves a terminal,
    turns a line around, or makes two of one."""
    return json.dumps(text, ensure_ascii=True)[1:-1]


def _server(identity: ServerIdentity) -> str:
    return f"{in_one_line(identity.name or 'unnamed')} at {identity.url}"


def _same_but_name(one: ToolDefinition, other: ToolDefinition) -> bool:
    return one.model_copy(update={"name": other.name}) == other


def _differences(before: Any, after: Any, path: str = "") -> list[str]:
    """Leaf by leaf, with where it is."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = sorted({*before, *after}, key=str)
        return [
            line
            for key in keys
            for line in _differences(
                before.get(key, _ABSENT), after.get(key, _ABSENT), f"{path}.{in_one_line(str(key))}"
            )
        ]
    same = before is after or json.dumps(before, sort_keys=True, default=str) == json.dumps(
        after, sort_keys=True, default=str
    )
    return [] if same else [f"{path}: {_shown(before)} -> {_shown(after)}"]


class _Absent:
    """A key that is not there, which is not the same as null."""

    def __str__(self) -> str:
        return "(absent)"


_ABSENT = _Absent()


def _shown(value: Any) -> str:
    """As JSON, so that nothing invisible moves an operator's terminal."""
    return str(value) if value is _ABSENT else json.dumps(value, sort_keys=True, ensure_ascii=True)
