"""A small bot to understand messages for."""

from domain.bot.model import Bot, Intent, Slot, SlotType
from domain.tenant_settings import Branding, BusinessHours, TenantConfig

INTENTS = {
    "track_order": (
        "where is my order",
        "track my package",
        "when will my parcel arrive",
        "has my order shipped yet",
        "delivery status of A100001",
    ),
    "return_item": (
        "I want to send something back",
        "return an item",
        "how can I return my shoes",
        "I'd like my money back for this",
        "start a return",
    ),
    "human": (
        "talk to a human",
        "let me speak with an agent",
        "I want a real person",
        "connect me to customer service",
        "is there somebody I can talk to",
    ),
}


def slot(name: str, slot_type: SlotType, **more: object) -> Slot:
    return Slot.model_validate({"name": name, "type": slot_type, **more})


def a_bot(intents: dict[str, tuple[str, ...]] | None = None, revision: str = "r1") -> Bot:
    slots = [
        slot("order_id", SlotType.STRING, pattern="^A[0-9]{6}$"),
        slot(
            "return_reason",
            SlotType.ENUM,
            values=("damaged", "wrong_item", "changed_mind"),
            synonyms={"damaged": ("broken", "defective"), "changed_mind": ("don't like it",)},
        ),
        slot("amount", SlotType.MONEY, source="tool"),
        slot("confirmed", SlotType.BOOL),
        slot("contact", SlotType.EMAIL),
        slot("phone", SlotType.PHONE),
        slot("pickup", SlotType.DATE),
        slot("pieces", SlotType.INTEGER),
        slot("note", SlotType.STRING),
        slot("hour", SlotType.TIME),
        slot("guest", SlotType.NAME),
    ]
    return Bot(
        revision=revision,
        tenant=TenantConfig(
            tenant="acme",
            branding=Branding(name="Ava"),
            business_hours=BusinessHours(holidays="de-BE"),
        ),
        intents={
            name: Intent(name=name, examples={"en": examples})
            for name, examples in (INTENTS if intents is None else intents).items()
        },
        entities={"sku": "[a-z]{2}-[0-9]{4}"},
        slots={one.name: one for one in slots},
        tools={},
        flows={},
        responses={},
        handoffs={},
        kept_results={},
    )
