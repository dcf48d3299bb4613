"""`duralogue seed`, for the embedded stack: a tenant to talk to, and staff tokens to try."""

import asyncio
from pathlib import Path

from infra.settings import Settings


def seed(folder: Path, tokens: Path) -> None:
    """Publish a tenant, sync its knowledge, and add the staff tokens missing from a file."""
    from duralogue.publication import seed_tenant

    asyncio.run(seed_tenant(Settings.load(), folder, tokens))
