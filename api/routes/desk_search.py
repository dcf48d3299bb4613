"""Search at the desk: conversations by whatever an agent knows of them."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, ValidationError

from api.audit import audited
from api.authentication import HumanAgent, Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import viewer_of
from api.problem_responses import refusals
from domain.channel_addresses import person_key_of
from domain.desk.search import LONGEST_QUERY, After, Found, read_query
from domain.errors import InvalidInput
from domain.tenant_settings import TenantConfig
from domain.understanding.values.regions import country_of_tenant

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/search", tags=["desk"], route_class=GuardedRoute
)
_LONGEST_CURSOR: Final = 200


class SearchResults(BaseModel):
    """A page, the latest first."""

    found: tuple[Found, ...]
    next: str | None = Field(description="Pass it as `cursor` to get the next page.")


@router.get(
    "",
    summary="Search conversations",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[audited("conversations_searched", spares_agents=True)],
)
async def search_conversations(  # noqa: PLR0917 - FastAPI passes each by its name
    gateway: TheGateway,
    tenant: Tenant,
    member: HumanAgent,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=LONGEST_QUERY,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="A customer's id, a phone number in any form, an e-mail address, an "
            "order's id, words of a message or of a file's name, a disposition, an agent's name.",
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    cursor: Annotated[str | None, Query(max_length=_LONGEST_CURSOR)] = None,
) -> SearchResults:
    """Find conversations of the agent's queues; each word must be there, the last one begun."""
    query = read_query(
        q,
        _calling_code(tenant),
        lambda number: person_key_of(tenant.tenant, "phone", number, gateway.ports.address_key),
    )
    found = await gateway.ports.desk_tools.search.find(
        member.tenant_id,
        query,
        viewer=await viewer_of(gateway, member),
        after=_after(cursor),
        limit=limit + 1,
    )
    shown = tuple(found[:limit])
    is_more = len(found) > limit
    return SearchResults(found=shown, next=_cursor(shown[-1]) if is_more else None)


def _calling_code(tenant: TenantConfig) -> str:
    country = country_of_tenant(tenant, tenant.branding.locales[0])
    if country is None:
        return ""
    from phonenumbers import country_code_for_region  # noqa: PLC0415 - a tenth of the start

    code = country_code_for_region(country)
    return str(code) if code else ""


def _cursor(last: Found) -> str:
    return f"{last.at.isoformat()}/{last.conversation_id}"


def _after(cursor: str | None) -> After | None:
    if cursor is None:
        return None
    at, _, conversation_id = cursor.partition("/")
    try:
        return After.model_validate({"at": at, "conversation_id": conversation_id})
    except ValidationError:
        raise InvalidInput("cursor", "must be the `next` of a page before") from None
