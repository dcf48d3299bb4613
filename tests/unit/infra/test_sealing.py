"""Sealed bytes open with the same key for the same thing, unchanged, and else not at all."""

import pytest

from infra.sealing import BrokenSeal, seal, unseal

KEY, OTHER = bytes(32), bytes(range(32))


def test_sealed_twice_it_is_never_the_same() -> None:
    """
    Nobody can tell that two rows hold the same address.
    """
    sealed = [seal(KEY, b"+15550199", b"acme/c-1") for _ in range(2)]

    assert sealed[0] != sealed[1]
    assert {unseal(KEY, one, b"acme/c-1") for one in sealed} == {b"+15550199"}


@pytest.mark.parametrize(
    ("key", "bound_to", "cut"),
    [(OTHER, b"acme/c-1", 0), (KEY, b"acme/c-2", 0), (KEY, b"acme/c-1", 1), (KEY, b"acme/c-1", 20)],
    ids=["another key", "another row", "changed", "cut short"],
)
def test_it_opens_in_no_other_way(key: bytes, bound_to: bytes, cut: int) -> None:
    """
    What was moved or changed is a named failure and not another value.
    """
    sealed = seal(KEY, b"+15550199", b"acme/c-1")

    with pytest.raises(BrokenSeal):
        unseal(key, sealed[: len(sealed) - cut], bound_to)
