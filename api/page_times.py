"""Moments on the desk's plain pages: in the tenant's zone, as the reader's language has them."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from domain.business_hours import zone_of
from domain.tenant_settings import TenantConfig

_FORMATS: Final = {"de": "%d.%m.%Y, %H:%M", "en": "%d %b %Y, %H:%M"}
_SECONDS: Final = ":%S"


def moments_of(tenant: TenantConfig, language: str) -> Callable[..., str]:
    """Of a moment with a zone: "30.11.2026, 11:06", on request `with_seconds`."""
    zone = zone_of(tenant.business_hours)
    pattern = _FORMATS[language]

    def written(at: datetime, *, with_seconds: bool = False) -> str:
        return at.astimezone(zone).strftime(pattern + (_SECONDS if with_seconds else ""))

    return written
