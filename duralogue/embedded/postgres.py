"""The embedded PostgreSQL: its folder, its command line, its databases."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from domain.errors import ConfigurationError
from duralogue.embedded.binaries import make_system_folder, postgres_programs
from duralogue.embedded.databases import accepts_connections
from duralogue.embedded.endpoints import LOOPBACK
from duralogue.embedded.os_user import (
    Account,
    account_for_postgres,
    current_account,
    owner_of,
)
from duralogue.embedded.process_spec import ProcessSpec

SUPERUSER = "postgres"
_POINTER = "postgres-folder.txt"
_PROGRAM_TIMEOUT_S = 120
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A customer's text must not reach the log beside the statement that failed.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class EmbeddedPostgres:
    """One PostgreSQL data folder and what is needed to run a server on it."""

    folder: Path
    account: Account
    programs: Path
    password: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, port: int, *, database: str = "postgres", role: str = SUPERUSER) -> str:
        """Every role shares the one password: it guards against other users of this machine."""
        return f"postgresql://{role}:{quote(self.password)}@{LOOPBACK}:{port}/{database}"

    def part(self, port: int) -> ProcessSpec:
        """The server as a part that the supervisor runs."""
        options = [f"-c{name}={value}" for name, value in {**_SETTINGS, "port": port}.items()]

        async def is_ready(_pid: int) -> bool:
            return await accepts_connections(self.url(port))

        return ProcessSpec(
            name="postgres",
            command=(str(self.programs / "postgres"), "-D", str(self.data), *options),
            environment={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            folder=self.folder,
            account=self.account,
            is_ready=is_ready,
            stop_signal=signal.SIGINT,  # "fast": ends the sessions, writes a checkpoint
            orphan_signal=signal.SIGINT,
            start_attempts=12,  # after a kill the old one's memory is let go of within seconds
        )

    def stop_leftover(self) -> None:
        """Stop a server that a killed run left behind on this data folder."""
        if (self.data / "postmaster.pid").exists():
            self._run(
                "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30", check=False
            )

    def create(self) -> None:
        """Make it under another name and rename it: half of one is never taken for a whole."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            f"--pwfile={self.folder / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
        )
        unfinished.rename(self.data)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        drop = self.account.uid != os.geteuid()
        ended = subprocess.run(  # noqa: S603 - our own program and arguments
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            user=self.account.uid if drop else None,
            group=self.account.gid if drop else None,
            extra_groups=[] if drop else None,
            capture_output=True,
            text=True,
            timeout=_PROGRAM_TIMEOUT_S,
            check=False,
        )
        if check and ended.returncode != 0:
            reason = (ended.stderr or ended.stdout).strip().splitlines()
            raise ConfigurationError(f"{program} failed: {' / '.join(reason[-2:])}")


def open_postgres(home: Path) -> EmbeddedPostgres:
    """Find this home's data folder, or make it. A few seconds the first time."""
    account = account_for_postgres()
    folder = _folder(home, account)
    if (folder / "data").exists():
        account = owner_of(folder / "data")
        _refuse_foreign(folder, account)
    server = EmbeddedPostgres(
        folder=folder,
        account=account,
        programs=postgres_programs(account),
        password=_password(folder, account),
    )
    if server.data.exists():
        server.stop_leftover()
    else:
        server.create()
    return server


def _folder(home: Path, account: Account) -> Path:
    """`postgres/` in the home; where its user may not go there, a folder that a pointer names."""
    pointer = home / _POINTER
    if pointer.exists():
        return Path(pointer.read_text().strip())
    folder = home / "postgres"
    if not folder.exists() and not account.may_enter(home):
        folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=make_system_folder()))
        pointer.write_text(f"{folder}\n")
    if not folder.exists():
        folder.mkdir(mode=0o700)
    if os.geteuid() == 0 and not (folder / "data").exists():
        os.chown(folder, account.uid, account.gid)
    return folder


def _password(folder: Path, account: Account) -> str:
    file = folder / "password"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as unread:
            unread.write(secrets.token_urlsafe(24))
        if os.geteuid() == 0:
            os.chown(file, account.uid, account.gid)
    return file.read_text().strip()


def _refuse_foreign(folder: Path, owner: Account) -> None:
    current = current_account()
    if current.uid not in (0, owner.uid):
        raise ConfigurationError(
            f"{folder} belongs to the user {owner.name}: start as that user or as root, "
            "or set DURALOGUE_HOME to another folder"
        )
    if owner.uid == 0:
        raise ConfigurationError(f"{folder} belongs to root, as whom PostgreSQL does not run")
