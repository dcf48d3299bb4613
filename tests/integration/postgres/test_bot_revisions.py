"""Finding a revision by how it begins."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, NotFound
from infra.postgres.bot_revisions import full_revision
from infra.postgres.bots import PostgresBots
from tests.integration.postgres.stores import a_bot


@pytest.fixture
async def bots(engine: AsyncEngine) -> PostgresBots:
    bots = PostgresBots(engine)
    for tenant, revision in (
        ("hotel", "aaaaaaaa11"),
        ("hotel", "aaaaaaaa22"),
        ("hotel", "bbbbbbbb33"),
        ("shop", "cccccccc44"),
    ):
        await bots.publish(a_bot(tenant, revision=revision), by="test")
    return bots


async def test_a_beginning_that_is_unique_is_enough(
    engine: AsyncEngine, bots: PostgresBots
) -> None:
    """`publish` prints the first letters, and that is what people have at hand."""
    assert await full_revision(engine, "hotel", "bbbbbb") == "bbbbbbbb33"


@pytest.mark.usefixtures("bots")
@pytest.mark.parametrize(
    ("beginning", "refusal"),
    [
        ("aaaaaaaa", ConfigurationError),
        ("bbb", ConfigurationError),
        ("cccccccc44", NotFound),
        ("bbbbbb%", NotFound),
    ],
    ids=["several", "too short", "another tenant's", "a pattern"],
)
async def test_what_names_no_single_revision_of_the_tenant_is_refused(
    engine: AsyncEngine, beginning: str, refusal: type[Exception]
) -> None:
    """Conversations are moved by it, so nothing is guessed."""
    with pytest.raises(refusal):
        await full_revision(engine, "hotel", beginning)
