"""The tests that share a server are those that think they do."""

from collections.abc import Sequence

import pytest

from tests.distribution import STACK, missing, scope_of


def _stacks_of(item: pytest.Item) -> Sequence[pytest.FixtureDef[object]]:
    """Nothing for a test that only has a parameter of this name."""
    info = getattr(item, "_fixtureinfo", None)
    return info.name2fixturedefs.get("stack", ()) if info else ()


def test_all_that_need_the_whole_product_share_one(request: pytest.FixtureRequest) -> None:
    """
    One that is left out starts a product of its own, in another worker.
    """
    strays = {
        item.nodeid
        for item in request.session.items
        if any(fixture.scope == "session" for fixture in _stacks_of(item))
        and scope_of(item.nodeid) != STACK
    }
    assert strays == set()


def test_the_longest_files_are_there() -> None:
    """
    A file that was renamed is begun late, and nobody notices.
    """
    assert missing() == []
