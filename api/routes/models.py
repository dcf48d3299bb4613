"""Usage of a tenant's hosted models, and whether its customers are served by them just now."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.authentication import ModelUsageReader, Tenant
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.limits import take_read
from api.problem_responses import refusals
from domain.errors import NotFound
from domain.language_models.account_views import ModelUsage
from domain.ports.language_models import ModelUsageReads

router = APIRouter(
    prefix="/v1/tenants/{tenant}/models", tags=["operations"], route_class=GuardedRoute
)
Days = Annotated[int, Query(ge=1, le=92, description="Today included, by the clock in UTC.")]


@router.get(
    "/usage", summary="See what models took", responses=refusals(401, 403, 404, 422, 429, 503)
)
async def get_usage(
    gateway: TheGateway, tenant: Tenant, member: ModelUsageReader, days: Days = 7
) -> ModelUsage:
    """Show the service level, what is spent of this day and month, and each model's days.

    A level is `hosted`, or `extractive` while answers are made without hosted models.
    """
    take_read(gateway, tenant.tenant, member.staff_id)
    return await usage_reads(gateway).usage(tenant.tenant, days=days)


def usage_reads(gateway: Gateway) -> ModelUsageReads:
    """Raise NotFound where nobody keeps account."""
    if gateway.ports.model_usage is None:
        raise NotFound("No account of models is kept here.")
    return gateway.ports.model_usage
