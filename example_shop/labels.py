"""Return labels: made once per key, and voided."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Path, Response
from sqlalchemy import select

from example_shop.access import AskedBy, require_api_key
from example_shop.database import LabelRow
from example_shop.faults import FaultyRoute
from example_shop.idempotency import KeyHeader, KeyInQuery, key_reused, take_turn
from example_shop.models import Label, LabelStatus, OrderId
from example_shop.orders import OrderInPath, owned_order
from example_shop.problems import Problem, order_not_found
from example_shop.state import TheShop

router = APIRouter(
    tags=["labels"], route_class=FaultyRoute, dependencies=[Depends(require_api_key)]
)

LabelInPath = Annotated[OrderId, Path(description="The label's number.")]

_CARRIER = "Blue Heron Parcel"


@router.post(
    "/orders/{order_id}/labels",
    operation_id="createLabel",
    status_code=201,
    responses={200: {"model": Label, "description": "Made before, with the same key."}},
)
async def create_label(
    order_id: OrderInPath, key: KeyHeader, asked_by: AskedBy, shop: TheShop, response: Response
) -> Label:
    """Make a prepaid label with which the customer sends the order back."""
    async with shop.sessions.begin() as session:
        await take_turn(session, key)
        order = await owned_order(session, order_id, asked_by, for_update=True)
        made = await session.scalar(select(LabelRow).where(LabelRow.idempotency_key == key))
        if made is not None:
            if made.order_id != order_id:
                raise key_reused()
            response.status_code = 200
            return shown_label(made)
        if not order.returnable:
            raise Problem(409, "not_returnable", "Not returnable", "This order cannot go back.")
        label = _new_label(order_id, key)
        session.add(label)
        await session.flush()
        return shown_label(label)


@router.get("/orders/{order_id}/labels", operation_id="listLabels")
async def list_labels(order_id: OrderInPath, asked_by: AskedBy, shop: TheShop) -> list[Label]:
    """List an order's labels, the oldest first."""
    async with shop.sessions() as session:
        order = await owned_order(session, order_id, asked_by)
        labels = select(LabelRow).where(LabelRow.order_id == order.id)
        rows = await session.scalars(labels.order_by(LabelRow.created_at))
        return [shown_label(row) for row in rows]


@router.post("/labels/{label_id}/void", operation_id="voidLabel")
async def void_label(label_id: LabelInPath, asked_by: AskedBy, shop: TheShop) -> Label:
    """Make a label worthless. Voiding it again changes nothing."""
    async with shop.sessions.begin() as session:
        label = await session.get(LabelRow, label_id, with_for_update=True)
        if label is None:
            raise order_not_found()
        await owned_order(session, label.order_id, asked_by)
        label.status = LabelStatus.VOIDED
        return shown_label(label)


@router.get("/labels", operation_id="getLabelByKey")
async def get_label_by_key(idempotency_key: KeyInQuery, asked_by: AskedBy, shop: TheShop) -> Label:
    """Find out what became of a label whose answer was lost."""
    async with shop.sessions() as session:
        label = await session.scalar(
            select(LabelRow).where(LabelRow.idempotency_key == idempotency_key)
        )
        if label is None:
            raise order_not_found()
        await owned_order(session, label.order_id, asked_by)
        return shown_label(label)


def shown_label(row: LabelRow) -> Label:
    return Label(
        label_id=row.id,
        order_id=row.order_id,
        status=LabelStatus(row.status),
        carrier=row.carrier,
        url=row.url,
        created_at=row.created_at,
    )


def _new_label(order_id: str, key: str) -> LabelRow:
    label_id = f"L-{uuid4().hex[:12]}"
    return LabelRow(
        id=label_id,
        order_id=order_id,
        idempotency_key=key,
        status=LabelStatus.CREATED,
        carrier=_CARRIER,
        url=f"https://labels.blue-heron.example/{label_id}.pdf",
    )
