"""The real servers every kind of test may ask for: one PostgreSQL and one Temporal per run."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from xdist.remote import Producer

from duralogue.embedded.databases import create_database, make_url
from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.postgres import open_postgres
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.state_directory import temporary_home
from duralogue.embedded.supervisor import Supervisor
from duralogue.embedded.temporal import temporal_part
from tests.distribution import OneStack, turn_of

# A test that counts the milliseconds of an example fails on a busy machine.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

_OWN_CLOCKS = "frontend.WorkflowTimeSkippingEnabled=true"
"""A workflow's own clock may be put forward (`temporalio.testing.TimeSkipper`)."""

FIGURES = "figures"
"""The property of a test that holds what it has measured."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests have measured, from whichever process they ran in."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            for name, value in report.user_properties:
                if name == FIGURES:
                    terminalreporter.write_line(str(value))


def pytest_collectstart() -> None:
    """Until all tests are collected nothing is thrown away, and to look for it takes 4 s of 27."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStack | None:
    return OneStack(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Ten thousand tests are a million objects that live to the end. To walk through them again and
    again takes a tenth of the time, and seconds at once on a busy machine."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--year-of-messages",
        type=int,
        default=504,
        help="how many messages the conversation of a simulated year gets (make soak: 5,000)",
    )
    parser.addoption(
        "--desk-cuts",
        type=int,
        default=3,
        help="how often an agent's desk loses its network (make desk-soak: 200)",
    )
    parser.addoption("--desk-seed", type=int, default=1, help="what happens during the cuts")
    parser.addoption(
        "--elasticsearch",
        action="store_true",
        help="run tests on a real Elasticsearch node, too (make elasticsearch)",
    )
    parser.addoption(
        "--every-kill",
        action="store_true",
        help="kill whoever calls an MCP server at every point (make mcp-kills)",
    )
    parser.addoption("--specs", help="the folder of the vendors' descriptions (make contract)")
    parser.addoption("--node-tools", help="the folder of prism and emulate (make contract)")


@pytest.fixture(scope="session")
def classifiers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every worker of this run keeps what it has trained: the same examples make the same
    classifier, whoever learns from them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if hasattr(request.config, "workerinput") else own) / "classifiers"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shared_home() -> Iterator[Path]:
    """The folder of the servers that the whole test run shares."""
    with temporary_home() as folder:
        yield folder


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home for an embedded stack of one's own."""
    with temporary_home() as folder:
        yield folder


@asynccontextmanager
async def running(part: ProcessSpec, logs: Path) -> AsyncIterator[None]:
    supervisor = Supervisor(logs, tell=print)
    try:
        await supervisor.start(part)
        yield
    finally:
        await supervisor.stop()


@pytest.fixture(scope="session")
async def postgres_url(shared_home: Path) -> AsyncIterator[str]:
    """The address, as superuser, of a PostgreSQL that only this test run uses."""
    server = await asyncio.to_thread(open_postgres, shared_home)
    port = choose_port(0)
    async with running(server.part(port), shared_home):
        yield server.url(port)


@pytest.fixture(scope="session")
async def migrated(postgres_url: str) -> str:
    """The name of a migrated database and of the role that owns it, and nobody's to use: each
    module is given a copy, since to copy takes a fraction of what all migrations take."""
    from infra.postgres.migrate import (  # noqa: PLC0415 - slow, and only needed here
        EXTENSIONS,
        upgrade,
    )

    name = "migrated"
    url = await create_database(postgres_url, name, extensions=EXTENSIONS)
    await asyncio.to_thread(upgrade, url)
    return name


@pytest.fixture(scope="module")
async def database_url(postgres_url: str, migrated: str) -> str:
    """A fresh, migrated database, as the role that row-level security holds."""
    name = f"test_{uuid4().hex[:12]}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
        *(sql.Identifier(each) for each in (name, migrated, migrated))
    )
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as admin:
        await admin.execute(made)
    return make_url(postgres_url, database=name, role=migrated)


@pytest.fixture(scope="session")
async def temporal_server(shared_home: Path) -> AsyncIterator[str]:
    """Host and port of a Temporal server that only this test run uses, all in memory."""
    port = choose_port(0)
    part = temporal_part(folder=shared_home, port=port, ui_port=None)
    part = replace(part, command=[*part.command, "--dynamic-config-value", _OWN_CLOCKS])
    async with running(part, shared_home):
        yield f"{LOOPBACK}:{port}"


@pytest.fixture(scope="module")
async def temporal_address(temporal_server: str) -> AsyncIterator[str]:
    """The same, and nothing that this module's tests began goes on after it: the queues have the
    same names everywhere, so the next module's workers would be given its work."""
    yield temporal_server
    client = await Client.connect(temporal_server)
    async for each in client.list_workflows('ExecutionStatus = "Running"'):
        with suppress(RPCError):  # it has ended meanwhile
            await client.get_workflow_handle(each.id).terminate()


@pytest.fixture(scope="module")
async def temporal(temporal_address: str) -> Client:
    return await Client.connect(temporal_address, data_converter=pydantic_data_converter)
