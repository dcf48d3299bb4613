"""The orders a new shop begins with: three customers, every status, totals around the limit."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import delete, func, select

from example_shop.database import LabelRow, OrderRow, RefundRow, Sessions
from example_shop.models import OrderStatus

_CARRIER = "Blue Heron Parcel"
_TRACKING = "https://track.blue-heron.example/{order_id}"


class _Customer(NamedTuple):
    id: str
    email: str


_ADA = _Customer("cust-ada", "ada@example.com")
_GRACE = _Customer("cust-grace", "grace@example.com")
_ALAN = _Customer("cust-alan", "alan@example.com")

_SENT = {OrderStatus.SHIPPED, OrderStatus.DELAYED, OrderStatus.DELIVERED}
_DELIVERY_DAYS = {OrderStatus.PROCESSING: 9, OrderStatus.SHIPPED: 6, OrderStatus.DELAYED: 14}
_USUAL_DELIVERY_DAYS = 5


class _Seed(NamedTuple):
    id: str
    customer: _Customer
    status: OrderStatus
    item: str
    total: str
    days_ago: int
    returnable: bool


_ORDERS = (
    _Seed("A100001", _ADA, OrderStatus.DELIVERED, "Espresso machine", "129.90", 9, True),
    _Seed("A100002", _ADA, OrderStatus.SHIPPED, "Wool blanket", "59.00", 3, False),
    _Seed("A100003", _ADA, OrderStatus.DELIVERED, "Ceramic mug set", "34.50", 12, True),
    _Seed("A100004", _ADA, OrderStatus.PROCESSING, "Desk lamp", "79.00", 1, False),
    _Seed("A100005", _ADA, OrderStatus.DELIVERED, "Gift card", "50.00", 20, False),
    _Seed("A100006", _ADA, OrderStatus.DELIVERED, "Headphones", "249.00", 8, True),
    _Seed("A100007", _GRACE, OrderStatus.DELIVERED, "Rain jacket", "89.95", 10, True),
    _Seed("A100008", _GRACE, OrderStatus.SHIPPED, "Hiking boots", "159.00", 2, False),
    _Seed("A100009", _GRACE, OrderStatus.DELIVERED, "Two-person tent", "319.00", 11, True),
    _Seed("A100010", _GRACE, OrderStatus.CANCELLED, "Thermos flask", "24.90", 15, False),
    _Seed("A100011", _GRACE, OrderStatus.DELAYED, "Backpack", "99.99", 10, False),
    _Seed("A100012", _GRACE, OrderStatus.DELIVERED, "Sleeping bag", "100.00", 7, True),
    _Seed("A100013", _ADA, OrderStatus.DELIVERED, "Kettle", "45.00", 6, True),
    _Seed("A100014", _ADA, OrderStatus.DELIVERED, "Stand mixer", "199.00", 13, True),
    _Seed("A100015", _ALAN, OrderStatus.DELIVERED, "Chess set", "64.00", 9, True),
    _Seed("A100016", _ALAN, OrderStatus.DELIVERED, "Running shoes", "139.00", 9, True),
)


async def seed_if_empty(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        if await session.scalar(select(func.count()).select_from(OrderRow)) == 0:
            session.add_all(_seed_orders(datetime.now(UTC).date()))


async def start_over(sessions: Sessions) -> None:
    """Forget every refund, label and order, and begin again with the seed."""
    async with sessions.begin() as session:
        for table in (RefundRow, LabelRow, OrderRow):
            await session.execute(delete(table))
        session.add_all(_seed_orders(datetime.now(UTC).date()))


def _seed_orders(today: date) -> list[OrderRow]:
    return [_order(seed, today) for seed in _ORDERS]


def _order(seed: _Seed, today: date) -> OrderRow:
    placed_on = today - timedelta(days=seed.days_ago)
    delivery = timedelta(days=_DELIVERY_DAYS.get(seed.status, _USUAL_DELIVERY_DAYS))
    is_sent = seed.status in _SENT
    return OrderRow(
        id=seed.id,
        customer_id=seed.customer.id,
        email=seed.customer.email,
        status=seed.status,
        item=seed.item,
        total=Decimal(seed.total),
        currency="EUR",
        placed_on=placed_on,
        expected_on=None if seed.status is OrderStatus.CANCELLED else placed_on + delivery,
        carrier=_CARRIER if is_sent else None,
        tracking_url=_TRACKING.format(order_id=seed.id) if is_sent else None,
        returnable=seed.returnable,
    )
