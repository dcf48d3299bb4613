"""`duralogue doctor`, on real servers."""

import asyncio
import base64
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr

from duralogue.embedded.databases import create_database
from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.findings import Finding
from duralogue.health import examine
from infra.postgres.migrate import EXTENSIONS, upgrade
from infra.settings import Settings

KEYS: dict[str, Any] = {
    "duralogue_master_key": SecretStr(base64.b64encode(bytes(range(32))).decode()),
    "duralogue_session_secret": SecretStr("0123456789abcdef" * 2),
}


async def _findings(home: Path, **settings: Any) -> dict[str, Finding]:
    """What is not given is unset, whatever the environment says."""
    unset = {"database_url": None, "temporal_address": None}
    found = await examine(Settings(duralogue_home=home, **{**unset, **KEYS, **settings}))
    return {finding.about: finding for finding in found}


async def test_all_is_well_on_migrated_servers(
    tmp_path: Path, database_url: str, temporal_address: str
) -> None:
    """
    What it calls fine must be what the product needs, down to a sentence embedded.
    """
    findings = await _findings(
        tmp_path, database_url=SecretStr(database_url), temporal_address=temporal_address
    )

    assert [str(finding) for finding in findings.values() if not finding.is_fine] == []
    assert "384 dimensions" in findings["models"].says


async def test_a_fresh_machine_is_fine(tmp_path: Path) -> None:
    """
    Nothing is set, and nothing need be: `duralogue dev` brings its own servers.
    """
    findings = await _findings(tmp_path, duralogue_master_key=None, duralogue_session_secret=None)

    assert all(finding.is_fine for finding in findings.values())
    assert "duralogue dev" in findings["PostgreSQL"].says


async def test_every_fault_is_found_at_once(tmp_path: Path, postgres_url: str) -> None:
    """
    A database without our schema, a Temporal that is not there, a key that is missing: each is
    told with what to do, and none hides the others.
    """
    empty = await create_database(postgres_url, "doctor_empty")
    nowhere = f"{LOOPBACK}:{choose_port(0)}"

    findings = await _findings(
        tmp_path,
        database_url=SecretStr(empty),
        temporal_address=nowhere,
        duralogue_master_key=None,
    )

    assert findings["PostgreSQL"].says.endswith("run `duralogue migrate`")
    assert findings["Temporal"].says == f"Temporal at {nowhere} does not answer"
    assert findings["secrets"].says.startswith("DURALOGUE_MASTER_KEY is not set")
    assert {about for about, finding in findings.items() if not finding.is_fine} == {
        "PostgreSQL",
        "Temporal",
        "secrets",
    }


async def test_an_index_of_another_model_is_told_with_what_to_do(
    tmp_path: Path, postgres_url: str
) -> None:
    """Else questions would fail by name, and only a worker's log would say why."""
    url = await create_database(postgres_url, "doctor_models", extensions=EXTENSIONS)
    await asyncio.to_thread(upgrade, url)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as owner:
        await owner.execute("INSERT INTO knowledge_models VALUES ('embed-v9', 1024)")
        both = (await _findings(tmp_path, database_url=SecretStr(url)))["knowledge"]
        await owner.execute("DELETE FROM knowledge_models WHERE model <> 'embed-v9'")
        other = (await _findings(tmp_path, database_url=SecretStr(url)))["knowledge"]

    assert both.is_fine
    assert "still indexed with embed-v9" in both.says
    assert not other.is_fine
    assert other.says.endswith("run `duralogue knowledge sync` for each tenant")


async def test_a_wrong_password_is_told_without_the_password(
    tmp_path: Path, postgres_url: str
) -> None:
    """
    The report is pasted into tickets.
    """
    wrong = psycopg.conninfo.conninfo_to_dict(postgres_url)
    url = f"postgresql://postgres:hunter2@{wrong['host']}:{wrong['port']}/postgres"

    finding = (await _findings(tmp_path, database_url=SecretStr(url)))["PostgreSQL"]

    assert not finding.is_fine
    assert "password authentication failed" in finding.says
    assert "hunter2" not in finding.says


@pytest.mark.parametrize("is_fine", [True, False])
def test_a_finding_is_one_line(*, is_fine: bool) -> None:
    """
    A script greps for FAIL.
    """
    line = str(Finding("python", is_fine=is_fine, says="3.11"))

    assert line.startswith("ok " if is_fine else "FAIL ")
    assert "\n" not in line
