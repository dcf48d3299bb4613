"""The country by whose habits dates, numbers and phone numbers are read: one rule for all."""

from domain.bot.model import Bot
from domain.tenant_settings import TenantConfig

_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "FM", "MH", "PW"})
_EITHER = frozenset({"CA"})
"""People write both, so "12/03" is asked about."""
_OF_LANGUAGE = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL"}
_DECIMAL_POINT = frozenset({"en"})


def country_of(bot: Bot, locale: str) -> str | None:
    """The region of the customer's locale ("en-US"), else the tenant's `country`, else that of its
    public holidays, else the one country in which most speak the language. None for English."""
    return country_of_tenant(bot.tenant, locale)


def country_of_tenant(tenant: TenantConfig, locale: str) -> str | None:
    """The same, where only the tenant's settings are at hand."""
    language, _, region = locale.partition("-")
    if region:
        return region.upper()
    if tenant.country:
        return tenant.country
    if tenant.business_hours.holidays:
        return tenant.business_hours.holidays.partition("-")[0].upper()
    return _OF_LANGUAGE.get(language.casefold())


def month_first(bot: Bot, locale: str) -> bool | None:
    """Whether "12/03" is in December there; None where nothing says so."""
    country = country_of(bot, locale)
    if country is None or country in _EITHER:
        return None
    return country in _MONTH_FIRST


def decimal_sign(locale: str) -> str:
    """The sign before decimals, by language: a point in English, else a comma."""
    return "." if locale.partition("-")[0].casefold() in _DECIMAL_POINT else ","
