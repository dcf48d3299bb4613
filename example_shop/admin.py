"""For demonstrations and tests: more orders, starting over, fault switches, and what was paid."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends
from sqlalchemy import select

from example_shop.access import require_admin_key
from example_shop.database import LabelRow, OrderRow, RefundRow
from example_shop.faults import Faults
from example_shop.labels import shown_label
from example_shop.models import Label, NewOrder, Order, RefundList
from example_shop.orders import shown_order
from example_shop.problems import Problem
from example_shop.refunds import shown_refund
from example_shop.seed import start_over
from example_shop.state import TheShop

router = APIRouter(
    prefix="/admin", include_in_schema=False, dependencies=[Depends(require_admin_key)]
)


@router.post("/orders", status_code=201)
async def add_order(new: NewOrder, shop: TheShop) -> Order:
    async with shop.sessions.begin() as session:
        if await session.get(OrderRow, new.id) is not None:
            raise Problem(409, "order_exists", "Order exists", "There is an order of this number.")
        row = OrderRow(
            **new.model_dump(exclude={"total", "placed_on"}),
            total=new.total.decimal(),
            currency=new.total.currency,
            placed_on=new.placed_on or datetime.now(UTC).date(),
        )
        session.add(row)
        await session.flush()
        return shown_order(row)


@router.post("/reset", status_code=204)
async def reset(shop: TheShop) -> None:
    """Start over with the seed, and turn every fault off."""
    shop.faults.turn(Faults())
    await start_over(shop.sessions)


@router.put("/faults")
async def turn_faults(faults: Faults, shop: TheShop) -> Faults:
    shop.faults.turn(faults)
    return faults


@router.get("/faults")
async def get_faults(shop: TheShop) -> Faults:
    return shop.faults.faults


@router.get("/refunds")
async def list_refunds(shop: TheShop, order_id: str | None = None) -> RefundList:
    """List what the shop has really paid back, the oldest first."""
    wanted = select(RefundRow).order_by(RefundRow.created_at)
    if order_id is not None:
        wanted = wanted.where(RefundRow.order_id == order_id)
    async with shop.sessions() as session:
        rows = await session.scalars(wanted)
        return RefundList(refunds=[shown_refund(row) for row in rows])


@router.get("/labels")
async def list_labels(shop: TheShop) -> list[Label]:
    async with shop.sessions() as session:
        rows = await session.scalars(select(LabelRow).order_by(LabelRow.created_at))
        return [shown_label(row) for row in rows]
