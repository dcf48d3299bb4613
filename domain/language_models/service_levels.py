"""Service levels: whether a tenant is served by its hosted models, or without them for now."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

from domain.language_models.requests import Purpose
from domain.values import Frozen


class Level(StrEnum):
    """How customers are served."""

    HOSTED = "hosted"
    EXTRACTIVE = "extractive"
    """By the local models: their answers are sentences of the knowledge."""


class ServiceLevel(Frozen):
    """As the last request for a purpose has shown it."""

    purpose: Purpose
    level: Level
    reason: str = ""
    """Why it is not hosted, in a few words."""


class SeenLevel(BaseModel):
    """A level as operators see it."""

    purpose: str
    level: Level
    reason: str
    since: datetime
    seen_at: datetime
    """When a request last showed it."""
