"""Answers of the corpus's tools: the example shop's orders, and one ticket."""

from datetime import datetime
from typing import Any

from domain.dialogue.commands import CallTool
from domain.dialogue.events import Event, ToolRefused, ToolSucceeded, ToolUnavailable

ADA = "ada@example.com"


def _order(number: str, item: str, amount: str, status: str) -> dict[str, Any]:
    return {
        "id": number,
        "item": item,
        "status": status,
        "total": {"amount": amount, "currency": "EUR"},
        "expected_on": "2026-11-26",
        "carrier": "Blue Heron Parcel",
        "tracking_url": f"https://track.blue-heron.example/{number}",
        "returnable": True,
    }


_ORDERS = {
    order["id"]: order
    for order in (
        _order("A100001", "Espresso machine", "129.90", "delivered"),
        _order("A100002", "Wool blanket", "59.00", "shipped"),
        _order("A100003", "Ceramic mug set", "34.50", "delivered"),
        _order("A100004", "Desk lamp", "45.00", "processing"),
        _order("A100013", "Rain jacket", "89.00", "delivered"),
    )
}
_OTHERS: dict[str, dict[str, Any]] = {
    "create_label": {
        "label_id": "L-0123456789ab",
        "carrier": "Blue Heron Parcel",
        "url": "https://labels.blue-heron.example/L-0123456789ab.pdf",
    },
    "issue_refund": {"refund_id": "R-1"},
    "ticket": {"ticket_id": "T-7"},
}


def answer(call: CallTool, at: datetime, down: tuple[str, ...]) -> Event:
    """How the backend ends a call: orders are shown to their owner, everything else succeeds."""
    if call.tool in down:
        return ToolUnavailable(at=at, call_id=call.call_id)
    if call.tool != "get_order":
        return ToolSucceeded(at=at, call_id=call.call_id, result=_OTHERS.get(call.tool, {}))
    order = _ORDERS.get(str(call.arguments.get("order_id")))
    if order is None or call.arguments.get("email") not in {None, ADA}:
        return ToolRefused(at=at, call_id=call.call_id, code="order_not_found")
    return ToolSucceeded(at=at, call_id=call.call_id, result=order)
