"""Dependencies of the shop's routes: its settings, its database and its fault switches."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from example_shop.database import Sessions
from example_shop.faults import FaultSwitch
from example_shop.settings import ShopSettings


@dataclass(frozen=True)
class Shop:
    settings: ShopSettings
    sessions: Sessions
    faults: FaultSwitch


async def get_shop(request: Request) -> Shop:
    return cast(Shop, request.state.shop)


TheShop = Annotated[Shop, Depends(get_shop)]
