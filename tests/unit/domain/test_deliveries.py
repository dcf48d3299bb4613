"""Deliveries: what was said, on its way to a channel."""

from domain.channel_addresses import Channel
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import Citation, Role

ELSEWHERE = "https://acme.example/returns"


def a_delivery(*urls: str | None) -> Delivery:
    return Delivery(
        tenant_id="acme",
        delivery_id="sms-1/bot/s1t1.0.0",
        conversation_id="sms-1",
        message_id="s1t1.0.0",
        seq=2,
        role=Role.BOT,
        channel=Channel.SMS,
        status=DeliveryStatus.PENDING,
        text="30 days.",
        citations=tuple(Citation(document_id="d", title="Returns", url=url) for url in urls),
    )


def test_sources_of_our_own_are_addresses_that_open_anywhere() -> None:
    """A phone knows no path; what is somewhere else stays where it is."""
    given = a_delivery("/help/acme/returns", ELSEWHERE, None)

    linked = given.with_links_under("https://bots.example/")
    unlinked = given.with_links_under(None)

    assert [each.url for each in linked.citations] == [
        "https://bots.example/help/acme/returns", ELSEWHERE, None,
    ]  # fmt: skip
    assert [each.url for each in unlinked.citations] == [None, ELSEWHERE, None]
