"""Messages and tool results for property tests: good, odd and hostile."""

import string

from hypothesis import strategies as st

from domain.knowledge import Answer
from domain.messages import Citation, VerifiedCustomer

AN_ANSWER = Answer(
    text="So it is. " * 60,
    citations=(Citation(document_id="a.md", title="A"),),
    confidence=0.8,
)

TEXTS = st.sampled_from(
    [
        "hello", "A100001", "a100003 please", "no, the order is A100002", "ada@example.com", "yes",
        "no", "it's damaged", "wrong item", "refund 9999 EUR", "amount: 1.00 EUR", "what is this?",
        "where is A100008?", "never mind", "call me back", "leave a message", "keep waiting", "5",
        "+4915112345678", "the second one", "Talk to a human", "None of these", "x" * 4_000,
        "💥" * 900, "{order.total} {order_id}", "<b>hi</b>", "tomorrow", "12", "track an order",
        f"{'a' * 60}@{'b' * 60}.{'c' * 60}.com", "red", "two, please", "Ada Lovelace",
    ]
) | st.text(max_size=60)  # fmt: skip
GOOD_ANSWERS = {
    "order_id": "A100001", "order_email": "ada@example.com", "return_reason": "damaged",
    "confirmed": "yes", "arrival": "2026-12-01", "beds": "2", "room": "blue", "guest": "Ada",
    "sure": "yes", "contact_email": "ada@example.com", "contact_phone": "+4915112345678",
}  # fmt: skip
FIELDS = ("id", "status", "item", "total", "returnable", "expected_on", "label_id", "url")
STATUSES = ("delivered", "shipped", "refunded", "cancelled", "processing")
MONEY = st.fixed_dictionaries(
    {"amount": st.sampled_from(["34.50", "100.00", "129.90"]), "currency": st.just("EUR")}
)
GOOD = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["A100001", "A100002"]),
        "status": st.sampled_from(STATUSES),
        "item": st.just("Espresso machine"),
        "total": MONEY,
        "returnable": st.just(True),
        "expected_on": st.just("2026-11-20"),
        "carrier": st.just("Blue Heron Parcel"),
        "label_id": st.just("L-1"),
        "url": st.just("https://labels.example/L-1"),
        "ticket_id": st.just("T-1"),
        "colours": st.just("red, blue"),
    }
)
JUNK = st.none() | st.booleans() | st.integers() | st.text(max_size=300) | st.just("ü" * 5_000)
RESULTS = GOOD | st.dictionaries(st.sampled_from(FIELDS), JUNK | st.lists(JUNK, max_size=3) | MONEY)
CUSTOMERS = st.none() | st.builds(
    VerifiedCustomer,
    customer_id=st.text(string.ascii_letters, min_size=1, max_size=128),
    email=st.none() | st.just("a" * 240 + "@example.com"),
    name=st.none() | st.just("ß" * 128),
)
PARKED_ENDS = ["ok", "refused", "over"]
CODES = st.sampled_from(["order_not_found", "already_refunded", "not_returnable", "x" * 300, None])
