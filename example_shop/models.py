"""Models of the shop's API: orders, labels, refunds and money."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

OrderId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
CustomerId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{1,180}$")]
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]


class Money(BaseModel):
    """An amount as text, so that no reader rounds it."""

    model_config = ConfigDict(extra="forbid")

    amount: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")] = Field(
        examples=["129.90"]
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(examples=["EUR"])

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        return cls(amount=f"{amount:.2f}", currency=currency)

    def decimal(self) -> Decimal:
        return Decimal(self.amount)


class OrderStatus(StrEnum):
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Order(BaseModel):
    """An order as its owner sees it."""

    id: str
    status: OrderStatus
    item: str
    total: Money
    placed_on: date
    expected_on: date | None = None
    carrier: str | None = None
    tracking_url: str | None = None
    returnable: bool


class OrderList(BaseModel):
    orders: list[Order]


class NewOrder(BaseModel):
    """An order for a demonstration or a test."""

    model_config = ConfigDict(extra="forbid")

    id: OrderId
    customer_id: CustomerId
    email: Email
    status: OrderStatus = OrderStatus.DELIVERED
    item: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    total: Money
    placed_on: date | None = None
    expected_on: date | None = None
    carrier: str | None = None
    tracking_url: str | None = None
    returnable: bool = True


class LabelStatus(StrEnum):
    CREATED = "created"
    VOIDED = "voided"


class Label(BaseModel):
    """A prepaid return label."""

    label_id: str
    order_id: str
    status: LabelStatus
    carrier: str
    url: str
    created_at: datetime


class Refund(BaseModel):
    """Money on its way back to the customer."""

    refund_id: str
    order_id: str
    amount: str
    currency: str
    created_at: datetime


class RefundList(BaseModel):
    refunds: list[Refund]
