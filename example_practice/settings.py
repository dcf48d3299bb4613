"""The practice's own settings: the only file of the practice that reads the environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class PracticeSettings(BaseSettings):
    """Every setting is an environment variable that begins with `PRACTICE_`."""

    model_config = SettingsConfigDict(env_prefix="PRACTICE_")

    database: Path
    """The file in which the practice keeps its calendar; it is made if it is missing."""

    api_key: SecretStr = Field(min_length=8)
    """What a caller shows as `Authorization: Bearer …`."""

    admin_key: SecretStr = Field(min_length=8)
    """What opens `/admin`: adding a free time, and looking at all visits."""

    host: str = "127.0.0.1"
