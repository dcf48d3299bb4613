"""The production-like parts: the compose file, and what its containers run at their start."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from duralogue.embedded.binaries import postgres_programs, temporal_binary
from duralogue.embedded.databases import make_url
from duralogue.embedded.os_user import current_account
from infra.settings import Settings
from tests.house_rules import ROOT
from workflows.queues import QUEUES

COMPOSE = ROOT / "docker-compose.yml"
DEPLOY = ROOT / "infra" / "deploy"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def test_the_compose_file_keeps_to_the_specification() -> None:
    """
    Checked against the compose-spec's own schema; a wrong key would be ignored or refused late.
    """
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*command, str(COMPOSE)], capture_output=True, text=True, timeout=60, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_every_variable_is_explained() -> None:
    """
    Whoever copies the example file has been asked for everything that has no default.
    """
    required = set(re.findall(r"\$\{(\w+)(?::\?[^}]*)?\}", COMPOSE.read_text()))
    explained = (DEPLOY / "compose.env.example").read_text()
    example = set(re.findall(r"^(\w+)=", explained, re.MULTILINE))
    assert required <= example


def test_every_setting_of_ours_exists(services: dict[str, Any]) -> None:
    """
    A misspelt variable would be ignored, and the default used in silence.
    """
    ours = [
        service
        for name, service in services.items()
        if service["image"] == "duralogue:local" and name != "shop"
    ]
    given = {name for service in ours for name in service["environment"]}
    assert given <= {name.upper() for name in Settings.model_fields}


def test_every_task_queue_has_a_worker(services: dict[str, Any]) -> None:
    """
    A queue without a worker is a conversation that waits for ever.
    """
    commands = [service.get("command", []) for service in services.values()]
    served = [queue for command in commands if command[:1] == ["worker"] for queue in command[1:]]
    assert sorted(served) == sorted(QUEUES)


def test_the_image_is_built_once(services: dict[str, Any]) -> None:
    """
    Five services that each build the same image take five times as long, and may differ.
    """
    ours = {
        name: service for name, service in services.items() if service["image"] == "duralogue:local"
    }
    assert [name for name, service in ours.items() if "build" in service] == ["migrate"]


def test_whatever_runs_on_says_whether_it_is_well(services: dict[str, Any]) -> None:
    """
    `docker compose up --wait` waits for health checks alone; a worker that cannot start would
    pass for one that runs. The Temporal UI's image has nothing to ask with.
    """
    lasting = {name for name, service in services.items() if service.get("restart") != "no"}
    once = {"temporal-schema", "temporal-namespace", "migrate"}
    assert {name for name in lasting - once if "healthcheck" not in services[name]} == {
        "temporal-ui"
    }


def test_the_ui_sends_the_cookie_of_a_signed_in_browser(services: dict[str, Any]) -> None:
    """
    Without it the codec endpoint refuses, and the UI shows sealed payloads only.
    """
    environment = services["temporal-ui"]["environment"]
    assert environment["TEMPORAL_CODEC_ENDPOINT"].endswith("/codec")
    assert environment["TEMPORAL_CODEC_INCLUDE_CREDENTIALS"] == "true"


def test_every_mounted_folder_is_in_the_tree(services: dict[str, Any]) -> None:
    """
    Docker makes an empty folder of a path that is not there.
    """
    mounts = [volume for service in services.values() for volume in service.get("volumes", [])]
    folders = [volume.split(":")[0] for volume in mounts if volume.startswith("./")]
    assert folders
    assert all((ROOT / folder).is_dir() for folder in folders)


async def test_the_first_start_of_postgres_makes_the_databases(postgres_url: str) -> None:
    """
    The script is run by the real psql, once, on an empty server; the product's role is held by
    row-level security because it is no superuser.
    """
    psql = postgres_programs(current_account()) / "psql"
    passwords = {"DURALOGUE_DATABASE_PASSWORD": "first pass'word"}

    await _run(
        [str(psql), postgres_url, "--set=ON_ERROR_STOP=1", "--file=10-databases.sql"],
        folder=DEPLOY / "postgres",
        environment=passwords,
    )

    url = make_url(postgres_url, database="duralogue", role="duralogue")
    conninfo = psycopg.conninfo.make_conninfo(url, password="first pass'word")
    async with await psycopg.AsyncConnection.connect(conninfo) as connection:
        found = await connection.execute(
            "SELECT usesuper, '[1]'::vector <-> '[1]' FROM pg_user WHERE usename = current_user"
        )
        assert await found.fetchone() == (False, 0.0)


async def test_the_namespace_is_made_once(temporal_address: str, temporal: Client) -> None:
    """
    The script runs at every start and must leave a namespace that exists alone.
    """
    for _ in range(2):
        await _run(
            ["/bin/sh", "create-namespace.sh"],
            folder=DEPLOY / "temporal",
            environment={
                "TEMPORAL_ADDRESS": temporal_address,
                "NAMESPACE": "made",
                "PATH": f"{temporal_binary().parent}:{os.defpath}",
            },
        )

    described = await temporal.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="made")
    )
    assert described.config.workflow_execution_retention_ttl.ToTimedelta().days == 30


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda script: script.name)
def test_a_script_is_readable_to_a_plain_shell(script: Path) -> None:
    """
    The images have `sh`, not bash.
    """
    subprocess.run(["/bin/sh", "-n", str(script)], timeout=10, check=True)


async def _run(command: list[str], *, folder: Path, environment: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": "/", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
