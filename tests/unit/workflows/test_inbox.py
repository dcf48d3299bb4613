"""The ring of seen ids."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.inbox import SeenIds

IDS = st.lists(st.text(min_size=1, max_size=64), max_size=40)


@given(IDS)
def test_an_id_is_new_exactly_once(ids: list[str]) -> None:
    """Also when the ring was carried to a new run in between."""
    ring = SeenIds()
    fresh = [identifier for identifier in ids if ring.add(identifier)]

    carried = SeenIds(ring.packed())

    assert fresh == list(dict.fromkeys(ids))
    assert not any(carried.add(identifier) for identifier in ids)


def test_the_ring_forgets_the_oldest_and_stays_small() -> None:
    """500 ids of any length are carried in less than 6 kB."""
    ring = SeenIds()
    for number in range(600):
        ring.add(f"a-rather-long-message-id-{number}")

    assert len(ring.packed()) < 6_000
    assert ring.add("a-rather-long-message-id-99")
    assert not ring.add("a-rather-long-message-id-599")
