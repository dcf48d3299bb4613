"""From plain data to the schema's models, with every mistake at its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.bot.problems import Problems, nearest
from domain.bot.schema import (
    FlowsFile,
    FlowSource,
    HandoffsFile,
    HandoffSource,
    IntentsFile,
    ResponsesFile,
    ResponseSource,
    SlotsFile,
    SlotSource,
    TenantSource,
    ToolsFile,
    ToolSource,
)
from domain.bot.sources import BotSources
from domain.bot.validation_messages import findings

TENANT, INTENTS, SLOTS = "tenant.yaml", "intents.yaml", "slots.yaml"
TOOLS, RESPONSES, HANDOFF = "tools.yaml", "responses.yaml", "handoff.yaml"

FILES: Mapping[str, TypeAdapter[Any]] = {
    TENANT: TypeAdapter(TenantSource),
    INTENTS: TypeAdapter(IntentsFile),
    SLOTS: TypeAdapter(SlotsFile),
    TOOLS: TypeAdapter(ToolsFile),
    RESPONSES: TypeAdapter(ResponsesFile),
    HANDOFF: TypeAdapter(HandoffsFile),
}
FLOWS: TypeAdapter[Any] = TypeAdapter(FlowsFile)


@dataclass
class Parsed:
    """A tenant's files as the schema reads them; a file that is wrong counts as empty."""

    tenant: TenantSource | None = None
    intents: IntentsFile = field(default_factory=IntentsFile)
    slots: dict[str, SlotSource] = field(default_factory=dict)
    tools: dict[str, ToolSource] = field(default_factory=dict)
    responses: dict[str, ResponseSource] = field(default_factory=dict)
    handoffs: dict[str, HandoffSource] = field(default_factory=dict)
    flows: dict[str, FlowSource] = field(default_factory=dict)
    flow_files: dict[str, str] = field(default_factory=dict)
    """In which file each flow stands."""


def parse(sources: BotSources, problems: Problems) -> Parsed:
    """Read a tenant's files into their models; every problem is reported, none raised."""
    if TENANT not in sources.files and all(found.file != TENANT for found in sources.problems):
        problems.error(TENANT, (), "the file is missing; every tenant needs one")
    known = {*FILES, *(file.name for file in sources.flow_files())}
    for name in sources.files.keys() - known:
        problems.error(name, (), f"no such file belongs here{nearest(name, FILES)}")
    parsed = Parsed(
        tenant=_read(sources, TENANT, problems),
        intents=_read(sources, INTENTS, problems) or IntentsFile(),
        slots=_read(sources, SLOTS, problems) or {},
        tools=_read(sources, TOOLS, problems) or {},
        responses=_read(sources, RESPONSES, problems) or {},
        handoffs=_read(sources, HANDOFF, problems) or {},
    )
    for file in sources.flow_files():
        for name, flow in (_validated(FLOWS, file.name, file.data, problems) or {}).items():
            if name in parsed.flows:
                problems.error(
                    file.name, (name,), f"the flow {name!r} stands in {parsed.flow_files[name]} too"
                )
            parsed.flows[name], parsed.flow_files[name] = flow, file.name
    return parsed


def _read(sources: BotSources, name: str, problems: Problems) -> Any:
    source = sources.files.get(name)
    if source is None or (source.data is None and name != TENANT):
        return None
    return _validated(FILES[name], name, source.data, problems)


def _validated(adapter: TypeAdapter[Any], file: str, data: Any, problems: Problems) -> Any:
    try:
        return adapter.validate_python({} if data is None else data)
    except ValidationError as error:
        for path, message in findings(adapter, error):
            problems.error(file, path, message)
        return None
