"""Configuration of one server of the cluster: its data, its addresses, its services."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.temporal import DYNAMIC_CONFIG

DATABASES = ("temporal", "temporal_visibility")
SERVICES = ("frontend", "history", "matching", "worker")
_SHARDS = 4
# The table of the ring's members has sixteen bits with a sign for a port.
_LOW_PORTS = range(20_000, 32_000)
_CONNECTIONS = {"temporal": 30, "temporal_visibility": 8}
"""For each server. Two servers and the product share PostgreSQL's two hundred."""


@dataclass(frozen=True)
class ServicePorts:
    """Of one service: where it is called, and where it gossips with the others of its kind."""

    grpc: int
    membership: int


@dataclass(frozen=True)
class ServerPorts:
    services: Mapping[str, ServicePorts]

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.services['frontend'].grpc}"


def choose_server_ports(number: int, *, frontend: int, avoid: set[int]) -> list[ServerPorts]:
    """For so many servers; the first one's frontend is given."""
    used = {*avoid, frontend, 0}

    def another() -> int:
        wished = 0
        while wished in used or choose_port(wished) != wished:
            wished = secrets.choice(_LOW_PORTS)
        used.add(wished)
        return wished

    chosen: list[ServerPorts] = []
    for server in range(number):
        first = frontend if server == 0 else another()
        grpc = {name: first if name == "frontend" else another() for name in SERVICES}
        chosen.append(
            ServerPorts({name: ServicePorts(port, another()) for name, port in grpc.items()})
        )
    return chosen


def write_configuration(folder: Path, name: str, ports: ServerPorts, database_url: str) -> Path:
    """JSON is YAML, which the server reads. Only the owner may: it has a password in it."""
    dynamic = folder / "dynamic.yaml"
    values = {key: [{"value": value}] for key, value in DYNAMIC_CONFIG.items()}
    dynamic.write_text(json.dumps(values, indent=1))
    file = folder / f"{name}.yaml"
    file.touch(mode=0o600)
    file.write_text(json.dumps(_configuration(ports, database_url, dynamic), indent=1))
    return file


def _configuration(ports: ServerPorts, database_url: str, dynamic: Path) -> dict[str, Any]:
    return {
        "log": {"stdout": True, "level": "warn"},
        "persistence": {
            "defaultStore": DATABASES[0],
            "visibilityStore": DATABASES[1],
            "numHistoryShards": _SHARDS,
            "datastores": {name: {"sql": _store(name, database_url)} for name in DATABASES},
        },
        "global": {"membership": {"maxJoinDuration": "30s", "broadcastAddress": LOOPBACK}},
        "services": {
            name: {
                "rpc": {
                    "grpcPort": service.grpc,
                    "membershipPort": service.membership,
                    "bindOnLocalHost": True,
                }
            }
            for name, service in ports.services.items()
        },
        "clusterMetadata": {
            "enableGlobalNamespace": False,
            "failoverVersionIncrement": 10,
            "masterClusterName": "active",
            "currentClusterName": "active",
            "clusterInformation": {
                "active": {
                    "enabled": True,
                    "initialFailoverVersion": 1,
                    "rpcName": "frontend",
                    "rpcAddress": ports.address,
                }
            },
        },
        "dcRedirectionPolicy": {"policy": "noop"},
        "dynamicConfigClient": {"filepath": str(dynamic), "pollInterval": "60s"},
    }


def _store(name: str, database_url: str) -> dict[str, Any]:
    server = urlsplit(database_url)
    return {
        "pluginName": "postgres12",
        "databaseName": name,
        "connectAddr": f"{server.hostname}:{server.port}",
        "connectProtocol": "tcp",
        "user": DATABASES[0],
        "password": unquote(server.password or ""),
        "maxConns": _CONNECTIONS[name],
        "maxIdleConns": _CONNECTIONS[name],
        "maxConnLifetime": "1h",
    }
