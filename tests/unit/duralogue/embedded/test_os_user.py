"""The user that PostgreSQL runs as."""

import os
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from duralogue.embedded import os_user
from duralogue.embedded.os_user import Account, account_for_postgres, current_account

STRANGER = Account(name="stranger", uid=64_000, gid=64_000)


def test_a_stranger_may_not_enter_below_a_private_folder(tmp_path: Path) -> None:
    """
    Execute permission is needed all the way up, not only on the last folder.
    """
    inside = tmp_path / "private" / "open"
    inside.mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    inside.chmod(0o777)

    assert current_account().may_enter(inside)
    assert not STRANGER.may_enter(inside)


def test_somebody_of_the_group_enters_by_the_groups_permission(tmp_path: Path) -> None:
    """
    As the kernel does: the owner's bits for the owner, the group's for the group.
    """
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o710)
    colleague = Account(name="colleague", uid=64_000, gid=folder.stat().st_gid)

    assert colleague._may_pass(folder)
    assert not STRANGER._may_pass(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root drops to another user")
def test_an_ordinary_user_stays_who_they_are() -> None:
    """
    Nothing is dropped where there is nothing to drop.
    """
    assert account_for_postgres() == current_account()


def test_root_drops_to_a_user_without_privileges(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    PostgreSQL refuses root; a machine without any other user is told so in one line.
    """
    monkeypatch.setattr(os_user, "current_account", lambda: Account("root", 0, 0))

    assert account_for_postgres(["no-such-user", "nobody"]).name == "nobody"
    with pytest.raises(ConfigurationError, match="useradd"):
        account_for_postgres(["no-such-user", "root"])
