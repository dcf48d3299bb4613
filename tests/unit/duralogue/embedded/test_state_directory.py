"""The stack's folder."""

import stat
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from duralogue.embedded.logs import open_log
from duralogue.embedded.state_directory import StateDirectory
from infra.running_stack import ENVIRONMENT_FILE


def test_secrets_are_made_once(tmp_path: Path) -> None:
    """
    With another master key yesterday's conversations could not be read.
    """
    first = StateDirectory(tmp_path).secrets()

    assert StateDirectory(tmp_path).secrets() == first
    assert len({*vars(first).values()}) == len(vars(first))


def test_only_the_owner_reads_what_is_secret(tmp_path: Path) -> None:
    """
    Other users of the machine may look into the folder, but not into these files.
    """
    home = StateDirectory(tmp_path)
    home.secrets()
    home.note_environment({"DATABASE_URL": "postgresql://me:secret@127.0.0.1/duralogue"})

    for name in ("secrets.json", ENVIRONMENT_FILE):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_folder_holds_one_stack(tmp_path: Path) -> None:
    """
    Two servers on one data folder would be its end.
    """
    with (
        StateDirectory(tmp_path).locked(),
        pytest.raises(ConfigurationError, match=r"running in .* already"),
        StateDirectory(tmp_path).locked(),
    ):
        pass

    with StateDirectory(tmp_path).locked():
        assert (tmp_path / "logs").is_dir()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """
    One line, with the folder in it.
    """
    (tmp_path / "file").touch()

    with (
        pytest.raises(ConfigurationError, match="file/home cannot be used"),
        StateDirectory(tmp_path / "file" / "home").locked(),
    ):
        pass


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """
    Half a file must not pass for an empty one: new secrets would lose the old conversations.
    """
    (tmp_path / "secrets.json").write_text('{"master_key": ')

    with pytest.raises(ConfigurationError, match=r"secrets\.json cannot be read"):
        StateDirectory(tmp_path).secrets()


def test_the_noted_environment_is_forgotten(tmp_path: Path) -> None:
    """
    A command after the stack has stopped must not look for it.
    """
    home = StateDirectory(tmp_path)
    home.note_environment({"API_PORT": "1"})
    home.forget_environment()
    home.forget_environment()

    assert not (tmp_path / ENVIRONMENT_FILE).exists()


def test_only_the_owner_reads_the_logs(tmp_path: Path) -> None:
    """
    Also a log that an earlier release left open to everybody.
    """
    home = StateDirectory(tmp_path)
    with home.locked():
        (home.logs / "old.log").touch(0o644)
        for part in ("old", "new"):
            open_log(home.logs, part).close()
            assert stat.S_IMODE((home.logs / f"{part}.log").stat().st_mode) == 0o600
        assert stat.S_IMODE(home.logs.stat().st_mode) == 0o700
