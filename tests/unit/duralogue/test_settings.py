"""Settings: the environment, and the stack that runs beside."""

import base64
import json
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from duralogue.settings_page import docstrings
from infra.settings import ENVIRONMENT_FILE, Settings
from infra.tuning import WorkerTuning

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
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(running))
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
    (tmp_path / ENVIRONMENT_FILE).write_text(json.dumps(settings.as_environment()))

    assert Settings.load() == settings
    assert settings.require_master_key() == bytes(range(32))
    assert "secret" not in repr(settings).replace("session_secret", "").replace("secrets", "")


def test_every_setting_has_its_paragraph() -> None:
    """
    The reference page is made of them, so none may be missing or name another variable.
    """
    said = docstrings(WorkerTuning) | docstrings(Settings)
    for name in Settings.model_fields:
        assert said.get(name, "").startswith(f"{name.upper()}: ")
