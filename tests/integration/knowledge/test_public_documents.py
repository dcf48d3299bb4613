"""Public documents as pages: as they are indexed, for anybody, and for as long as they hold."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.chunking import BETWEEN_PARTS
from domain.errors import NotFound
from domain.knowledge import DocumentPage
from infra.postgres.public_documents import PostgresPublicDocuments
from tests.integration.knowledge.conftest import Library, document

TODAY = date(2026, 11, 29)
BODY = """We ship every day. Ask us anything.

## Costs

| To | Price |
|---|---|
| Iceland | 12 EUR |
| Norway | 9 EUR |

Bulky items cost more.

## Steps

1. Pack it.
2. Bring it to a shop.
"""


async def page_of(engine: AsyncEngine, library: Library, name: str) -> DocumentPage:
    return await PostgresPublicDocuments(engine).page(library.tenant, name, today=TODAY)


async def test_a_page_shows_what_answers_quote(engine: AsyncEngine, library: Library) -> None:
    """
    In order, with rows, items and steps on lines of their own.
    """
    await library.sync(document("shipping", BODY))

    page = await page_of(engine, library, "shipping")

    assert page.title == "Shipping"
    assert [(one.heading, one.paragraphs) for one in page.sections] == [
        ("", ("We ship every day. Ask us anything.",)),
        (
            "Costs",
            (
                f"Iceland{BETWEEN_PARTS}Price: 12 EUR",
                f"Norway{BETWEEN_PARTS}Price: 9 EUR",
                "Bulky items cost more.",
            ),
        ),
        ("Steps", ("1) Pack it.", "2) Bring it to a shop.")),
    ]


async def test_a_long_section_is_shown_once(engine: AsyncEngine, library: Library) -> None:
    """
    Its passages overlap by a sentence, so that none is cut off from the one before.
    """
    said = [f"Sentence number {n} tells of parcels, of their way and of nothing else." for n in
            range(60)]  # fmt: skip
    await library.sync(document("long", "## All of it\n\n" + " ".join(said)))

    [section] = (await page_of(engine, library, "long")).sections

    assert section.paragraphs == (" ".join(said),)


@pytest.mark.parametrize("front", [{"audience": "agents"}, {"valid_until": "2026-11-28"}])
async def test_what_is_not_for_everybody_is_not_there(
    engine: AsyncEngine, library: Library, front: dict[str, str]
) -> None:
    """
    It looks like a document that never was, and so does another tenant's.
    """
    await library.sync(document("secret", BODY, **front))

    for tenant, name in ((library.tenant, "secret"), (library.tenant, "none"), ("acme", "secret")):
        with pytest.raises(NotFound):
            await PostgresPublicDocuments(engine).page(tenant, name, today=TODAY)


async def test_a_removed_document_has_no_page(engine: AsyncEngine, library: Library) -> None:
    """
    A withdrawn policy must not be read up.
    """
    await library.sync(document("shipping", BODY))
    await library.sync()

    with pytest.raises(NotFound):
        await page_of(engine, library, "shipping")
