"""Looking at orders."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from example_shop.access import AskedBy, Requester, require_api_key
from example_shop.database import OrderRow
from example_shop.faults import FaultyRoute
from example_shop.models import CustomerId, Money, Order, OrderId, OrderList, OrderStatus
from example_shop.problems import Problem, order_not_found
from example_shop.state import TheShop

router = APIRouter(
    tags=["orders"], route_class=FaultyRoute, dependencies=[Depends(require_api_key)]
)

OrderInPath = Annotated[OrderId, Path(description="The order's number.", examples=["A100001"])]


async def owned_order(
    session: AsyncSession, order_id: str, asked_by: Requester, *, for_update: bool = False
) -> OrderRow:
    """Find an order of the requester's; not theirs and not there look the same."""
    order = await session.get(OrderRow, order_id, with_for_update=for_update)
    if order is None or not asked_by.owns(order):
        raise order_not_found()
    return order


def shown_order(row: OrderRow) -> Order:
    return Order(
        id=row.id,
        status=OrderStatus(row.status),
        item=row.item,
        total=Money.of(row.total, row.currency),
        placed_on=row.placed_on,
        expected_on=row.expected_on,
        carrier=row.carrier,
        tracking_url=row.tracking_url,
        returnable=row.returnable,
    )


@router.get("/orders/{order_id}", operation_id="getOrder")
async def get_order(order_id: OrderInPath, asked_by: AskedBy, shop: TheShop) -> Order:
    """Show an order to its owner."""
    async with shop.sessions() as session:
        return shown_order(await owned_order(session, order_id, asked_by))


@router.get("/customers/{customer_id}/orders", operation_id="listOrders")
async def list_orders(
    customer_id: Annotated[CustomerId, Path(description="The customer's id.")],
    asked_by: AskedBy,
    shop: TheShop,
) -> OrderList:
    """Show a verified customer all their orders, the newest first."""
    if asked_by.customer_id != customer_id:
        raise Problem(
            404, "customer_not_found", "Customer not found", "There is no such customer here."
        )
    wanted = select(OrderRow).where(OrderRow.customer_id == customer_id)
    async with shop.sessions() as session:
        rows = await session.scalars(wanted.order_by(OrderRow.placed_on.desc(), OrderRow.id))
        return OrderList(orders=[shown_order(row) for row in rows])
