"""Everyone in the day of the example shop."""

from dataclasses import dataclass

import httpx

from duralogue.demo.customer import Customer
from duralogue.demo.desk import Desk
from duralogue.demo.expectations import Expectations
from duralogue.demo.staff import Colleague, ShopOffice

OK, FORBIDDEN, CONFLICT, INVALID = 200, 403, 409, 422


@dataclass
class Seat:
    """One of the staff: what they do to handoffs, and the desk that they do it at."""

    acts: Colleague
    desk: Desk

    @property
    def name(self) -> str:
        return self.desk.name


@dataclass
class Day(Expectations):
    """The customer, the two who answer her, and the shop."""

    ada: Customer
    agent: Seat
    supervisor: Seat
    shop: ShopOffice

    @property
    def conversation(self) -> str:
        return self.ada.chat.visit.conversation_id


def detail_of(refusal: httpx.Response) -> str:
    return str(refusal.json().get("detail", ""))
