"""Settings of a stack: what the person gave, and what is made for them."""

from pydantic import SecretStr

from duralogue.embedded.endpoints import Ports
from duralogue.embedded.state_directory import StateDirectory
from infra.settings import Settings


def completed(settings: Settings, home: StateDirectory, ports: Ports) -> Settings:
    """Fill in what the person left open and we make: secrets, the home, the gateway's port."""
    secrets = home.secrets()
    made = {
        "duralogue_home": home.folder,
        "duralogue_master_key": SecretStr(secrets.master_key),
        "duralogue_session_secret": SecretStr(secrets.session_secret),
        "duralogue_codec_capability": SecretStr(secrets.codec_capability),
    }
    left_open = {name: value for name, value in made.items() if getattr(settings, name) is None}
    return settings.model_copy(
        update={
            **left_open,
            "duralogue_home": home.folder,
            "api_port": ports.gateway,
            "public_url": settings.public_url or ports.gateway_url,
        }
    )


def unused_ports(settings: Settings) -> set[str]:
    """Of servers that the person has brought along."""
    unused = set()
    if settings.database_url is not None:
        unused.add("postgres")
    if settings.temporal_address is not None:
        unused |= {"temporal", "temporal_ui"}
    return unused
