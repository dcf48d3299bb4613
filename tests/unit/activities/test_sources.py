"""Sources of an answer as they leave for a channel: with addresses that lead somewhere there."""

from datetime import datetime

import pytest

from domain.deliveries import Delivery, Sent
from domain.errors import OutcomeUnknown
from domain.messages import Citation
from tests.fakes.providers import SlackLike
from tests.unit.activities.posting import a_post

OWN = Citation(document_id="d-1", title="Returns policy", url="/help/acme/returns")
ELSEWHERE = Citation(document_id="d-2", title="Terms", url="https://shop.example/terms")
NOWHERE = Citation(document_id="d-3", title="Handbook")


class WatchedSender:
    """Keeps what it was given; the first send has no answer, as far as anybody can tell."""

    can_find = True
    repeats_are_safe = False

    def __init__(self) -> None:
        self.given: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Sent:
        self.given.append(delivery)
        raise OutcomeUnknown("no answer")

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        self.given.append(delivery)
        return Sent(provider_message_id="p-1")


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("https://bots.example/", "https://bots.example/help/acme/returns"),
        (None, None),
    ],
)
async def test_a_page_of_the_gateway_is_sent_with_its_whole_address(
    public_url: str | None, expected: str | None
) -> None:
    """A phone cannot follow a path. What is looked up by its words has the same ones."""
    sender = WatchedSender()
    cited = (OWN, ELSEWHERE, NOWHERE)
    post = await a_post(SlackLike(), sender, "30 days.", citations=cited, public_url=public_url)

    await post.until_final()

    urls = [[one.url for one in delivery.citations] for delivery in sender.given]
    assert urls == [[expected, "https://shop.example/terms", None]] * 2
