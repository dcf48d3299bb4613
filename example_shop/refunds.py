"""Refunds: one per order, made once per key."""

from uuid import uuid4

from fastapi import APIRouter, Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from example_shop.access import AskedBy, require_api_key
from example_shop.database import OrderRow, RefundRow
from example_shop.faults import FaultyRoute
from example_shop.idempotency import KeyHeader, KeyInQuery, key_reused, take_turn
from example_shop.models import Money, OrderStatus, Refund
from example_shop.orders import OrderInPath, owned_order
from example_shop.problems import Problem, order_not_found
from example_shop.state import TheShop

router = APIRouter(
    tags=["refunds"], route_class=FaultyRoute, dependencies=[Depends(require_api_key)]
)


@router.post(
    "/orders/{order_id}/refunds",
    operation_id="refund",
    status_code=201,
    responses={200: {"model": Refund, "description": "Made before, with the same key."}},
)
async def refund(
    *,
    order_id: OrderInPath,
    money: Money,
    key: KeyHeader,
    asked_by: AskedBy,
    shop: TheShop,
    response: Response,
) -> Refund:
    """Pay an order back, once."""
    async with shop.sessions.begin() as session:
        await take_turn(session, key)
        order = await owned_order(session, order_id, asked_by, for_update=True)
        stored = await session.scalar(select(RefundRow).where(RefundRow.idempotency_key == key))
        if stored is not None:
            _require_same(stored, order_id, money)
            response.status_code = 200
            return shown_refund(stored)
        await _require_refundable(session, order, money)
        made = _new_refund(order_id, money, key)
        session.add(made)
        order.status, order.returnable = OrderStatus.REFUNDED, False
        await session.flush()
        return shown_refund(made)


@router.get("/refunds", operation_id="getRefundByKey")
async def get_refund_by_key(
    idempotency_key: KeyInQuery, asked_by: AskedBy, shop: TheShop
) -> Refund:
    """Find out what became of a refund whose answer was lost."""
    async with shop.sessions() as session:
        stored = await session.scalar(
            select(RefundRow).where(RefundRow.idempotency_key == idempotency_key)
        )
        if stored is None:
            raise order_not_found()
        await owned_order(session, stored.order_id, asked_by)
        return shown_refund(stored)


def shown_refund(row: RefundRow) -> Refund:
    return Refund(
        refund_id=row.id,
        order_id=row.order_id,
        amount=f"{row.amount:.2f}",
        currency=row.currency,
        created_at=row.created_at,
    )


def _require_same(stored: RefundRow, order_id: str, money: Money) -> None:
    same = (stored.order_id, stored.amount, stored.currency)
    if same != (order_id, money.decimal(), money.currency):
        raise key_reused()


async def _require_refundable(session: AsyncSession, order: OrderRow, money: Money) -> None:
    earlier = await session.scalar(select(RefundRow.id).where(RefundRow.order_id == order.id))
    if earlier is not None:
        raise Problem(
            409, "already_refunded", "Already refunded", "This order was paid back before."
        )
    if order.status == OrderStatus.CANCELLED:
        raise Problem(409, "order_cancelled", "Order cancelled", "This order was never charged.")
    if money.currency != order.currency:
        raise Problem(
            422, "wrong_currency", "Wrong currency", f"This order was paid in {order.currency}."
        )
    if not 0 < money.decimal() <= order.total:
        raise Problem(
            422,
            "amount_out_of_range",
            "Amount out of range",
            "More than the order cost, or nothing.",
        )


def _new_refund(order_id: str, money: Money, key: str) -> RefundRow:
    return RefundRow(
        id=f"R-{uuid4().hex[:12]}",
        order_id=order_id,
        idempotency_key=key,
        amount=money.decimal(),
        currency=money.currency,
    )
