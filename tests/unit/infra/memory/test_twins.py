"""Every port over what we store has a memory twin, and takes the same questions."""

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest

import domain.ports
import infra.memory
import infra.postgres

IMPLEMENTS = re.compile(r"Implements `(?:[\w.]+\.)?(\w+)`")

WITHOUT_TWIN = {
    "ChannelConnections": "read with its channel, over the real database",
    "ApprovalInbox": "reads what triggers keep; a twin would be a second database",
    "ConversationContexts": "two statements that only read; tests that need it write a function",
    "CallbackQueue": "reads what triggers keep; a twin would be a second database",
    "CustomerSightings": "two statements; the gateway's tests write functions",
    "DeskContexts": "gathers from ten tables; a twin would be a second database",
    "DeskReads": "lists by indexes and snapshots, which a twin does not have",
    "DeskReports": "sums over a day's rows; a twin would be a second database",
    "ServiceClocks": "reads what triggers keep; a twin would be a second database",
    "WrittenSummaries": "two statements; tests that need it write a function",
    "Suggestions": "two statements; the gateway's tests write functions",
    "ConnectedServers": "one query; tests that need it write a function",
    "ConnectedModels": "one query; tests that need it write a function",
    "ModelUsageReads": "sums over a day's rows; a twin would be a second database",
    "FileContents": "who uses it has the twin of the whole store of files",
    "Dependency": "asks whether something real answers",
    "KnowledgeSources": "on the way to the index, whose tests need the index",
    "SourcePages": "how far a refresh has come, which is what its statements do",
    "KnowledgeStore": "a twin would be a second search engine",
    "CandidateSource": "a twin would be a second search engine",
    "CandidateWeigher": "a twin would be a second search engine",
    "IndexModels": "one query over the index, whose tests need the index",
    "NearPassages": "a twin would be a second search engine",
    "IndexSource": "what another search engine is fed from",
    "Retriever": "a twin would be a second search engine",
}
"""Ports over PostgreSQL that have none, and why."""


def modules(package: ModuleType) -> list[ModuleType]:
    return [
        import_module(f"{package.__name__}.{found.name}")
        for found in iter_modules(package.__path__)
        if not found.ispkg
    ]


def implementations(package: ModuleType) -> dict[str, type[Any]]:
    """Port -> the class whose docstring says that it implements it."""
    return {
        said[1]: one
        for module in modules(package)
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__
        and (said := IMPLEMENTS.search(one.__doc__ or "")) is not None
    }


PORTS = {
    name: one
    for module in modules(domain.ports)
    for name, one in inspect.getmembers(module, inspect.isclass)
    if one.__module__ == module.__name__ and getattr(one, "_is_protocol", False)
}
TWINS = implementations(infra.memory)
STORED = implementations(infra.postgres)


def test_what_a_class_says_it_implements_is_a_port() -> None:
    """
    A docstring that names a port which was renamed would take it out of these rules.
    """
    assert {*TWINS, *STORED} <= set(PORTS)


def test_every_class_over_postgresql_names_its_port() -> None:
    """
    Else the rule below would not see it.
    """
    named = set(STORED.values())
    silent = {
        one.__name__
        for module in modules(infra.postgres)
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__
        and one.__name__.startswith("Postgres")
        and one not in named
        and not IMPLEMENTS.search(one.__doc__ or "")
    }
    assert not silent


def test_a_port_over_postgresql_has_a_memory_twin() -> None:
    """
    Tests of those who use it need no database, and the twin's own tests run over both.
    """
    assert set(STORED) - set(TWINS) <= set(WITHOUT_TWIN)


@pytest.mark.parametrize("port", TWINS)
def test_a_twin_takes_what_its_port_takes(port: str) -> None:
    """
    A twin that has drifted from its port lets tests pass that should fail.
    """
    for name, method in inspect.getmembers(PORTS[port], inspect.isfunction):
        if name.startswith("_"):
            continue
        wanted = inspect.signature(method).parameters
        has = inspect.signature(getattr(TWINS[port], name)).parameters
        assert [(each.name, each.kind) for each in has.values()] == [
            (each.name, each.kind) for each in wanted.values()
        ], f"{port}.{name}"
