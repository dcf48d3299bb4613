"""An account of the webhook channel: its address, and its secrets while they change."""

import pytest

from channels.webhook.connection import (
    keys,
    moved,
    new_connection,
    rotated,
    without_previous,
)
from domain.errors import ConfigurationError

URL = "https://chat.example/replies?v=1"


def test_a_secret_lives_on_beside_the_next_one() -> None:
    """And no longer than that."""
    first = new_connection("support", URL)
    second = rotated(first)
    third = rotated(second)

    assert keys(second) == [keys(second)[0], *keys(first)]
    assert keys(third)[1] == keys(second)[0]
    assert keys(without_previous(third)) == keys(third)[:1]
    assert len({*keys(first), *keys(second), *keys(third)}) == 3


def test_moved_it_keeps_its_secrets() -> None:
    """A new address is no reason to tell everybody a new secret."""
    first = rotated(new_connection("support", URL))
    there = moved(first, "https://new.example")

    assert keys(there) == keys(first)
    assert there.settings == {"url": "https://new.example"}


@pytest.mark.parametrize(
    "url",
    ["", "x.example", "ftp://x.example", "https://a:b@x.example", "https://x.example/#a",
     "https://x.example/a b", "https://x.example/{id}", "http://169.254.169.254/",
     "https://x.example/\u200b", "https://" + "x" * 500],
)  # fmt: skip
def test_an_address_is_a_plain_one(url: str) -> None:
    """Nothing that holds a credential, leads to one or looks like something else."""
    with pytest.raises(ConfigurationError, match=r"^url: "):
        new_connection("support", url)


@pytest.mark.parametrize("account", ["", "Support", "a/b", "a b", "-a", "x" * 61, "\u00e4"])
def test_an_accounts_name_fits_into_an_address(account: str) -> None:
    """It is what the tenant's server posts to."""
    with pytest.raises(ConfigurationError, match=r"^account: "):
        new_connection(account, URL)
