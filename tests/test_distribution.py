"""The tests that share a server are those that think they do."""

import pytest

from tests.distribution import STACK, missing, scope_of


def test_all_that_need_the_whole_product_share_one(request: pytest.FixtureRequest) -> None:
    """
    One that is left out starts a product of its own, in another worker.
    """
    strays = {
        item.nodeid
        for item in request.session.items
        if "stack" in getattr(item, "fixturenames", ()) and scope_of(item.nodeid) != STACK
    }
    assert strays == set()


def test_the_longest_files_are_there() -> None:
    """
    A file that was renamed is begun late, and nobody notices.
    """
    assert missing() == []
