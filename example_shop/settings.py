"""The shop's own settings: the only file of the shop that reads the environment."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ShopSettings(BaseSettings):
    """Every setting is an environment variable that begins with `SHOP_`."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    database_url: str
    """Where the shop keeps its data, `postgresql://user@host:port/shop`; made if it is missing."""

    api_key: SecretStr = Field(min_length=8)
    """What a caller shows as `Authorization: Bearer …`."""

    admin_key: SecretStr = Field(min_length=8)
    """What opens `/admin`: adding orders, starting over, and the fault switches."""

    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)
    """Zero takes any free port, and the shop says which."""
