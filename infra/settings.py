"""Every setting of the product; the only file that reads the environment."""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.addresses import AllowedAddresses
from domain.errors import ConfigurationError
from infra.file_settings import FileSettings
from infra.gateway_settings import GatewayTuning
from infra.running_stack import settings_of_running_stack
from infra.search_settings import SearchSettings
from infra.secret_strength import MasterKey, SigningSecrets, StrongSecret
from infra.worker_settings import WorkerTuning

Value = TypeVar("Value")


def _is_postgres(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("postgresql://", "postgresql+psycopg://")):
        raise ValueError("must look like postgresql://user:password@host:5432/database")
    return url


Port = Annotated[int, Field(ge=0, le=65_535)]
PostgresUrl = Annotated[SecretStr, AfterValidator(_is_postgres)]


class BackendSettings(BaseModel):
    """A tenant's own systems: base URLs and secrets, by the names its tools use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    servers: dict[str, str] = {}
    secrets: dict[str, SecretStr] = {}


def _from_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError("must be JSON, see docs/reference/settings.md") from error


TenantBackends = Annotated[dict[str, BackendSettings], NoDecode, BeforeValidator(_from_json)]


def _entries(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(entry.strip() for entry in value.split(",") if entry.strip())


def _are_listed(entries: tuple[str, ...]) -> tuple[str, ...]:
    AllowedAddresses.of(entries)
    return entries


OutboundAllowed = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(_entries), AfterValidator(_are_listed)
]


class Settings(WorkerTuning, GatewayTuning, FileSettings, SearchSettings, BaseSettings):
    """Read once at the edge of the process and handed on; nothing below reads it again."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: PostgresUrl | None = None
    """DATABASE_URL: the product's PostgreSQL (16 or newer, with pgvector), for example
    `postgresql://user:password@host:5432/duralogue`. Transcripts, knowledge, bots and keys live
    there. When it is unset, `duralogue dev` starts a PostgreSQL of its own; everything else but
    `duralogue deploy` needs it, or a running `duralogue dev` beside it."""

    shop_database_url: PostgresUrl | None = None
    """SHOP_DATABASE_URL: where the example shop keeps its own data. When it is unset,
    `duralogue dev` uses a database `shop` on the server of DATABASE_URL."""

    database_pool_size: int = Field(default=10, ge=1, le=200)
    """DATABASE_POOL_SIZE: how many connections one process keeps open to PostgreSQL. Times the
    number of processes this must stay below the server's `max_connections`."""

    temporal_address: str | None = Field(default=None, pattern=r"^[^\s:/]+:\d{1,5}$")
    """TEMPORAL_ADDRESS: host and port of Temporal's frontend, for example `127.0.0.1:7233`. When it
    is unset, `duralogue dev` starts a Temporal server of its own."""

    temporal_namespace: str = "default"
    """TEMPORAL_NAMESPACE: the namespace that holds the conversations. It must exist and have the
    search attributes that `duralogue doctor` lists."""

    temporal_ui_url: str | None = None
    """TEMPORAL_UI_URL: where staff open Temporal's web UI. The codec endpoint answers requests
    from this origin, so that the UI can show the plain text of a payload to staff."""

    duralogue_master_key: MasterKey | None = None
    """DURALOGUE_MASTER_KEY: 32 random bytes in base64. It wraps the key of every tenant, and those
    encrypt what Temporal stores; whoever loses it loses open conversations. `duralogue dev` makes
    one and keeps it in its folder."""

    duralogue_session_secret: SigningSecrets | None = None
    """DURALOGUE_SESSION_SECRET: at least 32 random characters. It signs the sessions of anonymous
    visitors; all gateways share it, and another one ends every session. To change it without
    that, give several with ids, `new:SECRET,old:SECRET`: the first signs, all are accepted."""

    duralogue_codec_capability: StrongSecret | None = None
    """DURALOGUE_CODEC_CAPABILITY: for development only, a secret in the codec endpoint's address,
    with which a Temporal UI that sends no credential reads every tenant's payloads. `duralogue dev`
    makes one; leave it unset everywhere else. A gateway that listens beyond the loopback address
    refuses to start with it."""

    duralogue_home: Path = Path(".duralogue")
    """DURALOGUE_HOME: the folder for what this machine makes and can make again: the embedded
    stack's data and logs, and classifiers trained per bot revision."""

    duralogue_deployment: str = Field(default="duralogue", pattern=r"^[A-Za-z0-9_-]{1,64}$")
    """DURALOGUE_DEPLOYMENT: under which name Temporal knows the versions of the workers that run
    conversations. Two installations in one namespace need two names."""

    duralogue_build_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    """DURALOGUE_BUILD_ID: which build of the code a worker of `conversations` runs, for example
    `2026-11-23.1`; `duralogue worker --version` says the same. Such a worker gets work only once
    `duralogue deploy` has promoted or ramped its version. Unset, workers are unversioned, as
    `duralogue dev` wants them."""

    api_host: str = "127.0.0.1"
    """API_HOST: the address on which the gateway listens; `0.0.0.0` inside a container."""

    api_port: Port = 8080
    """API_PORT: the gateway's port. `duralogue dev` takes the next free one when it is in use; 0
    means any free port."""

    public_url: str | None = None
    """PUBLIC_URL: the gateway's address as customers' browsers see it, when a proxy stands before
    it. Used in links, in the script that embeds the chat, and as the address to which Slack sends a
    browser back that installs an app."""

    tenant_backends: TenantBackends = {}
    """TENANT_BACKENDS: where the tools of each tenant call, and its secrets, as JSON:
    `{"acme": {"servers": {"shop": "https://shop.example"}, "secrets": {"shop_api_key": "…"}}}`. The
    names are those of the tenant's `tools.yaml` and `tenant.yaml`; a tenant reaches only its own.
    `duralogue dev` adds the example shop's. `duralogue connect backend` does the same without a
    restart, and wins over what is set here."""

    outbound_allowed: OutboundAllowed = ()
    """OUTBOUND_ALLOWED: where the tools of any tenant may call beside its own servers in
    TENANT_BACKENDS: hosts and ranges with their ports, separated by commas, for example
    `api.example.com, hooks.example.com:8443, 10.20.0.0/16:443`. Everything else is refused. A host
    may lead to public addresses only; a private or loopback one needs an entry of its own as an
    address or a range. Link-local and cloud metadata addresses are always refused."""

    workflow_sandbox: bool = False
    """WORKFLOW_SANDBOX: whether workers of `conversations` fence workflow code off from what is not
    deterministic, as all tests of workflows do. It costs a sixth of their time for a turn; switch
    it on where you change workflow code yourself."""

    event_loop: Literal["uvloop", "asyncio"] = "uvloop"
    """EVENT_LOOP: what the gateway and the workers wait with. uvloop takes less of a core for each
    request; `asyncio` is Python's own, for debugging."""

    metrics_port: Port = 0
    """METRICS_PORT: where a worker serves its Prometheus metrics; 0 switches them off. The gateway
    serves its own under `/metrics`."""

    drain_seconds: int = Field(default=20, ge=0, le=600)
    """DRAIN_SECONDS: how long a worker or gateway that was asked to stop may finish what it has
    begun. What is cut off after it is done again elsewhere, not lost."""

    duralogue_fault_points: Path | None = None
    """DURALOGUE_FAULT_POINTS: for tests only, a folder. A process that passes a fault point for
    which a file of its name lies there takes the file away and kills itself. Leave it unset
    everywhere else: then there are no fault points."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """LOG_LEVEL: the least important log lines that are written: debug, info, warning or error."""

    @classmethod
    def load(cls) -> Self:
        """Read the environment; for what it leaves open ask the embedded stack that runs here."""
        try:
            settings = cls()
            remembered = settings_of_running_stack(settings.duralogue_home)
            missing = {
                name: remembered[name]
                for name in cls.model_fields
                if name in remembered and name not in settings.model_fields_set
            }
            return cls(**missing) if missing else settings
        except ValidationError as error:
            raise ConfigurationError("; ".join(_problems(error))) from error

    @classmethod
    def load_environment(cls) -> Self:
        """Read the environment and nothing else, as `api` and `worker` do."""
        try:
            return cls()
        except ValidationError as error:
            raise ConfigurationError("; ".join(_problems(error))) from error

    def with_build_id(self, build_id: str) -> Self:
        """The same for a worker whose build was named on the command line."""
        try:
            return self.model_validate({**dict(self), "duralogue_build_id": build_id})
        except ValidationError as error:
            raise ConfigurationError("; ".join(_problems(error))) from error

    def as_environment(self) -> dict[str, str]:
        """What another process must find in its environment to have the same settings."""
        return {name.upper(): _as_text(value) for name, value in self if value is not None}

    def require_database_url(self) -> str:
        """Raise ConfigurationError where it is not set."""
        return _required(self.database_url, "DATABASE_URL").get_secret_value()

    def require_elasticsearch_url(self) -> tuple[str, ...]:
        """Raise ConfigurationError where it is not set."""
        if not self.elasticsearch_url:
            raise ConfigurationError("RETRIEVER is elasticsearch, and ELASTICSEARCH_URL is not set")
        return self.elasticsearch_url

    def require_temporal_address(self) -> str:
        """Raise ConfigurationError where it is not set."""
        return _required(self.temporal_address, "TEMPORAL_ADDRESS")

    def require_master_key(self) -> bytes:
        """32 bytes. Raise ConfigurationError where it is not set."""
        key = _required(self.duralogue_master_key, "DURALOGUE_MASTER_KEY")
        return base64.b64decode(key.get_secret_value())

    def require_session_secret(self) -> str:
        """Raise ConfigurationError where it is not set."""
        return _required(
            self.duralogue_session_secret, "DURALOGUE_SESSION_SECRET"
        ).get_secret_value()


def inherited_environment() -> dict[str, str]:
    """The whole environment, for a child process that is to find it as we did."""
    return dict(os.environ)


def read_secret(variable: str) -> str:
    """What the operator put into an environment variable to be sealed. Raise ConfigurationError."""
    value = os.environ.get(variable, "")
    if not value:
        raise ConfigurationError(f"the environment variable {variable} is not set, or is empty")
    return value


def read_given_secrets(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that the environment holds, by our own names for them: {"bot": "SLACK_BOT_TOKEN"}."""
    found = {name: os.environ.get(variable, "") for name, variable in variables.items()}
    return {name: value for name, value in found.items() if value}


def _required(value: Value | None, name: str) -> Value:
    if value is None:
        raise ConfigurationError(
            f"{name} is not set, and no `duralogue dev` is running in this folder to provide it: "
            "go to the folder in which it was started, or say where that is with DURALOGUE_HOME"
        )
    return value


def _as_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, dict):
        return json.dumps(value, default=_revealed)
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)


def _revealed(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else dict(cast("Any", value))


def _problems(error: ValidationError) -> list[str]:
    return [
        f"{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
