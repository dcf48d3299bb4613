"""Numbers of cards are masked before a message is delivered or spooled; a tenant's own are not."""

from datetime import UTC, datetime

from api.message_intake import MessageIntake
from api.tenants import TenantDirectory
from domain.bot.model import SlotType
from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from tests.unit.domain.understanding.bots import a_bot, slot

CARD = "4111111111111111"


class Bots:
    """One tenant's bot."""

    def __init__(self, pattern: str) -> None:
        one = slot("order_id", SlotType.STRING, pattern=pattern)
        self._bot = a_bot().model_copy(update={"slots": {"order_id": one}})

    async def current(self, tenant_id: str) -> object:
        """Whoever asks."""
        return self._bot


class Conversations:
    """Takes messages, or is down."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.taken: list[str] = []
        self._is_down = is_down

    async def deliver(self, message: InboundMessage) -> None:
        """Keep its text."""
        if self._is_down:
            raise DependencyUnavailable("down")
        self.taken.append(message.text)


class Spool:
    """Keeps texts."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        """Nothing waits."""
        return False

    async def add(self, message: InboundMessage) -> None:
        """Keep its text."""
        self.kept.append(message.text)


def said(text: str) -> InboundMessage:
    """A message of the tenant's customer."""
    return InboundMessage(
        message_id="m-1", tenant_id="acme", conversation_id="c-1", channel=Channel.WEB, text=text,
        received_at=datetime(2026, 11, 29, tzinfo=UTC),
    )  # fmt: skip


async def taken(pattern: str, text: str) -> list[str]:
    """What the conversation gets."""
    tenants = TenantDirectory(Bots(pattern))  # type: ignore[arg-type]
    await tenants.get("acme")
    conversations = Conversations()
    intake = MessageIntake(conversations, Spool(), tenants.kept_by)  # type: ignore[arg-type]
    await intake.accept(said(text))
    return conversations.taken


async def test_no_conversation_gets_a_card() -> None:
    """
    What a workflow is sent stands in its history for ever.
    """
    assert await taken("^A[0-9]{6}$", f"A100002, card {CARD}") == ["A100002, card •••• 1111"]


async def test_the_tenants_numbers_pass() -> None:
    """
    An order number that happens to be like a card must find its order.
    """
    assert await taken("^4111[0-9]{12}$", f"order {CARD}") == [f"order {CARD}"]


async def test_a_pattern_for_any_card_does_not_open_the_door() -> None:
    """
    Nobody gets card numbers by asking for sixteen digits.
    """
    assert await taken("^[0-9]{16}$", CARD) == ["•••• 1111"]
    assert await taken("^[45][0-9]{15}$", CARD) == ["•••• 1111"]


async def test_a_pattern_for_accounts_does_not_either() -> None:
    """
    Two letters and digits may be anybody's account.
    """
    said = "DE89370400440532013000"
    assert await taken("^[A-Z]{2}[0-9]{20}$", said) == ["DE•• •••• 3000"]
    assert await taken("^[A-Z0-9]{14,30}$", said) == ["DE•• •••• 3000"]


async def test_the_spool_gets_none_either() -> None:
    """
    A message waits there while Temporal is down, also for hours.
    """
    spool = Spool()
    intake = MessageIntake(Conversations(is_down=True), spool)  # type: ignore[arg-type]
    await intake.accept(said(f"IBAN DE89370400440532013000 and {CARD}"))
    assert spool.kept == ["IBAN DE•• •••• 3000 and •••• 1111"]
