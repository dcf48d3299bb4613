"""The number with which a conversation's last message ends is remembered, for a while."""

from datetime import UTC, datetime, timedelta
from typing import Any

from api.unfinished_numbers import UnfinishedNumbers
from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage, Role, TranscriptMessage
from domain.payment_secrets import nothing_kept

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Transcripts:
    """What customers have said, or a database that is down."""

    def __init__(self, *said: tuple[Role, str], at: datetime = NOW, is_down: bool = False) -> None:
        self._said = said
        self._at = at
        self._is_down = is_down
        self.asked = 0

    async def history(self, *_: str, **__: Any) -> list[TranscriptMessage]:
        """The latest last."""
        self.asked += 1
        if self._is_down:
            raise DependencyUnavailable("down")
        return [
            TranscriptMessage(message_id=f"t-{seq}", role=role, text=text, seq=seq, at=self._at)
            for seq, (role, text) in enumerate(self._said)
        ]


def numbers(
    transcripts: Transcripts | None = None, clock: Clock | None = None
) -> UnfinishedNumbers:
    """Of a gateway that has just begun."""
    return UnfinishedNumbers(transcripts, clock=clock or Clock())  # type: ignore[arg-type]


async def kept(
    of: UnfinishedNumbers, text: str, name: str = "m-1", conversation: str = "c-1"
) -> str:
    """What is kept of a message."""
    message = InboundMessage(
        message_id=name, tenant_id="acme", conversation_id=conversation, channel=Channel.WEB,
        text=text, received_at=NOW,
    )  # fmt: skip
    return (await of.masked(message, nothing_kept)).text


async def test_the_rest_of_a_number_is_covered_however_often_it_is_sent() -> None:
    """
    A message whose answer was lost is sent again with the same id.
    """
    of = numbers()

    assert await kept(of, "4111 1111", "m-1") == "4111 1111"
    assert await kept(of, "1111 1111", "m-2") == "••••"
    assert await kept(of, "1111 1111", "m-2") == "••••"
    assert await kept(of, "12/26 123", "m-3") == "••/•• •••"


async def test_conversations_do_not_go_on_with_each_other() -> None:
    """
    Two customers write at the same time.
    """
    of = numbers()
    await kept(of, "4111 1111", "m-1", "c-1")

    assert await kept(of, "1111 1111", "m-2", "c-2") == "1111 1111"


async def test_after_a_while_it_is_another_matter() -> None:
    """
    Ten minutes later a number is one of its own.
    """
    clock = Clock()
    of = numbers(clock=clock)
    await kept(of, "4111 1111", "m-1")
    clock.now += timedelta(minutes=11)

    assert await kept(of, "1111 1111", "m-2") == "1111 1111"


async def test_what_another_gateway_has_taken_is_known() -> None:
    """
    A proxy hands messages out in turn.
    """
    before = Transcripts((Role.CUSTOMER, "my card is 4111 1111"), (Role.BOT, "How can I help?"))

    assert await kept(numbers(before), "and 1111 1111") == "and ••••"


async def test_a_card_that_another_gateway_has_masked_is_known() -> None:
    """
    The transcript holds it covered.
    """
    covered = Transcripts((Role.CUSTOMER, "my card: •••• 1111"))

    assert await kept(numbers(covered), "12/26 123") == "••/•• •••"


async def test_what_the_bot_said_begins_no_number() -> None:
    """
    Its answers hold numbers of orders and of telephones.
    """
    assert await kept(numbers(Transcripts((Role.BOT, "4111 1111"))), "1111 1111") == "1111 1111"


async def test_old_messages_are_not_gone_on_with() -> None:
    """
    The same as in memory.
    """
    old = Transcripts((Role.CUSTOMER, "4111 1111"), at=NOW - timedelta(minutes=11))

    assert await kept(numbers(old), "1111 1111") == "1111 1111"


async def test_messages_of_other_kinds_cost_no_look_at_the_transcript() -> None:
    """
    Nearly all are.
    """
    transcripts = Transcripts()
    of = numbers(transcripts)
    for place, text in enumerate(("hello", "where is A100002?", "yes please")):
        await kept(of, text, f"m-{place}")

    assert not transcripts.asked


async def test_a_message_is_taken_while_the_database_is_down() -> None:
    """
    Accepting it matters more; the first part has been kept already.
    """
    assert await kept(numbers(Transcripts(is_down=True)), "1111 1111") == "1111 1111"
