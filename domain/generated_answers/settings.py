"""A tenant's `answers:` in tenant.yaml: what a model's words may hold."""

from typing import Annotated

from pydantic import Field

from domain.messages import SecureAddress
from domain.values import Strict

_Phrase = Annotated[str, Field(min_length=2, max_length=100)]


class GeneratedAnswerSettings(Strict):
    """Of answers in a model's words. What the tenant's documents say is quoted as it stands."""

    banned: Annotated[tuple[_Phrase, ...], Field(max_length=200)] = ()
    """Words and phrases that are never said, in any case and spelling of their letters."""
    links: Annotated[tuple[SecureAddress, ...], Field(max_length=50)] = ()
    """Pages of the tenant's that may be linked to, with all pages below them; besides those of
    cited documents."""
