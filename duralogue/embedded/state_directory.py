"""The stack's folder: secrets made once, and notes for the commands that run beside it."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import ConfigurationError
from infra.running_stack import ENVIRONMENT_FILE, signed_note

_PRIVATE = 0o600
_OWNERS_FOLDER = 0o700


@dataclass(frozen=True)
class Secrets:
    """Made at the first start and kept: without them yesterday's conversations are lost."""

    master_key: str
    session_secret: str
    codec_capability: str
    site_secret: str
    shop_api_key: str
    shop_admin_key: str
    practice_api_key: str
    practice_admin_key: str


class StateDirectory:
    """The folder that `DURALOGUE_HOME` names, `.duralogue` unless said otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.logs = self.folder / "logs"
        self.temporal = self.folder / "temporal"
        self.tokens = self.folder / "dev.json"
        self._stack = self.folder / "stack.json"
        self._environment = self.folder / ENVIRONMENT_FILE

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one stack; the lock ends with the process, however it ends."""
        try:
            for folder in (self.folder, self.logs, self.temporal):
                folder.mkdir(parents=True, exist_ok=True)
            self.logs.chmod(_OWNERS_FOLDER)
            lock = (self.folder / "dev.lock").open("ab")
        except OSError as error:
            raise ConfigurationError(f"{self.folder} cannot be used: {error.strerror}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ConfigurationError(
                    f"a stack is running in {self.folder} already: stop it, "
                    "or set DURALOGUE_HOME to another folder"
                ) from error
            yield

    def secrets(self) -> Secrets:
        """Those of the first start, or new ones."""
        file = self.folder / "secrets.json"
        kept = read_json(file)
        made = {
            "master_key": base64.b64encode(secrets.token_bytes(32)).decode(),
            "session_secret": secrets.token_urlsafe(48),
            "codec_capability": secrets.token_urlsafe(32),
            "site_secret": secrets.token_urlsafe(48),
            "shop_api_key": secrets.token_urlsafe(24),
            "shop_admin_key": secrets.token_urlsafe(24),
            "practice_api_key": secrets.token_urlsafe(24),
            "practice_admin_key": secrets.token_urlsafe(24),
        }
        every = {name: kept.get(name, value) for name, value in made.items()}
        if every != kept:
            write_private(file, every)
        return Secrets(**every)

    def last_stack(self) -> dict[str, Any]:
        """What the last stack noted: its addresses, ports and process ids."""
        return read_json(self._stack)

    def note_stack(self, stack: Mapping[str, Any]) -> None:
        write_private(self._stack, stack)

    def note_environment(self, settings: Mapping[str, Any]) -> None:
        """What `Settings.load` finds when a command runs beside the stack."""
        write_private(self._environment, signed_note(settings))

    def forget_environment(self) -> None:
        self._environment.unlink(missing_ok=True)


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A home for a stack that is to leave nothing behind.

    Its owner's alone but for passing through, so that PostgreSQL's user finds its data folder in
    it also when the stack is root's.
    """
    folder = Path(tempfile.mkdtemp(prefix="duralogue-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that only its owner reads, whole or not at all."""
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "w") as written:
        json.dump(content, written, indent=2)
    unfinished.replace(file)


def read_json(file: Path) -> dict[str, Any]:
    """The file's content; nothing where there is no such file."""
    try:
        return dict(json.loads(file.read_text()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error
