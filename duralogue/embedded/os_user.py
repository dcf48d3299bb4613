"""The user that PostgreSQL runs as: it refuses root."""

import os
import pwd
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigurationError

_CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Whether this user may reach what is in a folder: execute permission all the way up."""
        resolved = folder.resolve()
        return all(self._may_pass(part) for part in (resolved, *resolved.parents))

    def _may_pass(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def current_account() -> Account:
    uid = os.geteuid()
    return Account(name=_name_of(uid), uid=uid, gid=os.getegid())


def owner_of(folder: Path) -> Account:
    found = folder.stat()
    return Account(name=_name_of(found.st_uid), uid=found.st_uid, gid=found.st_gid)


def account_for_postgres(candidates: Iterable[str] = _CANDIDATES) -> Account:
    """The present user, or, as root, the first usable one without privileges."""
    current = current_account()
    if current.uid != 0:
        return current
    for name in candidates:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise ConfigurationError(
        "PostgreSQL refuses to run as root, and this machine has no user to run it as: "
        "add one with `useradd --system postgres`, or set DATABASE_URL"
    )


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
