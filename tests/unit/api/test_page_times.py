"""Moments on the desk's plain pages."""

from datetime import UTC, datetime

from api.page_times import moments_of
from domain.tenant_settings import Branding, BusinessHours, TenantConfig

SUMMER = datetime(2026, 7, 3, 22, 5, 9, tzinfo=UTC)
WINTER = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_moments_are_the_tenants_own_as_the_language_writes_them() -> None:
    """
    In summer and in winter, past midnight there.
    """
    hours = BusinessHours(tz="Europe/Berlin")
    tenant = TenantConfig(tenant="acme", branding=Branding(name="Ava"), business_hours=hours)
    german, english = moments_of(tenant, "de"), moments_of(tenant, "en")

    assert german(SUMMER, with_seconds=True) == "04.07.2026, 00:05:09"
    assert german(WINTER) == "01.01.2027, 00:30"
    assert english(WINTER) == "01 Jan 2027, 00:30"
    assert english(SUMMER) == "04 Jul 2026, 00:05"
