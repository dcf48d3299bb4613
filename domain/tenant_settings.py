"""Settings of a tenant: branding, hours, limits, privacy, patience."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from domain.channel_settings import ChannelSettings
from domain.desk.settings import DeskSettings
from domain.durations import (
    FailureTime,
    HoldingTime,
    MergeWindow,
    Quiet,
    Retention,
    TokenTime,
)
from domain.generated_answers.settings import GeneratedAnswerSettings
from domain.identifiers import TenantId
from domain.knowledge_languages import KnowledgeLanguages
from domain.language_models.settings import ModelSettings
from domain.messages import SecureAddress
from domain.rate_limits import RATES, Plan, Rate, plan_of
from domain.staff_sign_in import StaffSignIn
from domain.understanding_settings import Skill, UnderstandingSteps
from domain.values import Strict

ShortText = Annotated[str, Field(max_length=200)]

NO_EFFECT_YET = "Has no effect yet."
"""The description of a setting that nothing acts on. It stays readable, since bots that were
published with it are kept for ever; `duralogue check` warns of it."""


class Branding(Strict):
    """How the tenant's chat looks and greets."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    locales: Annotated[tuple[str, ...], Field(max_length=20)] = ("en",)
    tone: str = Field(default="", max_length=500, description=NO_EFFECT_YET)
    color: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#2255cc"
    greeting: Annotated[str, Field(max_length=2_000)] | None = None
    signature: dict[ShortText, ShortText] = Field(default_factory=dict, description=NO_EFFECT_YET)
    logo: SecureAddress | None = None
    """A picture for the chat's header, https; shown at 40 by 40 pixels."""


class Limits(Strict):
    """How much the tenant's visitors may write; what is over it is refused with 429."""

    plan: ShortText = "default"
    """`default`, `authenticated` or `premium`: how much each visitor may write, where the numbers
    below do not say. Whoever the tenant vouches for has at least `authenticated`."""
    messages_per_minute: int | None = Field(default=None, ge=1, le=6_000)
    """Of one visitor, or of one sender on another channel. Unless said, as the plan has it."""
    burst: int | None = Field(default=None, ge=1, le=1_000)
    """How many of those at once."""
    tenant_messages_per_minute: int = Field(default=6_000, ge=1, le=600_000)
    tenant_burst: int = Field(default=1_000, ge=1, le=100_000)
    address_messages_per_minute: int | None = Field(default=None, ge=1, le=600_000)
    """Of all visitors of one address. It is never more than a quarter of the tenant's."""
    address_burst: int | None = Field(default=None, ge=1, le=100_000)
    tokens_per_conversation: int = Field(default=40_000, ge=0, le=10_000_000)
    """Of hosted models, sent and received together, unless `models.budgets` says otherwise."""

    def rate(self, *, is_verified: bool = False) -> tuple[Plan, Rate]:
        """What one visitor may write, by which plan. The numbers said here go before the plan's."""
        plan = plan_of(self.plan, is_verified=is_verified)
        planned = RATES[plan]
        return plan, Rate(
            self.messages_per_minute or planned.per_minute, self.burst or planned.burst
        )


class Privacy(Strict):
    """Settings about what is kept of conversations; none of them has an effect yet."""

    redact: tuple[ShortText, ...] = Field(default=(), max_length=50, description=NO_EFFECT_YET)
    retention: Retention = Field(default=timedelta(days=90), description=NO_EFFECT_YET)


class NeverSilent(Strict):
    """When a customer who waits for an answer hears something at the latest."""

    holding_after: HoldingTime = timedelta(seconds=8)
    failure_after: FailureTime = timedelta(seconds=60)


class Idle(Strict):
    """What happens in a conversation in which nobody writes."""

    nudge_after: Quiet | None = timedelta(minutes=10)
    close_after: Quiet = timedelta(hours=24)
    csat: bool = False


SYMMETRIC = "HS256"
"""The one algorithm whose key is a secret; with every other it is public."""


class CustomerTokens(Strict):
    """How the tenant's own site vouches for its customer: a JWT, checked with this key."""

    issuer: ShortText
    audience: ShortText = "duralogue"
    algorithm: Annotated[str, Field(pattern=r"^(HS256|RS256|ES256|EdDSA)$")] = "HS256"
    also: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(RS256|ES256|EdDSA)$")], ...], Field(max_length=3)
    ] = ()
    """Other algorithms of `jwks_url` keys, while a site moves from one to another."""
    longest: TokenTime = timedelta(hours=1)
    """A token that is valid for longer is refused."""
    secret: str | None = None
    """The *name* of a secret in the settings, never the secret itself (HS256)."""
    public_key: str | None = None
    """PEM (RS256, ES256, EdDSA)."""
    jwks_url: str | None = None

    @property
    def accepted(self) -> frozenset[str]:
        """The algorithms by which a token may be signed. A public key is never a secret, so HS256
        stands alone."""
        others = self.also if self.jwks_url and self.algorithm != SYMMETRIC else ()
        return frozenset({self.algorithm, *others})


