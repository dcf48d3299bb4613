"""Sessions: how a visitor gets into a conversation of their own, and what it looks like."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Request, status
from pydantic import BaseModel, ConfigDict, Field

from api.attachments import takes_files
from api.authentication import Session, Tenant
from api.caller_check import GuardedRoute
from api.customer_tokens import LONGEST_CUSTOMER_TOKEN
from api.dependencies import Gateway, TheGateway
from api.idempotency import Idempotent
from api.limits import take_session
from api.problem_responses import refusals
from api.visitor_sessions import VisitorSession
from api.welcome import Welcome
from domain.channel_settings import ProactiveRule
from domain.errors import AnotherCustomer, SessionVoid
from domain.file_types import extensions_of
from domain.forms import Form
from domain.identities import Binding
from domain.messages import VerifiedCustomer
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/v1/tenants/{tenant}",
    tags=["sessions"],
    route_class=GuardedRoute,
)

CustomerToken = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_CUSTOMER_TOKEN,
        description="A JWT with which the tenant's own site vouches for its customer: "
        "`iss`, `aud`, `sub`, `exp` (at most an hour ahead), and where known `email`, `name`.",
    ),
]


class NewSession(BaseModel):
    """An empty body makes an anonymous visitor."""

    model_config = ConfigDict(extra="forbid")

    customer_token: CustomerToken | None = None


class VerifySession(BaseModel):
    """The site's word on who the visitor is."""

    model_config = ConfigDict(extra="forbid")

    customer_token: CustomerToken


class PreChatView(BaseModel):
    """A question with its form."""

    text: str
    form: Form


class ProactiveView(BaseModel):
    """One rule of the tenant's."""

    name: str
    pages: tuple[str, ...]
    after_s: float = Field(description="Seconds on the page.")
    again_after_s: float | None = Field(description="None: once in each browser.")
    opens: bool = Field(description="Open the chat, instead of a bubble beside its button.")
    texts: dict[str, str] = Field(description="By locale.")
    buttons: dict[str, str] = Field(description="What to say to begin its flow, by locale.")


class AttachmentsView(BaseModel):
    """Which files may be sent."""

    max_size: int = Field(description="Of one file, in bytes.")
    extensions: tuple[str, ...] = Field(description="Of names, with their dots.")


class BrandingView(BaseModel):
    """How the tenant's chat looks and greets."""

    name: str
    color: str
    greeting: str | None
    locales: tuple[str, ...]
    greetings: dict[str, str] = Field(default_factory=dict, description="The greeting, by locale.")
    starters: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="The buttons to begin with, by locale."
    )
    logo: str | None = Field(default=None, description="The URL of a picture.")
    pre_chat: dict[str, PreChatView] = Field(
        default_factory=dict,
        description="By locale: a form with which the conversation begins. Sending it is the "
        "first message.",
    )
    proactive: tuple[ProactiveView, ...] = Field(
        default=(), description="When the chat speaks first; the first rule that holds counts."
    )
    attachments: AttachmentsView | None = Field(
        default=None, description="Null where no files may be sent."
    )


class SessionView(BaseModel):
    """Send `session_token` as `Authorization: Bearer` from now on; treat it like a password."""

    session_token: str
    conversation_id: str
    visitor_id: str
    expires_at: datetime
    verified: bool = Field(description="Whether the tenant has vouched for this customer.")
    branding: BrandingView


@router.get("/branding", summary="Get the chat's branding", responses=refusals(404))
async def get_branding(gateway: TheGateway, tenant: Tenant) -> BrandingView:
    """Show what the chat needs before a session: name, colour, greetings, starters."""
    return _branding(gateway, tenant)


@router.post(
    "/sessions",
    status_code=status.HTTP_201_CREATED,
    summary="Start a conversation",
    responses=refusals(401, 404, 422, 429, 503),
    dependencies=[Idempotent],
)
async def make_session(
    request: Request, gateway: TheGateway, tenant: Tenant, wanted: NewSession | None = None
) -> SessionView:
    """Create a signed session for a new conversation. It opens that conversation only."""
    await take_session(gateway, tenant, request)
    customer = None
    if wanted and wanted.customer_token:
        customer = await gateway.customer_tokens.verify(tenant, wanted.customer_token)
    session = VisitorSession(
        tenant_id=tenant.tenant,
        conversation_id=f"web-{uuid4().hex}",
        visitor_id=uuid4().hex,
        expires_at=datetime.now(UTC).replace(microsecond=0) + tenant.channels.web.session_lasts,
        customer=customer,
    )
    if customer is not None:
        await bind(gateway, session, customer)
    return view_of(gateway, tenant, session)


