"""Seals that open for one tenant, in one row, while the key is there."""

import pytest

from infra.memory.tenant_keys import MemoryTenantKeys
from infra.postgres.tenant_seals import TenantSeal
from infra.sealing import BrokenSeal


async def test_it_opens_in_its_row_alone() -> None:
    """
    Moved to another row, another tenant's, or another kind's, it is broken.
    """
    keys = MemoryTenantKeys()
    seal = TenantSeal(keys, "backend")
    kept = await seal.seal("acme", "shop", b"secret")

    assert await seal.open("acme", "shop", kept) == b"secret"
    for other, tenant_id, place in (
        (seal, "acme", "till"),
        (seal, "globex", "shop"),
        (TenantSeal(keys, "model"), "acme", "shop"),
    ):
        with pytest.raises(BrokenSeal):
            await other.open(tenant_id, place, kept)


async def test_a_shredded_key_opens_nothing() -> None:
    """
    Whoever reads it handles one failure, and not two.
    """
    keys = MemoryTenantKeys()
    seal = TenantSeal(keys, "backend")
    kept = await seal.seal("acme", "shop", b"secret")
    await keys.shred("acme", kept.key_id)

    with pytest.raises(BrokenSeal):
        await seal.open("acme", "shop", kept)
