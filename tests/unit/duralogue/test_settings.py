"""Settings: the environment, and the stack that runs beside."""

import base64
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from domain.errors import ConfigurationError
from duralogue.commands import parts
from duralogue.settings_page import docstrings
from duralogue.wiring.gateway import run_api
from infra.file_settings import FileSettings
from infra.gateway_settings import GatewayTuning
from infra.running_stack import ENVIRONMENT_FILE, signed_note
from infra.search_settings import SearchSettings
from infra.settings import Settings
from infra.worker_settings import WorkerTuning

MASTER_KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def _empty_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DURALOGUE_HOME", str(tmp_path))


def test_every_mistake_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    An operator mends all of them in one go, and reads the variable's own name.
    """
    monkeypatch.setenv("API_PORT", "99999")
    monkeypatch.setenv("DURALOGUE_MASTER_KEY", "short")
    monkeypatch.setenv("TENANT_BACKENDS", "{not json")

    with pytest.raises(ConfigurationError) as mistake:
        Settings.load()

    for name in ("API_PORT", "DURALOGUE_MASTER_KEY", "TENANT_BACKENDS"):
        assert f"{name}: " in str(mistake.value)


def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The error goes to a terminal or a log, where half a secret has no business.
    """
    monkeypatch.setenv("DURALOGUE_SESSION_SECRET", "hunter2")

    with pytest.raises(ConfigurationError) as mistake:
        Settings.load()

    assert "hunter2" not in str(mistake.value)


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    `DATABASE_URL=` is how compose files and shells leave a thing out.
    """
    monkeypatch.setenv("DATABASE_URL", "")

    assert Settings.load().database_url is None


def test_a_command_finds_the_stack_that_runs_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    `duralogue staff add` beside `duralogue dev` needs nothing typed; what is typed wins.
    """
    running = {"DATABASE_URL": "postgresql://dev@127.0.0.1/duralogue", "API_PORT": "41000"}
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(signed_note(running)))
    monkeypatch.setenv("API_PORT", "9000")

    settings = Settings.load()

    assert settings.require_database_url() == running["DATABASE_URL"]
    assert settings.api_port == 9000
    assert Settings.load_environment().database_url is None


def test_a_missing_setting_is_named_when_it_is_needed() -> None:
    """
    Nothing guesses an address; the line says what to set.
    """
    with pytest.raises(ConfigurationError, match="TEMPORAL_ADDRESS is not set"):
        Settings.load().require_temporal_address()


def test_settings_travel_through_an_environment_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The parts of the stack are processes of their own and must see what the stack sees.
    """
    given = {
        "DATABASE_URL": "postgresql://me:secret@127.0.0.1/duralogue",
        "DURALOGUE_MASTER_KEY": MASTER_KEY,
        "TENANT_BACKENDS": json.dumps(
            {"acme": {"servers": {"shop": "http://127.0.0.1:1"}, "secrets": {"shop": "s3cret"}}}
        ),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load()

    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(signed_note(settings.as_environment())))

    assert Settings.load() == settings
    assert settings.require_master_key() == bytes(range(32))
    assert "secret" not in repr(settings).replace("session_secret", "").replace("secrets", "")


def test_every_setting_has_its_paragraph() -> None:
    """
    The reference page is made of them, so none may be missing or name another variable.
    """
    parts = (WorkerTuning, GatewayTuning, FileSettings, SearchSettings, Settings)
    said = {name: text for part in parts for name, text in docstrings(part).items()}
    for name in Settings.model_fields:
        assert said.get(name, "").startswith(f"{name.upper()}: ")


@pytest.mark.parametrize("stack", [None, {}, 7, {"pid": 1}, {"pid": 2**22 + 1, "started": 1.0}])
def test_the_note_of_a_killed_stack_is_not_believed(tmp_path: Path, stack: object) -> None:
    """
    After `kill -9` its secrets lie there still, and no command may take them for its own.
    """
    noted = {"DURALOGUE_CODEC_CAPABILITY": "0123456789abcdef" * 2, "stack": stack}
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(noted))

    assert Settings.load().duralogue_codec_capability is None


def test_a_process_id_given_away_since_is_not_the_stacks(tmp_path: Path) -> None:
    """
    The number may belong to somebody else by now: the moment of its start tells.
    """
    noted = signed_note({"API_PORT": "41000"})
    noted["stack"]["started"] -= 60
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(noted))

    assert Settings.load().api_port == 8080


@pytest.mark.parametrize("command", [parts.api, lambda: parts.worker(None, None)])
def test_gateway_and_worker_take_nothing_from_a_stack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[[], None]
) -> None:
    """
    In production each part has what it was given, even beside a stack that runs.
    """
    noted = signed_note({"DURALOGUE_CODEC_CAPABILITY": "0123456789abcdef" * 2})
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(noted))
    seen: list[Settings] = []

    def run(work: Coroutine[Any, Any, None], settings: Settings) -> None:
        work.close()
        seen.append(settings)

    monkeypatch.setattr("duralogue.wiring.event_loop.run", run)
    command()

    assert seen[0].duralogue_codec_capability is None


@pytest.mark.parametrize(
    ("name", "weak"),
    [
        ("DURALOGUE_MASTER_KEY", base64.b64encode(bytes(32)).decode()),
        ("DURALOGUE_MASTER_KEY", base64.b64encode(b"k" * 32).decode()),
        ("DURALOGUE_MASTER_KEY", base64.b64encode(b"abcd" * 8).decode()),
        ("DURALOGUE_SESSION_SECRET", "s"),
        ("DURALOGUE_SESSION_SECRET", "s" * 64),
        ("DURALOGUE_SESSION_SECRET", "abc" * 20),
        ("DURALOGUE_SESSION_SECRET", "new:0123456789abcdef0123456789abcdef,old:short"),
        ("DURALOGUE_SESSION_SECRET", f"new:{'s' * 64}"),
        ("DURALOGUE_SESSION_SECRET", "new:0123456789abcdef0123456789abcdef,0123456789abcdef"),
        ("DURALOGUE_SESSION_SECRET", ",".join(["a:0123456789abcdef0123456789abcdef"] * 2)),
        ("DURALOGUE_CODEC_CAPABILITY", "c"),
        ("DURALOGUE_CODEC_CAPABILITY", "0" * 40),
    ],
)
def test_a_weak_secret_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, weak: str
) -> None:
    """
    What guards every tenant must not start with a placeholder.
    """
    monkeypatch.setenv(name, weak)

    with pytest.raises(ConfigurationError, match=f"{name}: ") as mistake:
        Settings.load_environment()

    assert len(weak) < 2 or weak not in str(mistake.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "gateway.example"])  # noqa: S104
async def test_a_gateway_for_others_refuses_the_development_capability(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """
    Whoever has that address reads every tenant's payloads without a credential.
    """
    monkeypatch.setenv("API_HOST", host)
    monkeypatch.setenv("DURALOGUE_SESSION_SECRET", "0123456789abcdef" * 2)
    monkeypatch.setenv("DURALOGUE_CODEC_CAPABILITY", "0123456789abcdef" * 2)

    with pytest.raises(ConfigurationError, match="DURALOGUE_CODEC_CAPABILITY"):
        await run_api(Settings.load_environment())
