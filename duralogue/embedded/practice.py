"""The dentist's practice beside the stack: its process, and its connection to the tenant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duralogue.embedded.endpoints import LOOPBACK
from duralogue.embedded.own_commands import run_command
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.service_processes import practice_part
from duralogue.embedded.state_directory import StateDirectory
from infra.settings import inherited_environment

TENANT = "dentist"
BACKEND = "practice"
_KEY = "PRACTICE_KEY"
_WITHIN_S = 60


@dataclass(frozen=True)
class Practice:
    """Its calendar is a file of the stack's home."""

    home: StateDirectory
    port: int

    @staticmethod
    def is_for(tenants: Sequence[Path]) -> bool:
        return any(folder.name == TENANT for folder in tenants)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def part(self) -> ProcessSpec:
        secrets = self.home.secrets()
        environment = {
            **inherited_environment(),
            "PRACTICE_DATABASE": str(self.home.folder / "practice.db"),
            "PRACTICE_API_KEY": secrets.practice_api_key,
            "PRACTICE_ADMIN_KEY": secrets.practice_admin_key,
        }
        return practice_part(self.url, self.port, environment)

    async def connect(self, environment: Mapping[str, str]) -> None:
        """As an operator would: `duralogue connect backend`, with the key sealed for the tenant."""
        await run_command(
            *("connect", "backend", BACKEND, "--tenant", TENANT),
            *("--url", self.url, "--secret-env", _KEY),
            environment={**environment, _KEY: self.home.secrets().practice_api_key},
            within_s=_WITHIN_S,
            purpose="connecting the practice",
        )
