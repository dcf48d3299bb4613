"""Access to the shop: who may call it, and which customer may see an order.

What FastAPI is to call without waiting is `async`, too: else it would take a thread for it.
"""

import hmac
from typing import Annotated

from fastapi import Depends, Header, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, SecretStr

from example_shop.database import OrderRow
from example_shop.models import CustomerId, Email
from example_shop.problems import Problem
from example_shop.state import TheShop

_api_key = HTTPBearer(scheme_name="apiKey", description="The shop's API key.", auto_error=False)
_admin_key = HTTPBearer(scheme_name="adminKey", auto_error=False)

Credentials = HTTPAuthorizationCredentials | None


class Requester(BaseModel):
    """The customer on whose behalf the platform asks, as far as anybody has vouched for them."""

    customer_id: str | None
    emails: tuple[str, ...]

    def owns(self, order: OrderRow) -> bool:
        return self.customer_id == order.customer_id or order.email.casefold() in self.emails


async def identify_requester(
    x_customer_id: Annotated[
        CustomerId | None,
        Header(alias="X-Customer-Id", description="A customer for whom the platform vouches."),
    ] = None,
    x_customer_email: Annotated[
        Email | None,
        Header(
            alias="X-Customer-Email",
            description="The e-mail on the order, as the customer knows it.",
        ),
    ] = None,
    email: Annotated[Email | None, Query(description="The same as X-Customer-Email.")] = None,
) -> Requester:
    known = (given.casefold() for given in (x_customer_email, email) if given)
    return Requester(customer_id=x_customer_id, emails=tuple(known))


async def require_api_key(
    shop: TheShop, shown: Annotated[Credentials, Depends(_api_key)] = None
) -> None:
    _require(shop.settings.api_key, shown)


async def require_admin_key(
    shop: TheShop, shown: Annotated[Credentials, Depends(_admin_key)] = None
) -> None:
    _require(shop.settings.admin_key, shown)


def _require(expected: SecretStr, shown: Credentials) -> None:
    given = shown.credentials if shown else ""
    if not hmac.compare_digest(given.encode(), expected.get_secret_value().encode()):
        raise Problem(401, "unauthorized", "Unauthorized", "The key is missing or wrong.")


AskedBy = Annotated[Requester, Depends(identify_requester)]