def _as_closing(value: Any) -> Any:
    """A day alone is that day without a reason."""
    return value if isinstance(value, Mapping | BaseModel) else {"date": value}


_Date = date


class ClosingDay(Strict):
    """A day on which the tenant is closed, or each from `date` to `until`, both included."""

    date: _Date
    until: _Date | None = None
    reason: ShortText | None = None


class BusinessHours(Strict):
    """`days` maps mon … sun to spans such as "09:00-12:00"; none at all means always open."""

    tz: str = "UTC"
    days: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    holidays: str | None = None
    """Country and, where it matters, region: "de-BE"."""
    closed: Annotated[
        tuple[Annotated[ClosingDay, BeforeValidator(_as_closing)], ...], Field(max_length=200)
    ] = ()
    """The tenant's own closing days: "2026-12-24", or with `until` and `reason`."""


class Queue(Strict):
    """A queue of human agents with hours of its own; without any days it is always open."""

    hours: BusinessHours = BusinessHours()
    closed_on_holidays: bool = True


class TenantConfig(Strict):
    """tenant.yaml, compiled."""

    tenant: TenantId
    branding: Branding
    business_hours: BusinessHours = BusinessHours()
    queues: Annotated[dict[str, Queue], Field(max_length=100)] = Field(default_factory=dict)
    """By their names; a queue that is not named here keeps the business hours."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166 code ("DE"): by whose habits dates, numbers and phone numbers are read. Unless said
    the country of the public holidays; a region in the customer's own locale goes first."""
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    never_silent: NeverSilent = NeverSilent()
    idle: Idle = Idle()
    merge_window: MergeWindow = timedelta(0)
    """Messages that follow one another within it, before the turn begins, form one turn."""
    desk: DeskSettings = DeskSettings()
    channels: ChannelSettings = ChannelSettings()
    customer_tokens: CustomerTokens | None = None
    understanding: UnderstandingSteps = UnderstandingSteps()
    """Steps of understanding that are replaced by others."""
    knowledge: KnowledgeLanguages = KnowledgeLanguages()
    """How its documents are indexed."""
    skills: Annotated[dict[str, Skill], Field(max_length=100)] = Field(default_factory=dict)
    """Groups of intents and flows, by their names; what is in none belongs to all."""
    models: ModelSettings = ModelSettings()
    """Which of the tenant's connected models are asked, in which order, and for how much."""
    staff_sign_in: StaffSignIn | None = None
    """By which identity provider the tenant's own people sign in, beside passwords and tokens."""
    answers: GeneratedAnswerSettings = GeneratedAnswerSettings()
    """What a hosted model's answers may hold."""
    features: dict[str, bool] = Field(default_factory=dict, description=NO_EFFECT_YET)

    @model_validator(mode="before")
    @classmethod
    def _read_as_stored(cls, stored: Any) -> Any:
        """Bots of earlier publications have `web` at the top; they are kept for ever."""
        if not isinstance(stored, Mapping) or "web" not in stored or "channels" in stored:
            return stored
        rest = {name: value for name, value in stored.items() if name != "web"}
        return {**rest, "channels": {"web": stored["web"]}}


_NEVER_SILENT, _IDLE = NeverSilent(), Idle()


class ConversationPolicy(BaseModel):
    """What of a tenant's settings a running conversation needs; pinned when a session opens.

    Its defaults are the tenant's own: those of a history in which a part is missing.
    """

    merge_window: timedelta = timedelta(0)
    holding_after: timedelta = _NEVER_SILENT.holding_after
    failure_after: timedelta = _NEVER_SILENT.failure_after
    nudge_after: timedelta | None = _IDLE.nudge_after
    close_after: timedelta = _IDLE.close_after
    summarises_handoffs: bool = False
    """Whether a model writes a summary for the agents who take a customer over."""

    @classmethod
    def of(cls, tenant: TenantConfig) -> "ConversationPolicy":
        """The tenant's settings, as a conversation pins them."""
        return cls(
            merge_window=tenant.merge_window,
            holding_after=tenant.never_silent.holding_after,
            failure_after=tenant.never_silent.failure_after,
            nudge_after=tenant.idle.nudge_after,
            close_after=tenant.idle.close_after,
            summarises_handoffs=tenant.models.summaries is not None,
        )