@router.post(
    "/sessions/verify",
    summary="Sign the visitor in",
    responses=refusals(401, 404, 409, 422, 429, 503),
    dependencies=[Idempotent],
)
async def verify_session(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    session: Session,
    shown: VerifySession,
) -> SessionView:
    """Exchange an anonymous session for a verified one of the same conversation.

    The conversation, with everything said so far, now belongs to this customer, and so do the
    visitor's other conversations. The anonymous session is void: it can no longer read, follow or
    write. Repeating the call is safe; another customer gets 409 and needs a new session.
    """
    await take_session(gateway, tenant, request)
    customer = await gateway.customer_tokens.verify(tenant, shown.customer_token)
    if session.customer and session.customer.customer_id != customer.customer_id:
        raise AnotherCustomer
    await bind(gateway, session, customer)
    changes: dict[str, object] = {"customer": customer}
    if session.customer is None:
        changes["others"] = await bind_others(gateway, session, customer)
    return view_of(gateway, tenant, session.model_copy(update=changes))


@router.post(
    "/sessions/sign-out",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End the conversation's sessions",
    responses=refusals(401, 404, 503),
)
async def sign_out(gateway: TheGateway, session: Session) -> None:
    """End every session of this conversation, on every device, for good.

    The same goes for the conversations that this session names beside it. Anything under way (an
    approval, a handoff) continues. To talk again, create a new session.
    """
    conversation = (session.tenant_id, session.conversation_id)
    if not await gateway.ports.identities.end(*conversation, session.proof):
        raise SessionVoid
    for other in session.others:
        await gateway.ports.identities.end(session.tenant_id, other, session.proof)


async def bind(gateway: Gateway, session: VisitorSession, customer: VerifiedCustomer) -> None:
    """Atomically, in the database: of two customers at once one wins."""
    conversation = (session.tenant_id, session.conversation_id)
    match await gateway.ports.identities.bind(*conversation, customer.customer_id):
        case Binding.ANOTHER:
            raise AnotherCustomer
        case Binding.ENDED:
            raise SessionVoid


async def bind_others(
    gateway: Gateway, session: VisitorSession, customer: VerifiedCustomer
) -> tuple[str, ...]:
    """Those of the visitor's other conversations that are the customer's now."""
    bindings = [
        await gateway.ports.identities.bind(session.tenant_id, other, customer.customer_id)
        for other in session.others
    ]
    return tuple(
        other
        for other, binding in zip(session.others, bindings, strict=True)
        if binding is Binding.BOUND
    )


def _branding(gateway: Gateway, tenant: TenantConfig) -> BrandingView:
    look, welcome = tenant.branding, gateway.tenants.welcome(tenant.tenant)
    return BrandingView(
        name=look.name,
        color=look.color,
        greeting=look.greeting,
        locales=look.locales,
        greetings=dict(welcome.greetings),
        starters=dict(welcome.starters),
        logo=look.logo,
        pre_chat={
            locale: PreChatView(text=asked.text, form=asked.form)
            for locale, asked in welcome.pre_chat.items()
            if asked.form is not None
        },
        proactive=tuple(_proactive(welcome, rule) for rule in tenant.channels.web.proactive),
        attachments=_attachments(tenant) if takes_files(gateway, tenant) else None,
    )


def _proactive(welcome: Welcome, rule: ProactiveRule) -> ProactiveView:
    again = rule.again_after
    return ProactiveView(
        name=rule.name,
        pages=rule.pages,
        after_s=rule.after.total_seconds(),
        again_after_s=again.total_seconds() if again is not None else None,
        opens=rule.opens,
        texts=rule.text,
        buttons=dict(welcome.buttons.get(rule.name, {})),
    )


def _attachments(tenant: TenantConfig) -> AttachmentsView:
    rules = tenant.channels.web.attachments
    extensions = (f".{one}" for kind in rules.types for one in extensions_of(kind))
    return AttachmentsView(max_size=rules.largest, extensions=tuple(extensions))


def view_of(gateway: Gateway, tenant: TenantConfig, session: VisitorSession) -> SessionView:
    """The session, signed, with how the tenant's chat looks."""
    return SessionView(
        session_token=gateway.sessions.sign(session),
        conversation_id=session.conversation_id,
        visitor_id=session.visitor_id,
        expires_at=session.expires_at,
        verified=session.customer is not None,
        branding=_branding(gateway, tenant),
    )
