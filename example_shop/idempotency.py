"""Once per key: requests with the same Idempotency-Key take turns."""

from typing import Annotated

from fastapi import Header, Query
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from example_shop.models import IdempotencyKey
from example_shop.problems import Problem

KeyHeader = Annotated[
    IdempotencyKey,
    Header(alias="Idempotency-Key", description="The same key never does the same thing twice."),
]
KeyInQuery = Annotated[IdempotencyKey, Query(description="The key with which the write was sent.")]


async def take_turn(session: AsyncSession, key: str) -> None:
    """Wait until no other request with this key is under way; held until the transaction ends."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key}
    )


def key_reused() -> Problem:
    return Problem(
        422,
        "idempotency_key_reused",
        "Idempotency key reused",
        "This key was used before, for something else.",
    )
