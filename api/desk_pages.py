"""The desk's plain pages: a layout, forms without scripts, and who may see them."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from api.audit import note_actor
from api.authentication import find_signed_in
from api.bodies import BodyRules, read_body
from api.dependencies import Gateway
from api.desk_words import WORDS, language_of
from api.page_times import moments_of
from api.problems import RequestRefused
from api.refusal_words import refusal_in
from api.staff_cookie import csrf_token, keep_signed_in, require_csrf, signed_in_cookie
from domain.business_hours import zone_of
from domain.errors import DuralogueError, NotAllowed, NotAuthenticated, SecondFactorDemanded
from domain.staff import PERMISSIONS, Permission, StaffMember, StaffRole, require
from domain.tenant_settings import TenantConfig

if TYPE_CHECKING:
    from jinja2 import Environment

_FORMS: Final = BodyRules(content_types=frozenset({"application/x-www-form-urlencoded"}))
_MOST_FIELDS: Final = 100
_OWN_SITE: Final = frozenset({"same-origin", "none", ""})


class Page(NamedTuple):
    """Where in the desk somebody is, as whom, and how it speaks."""

    request: Request
    gateway: Gateway
    tenant: TenantConfig
    member: StaffMember | None = None
    session: str = ""
    is_on_the_way: bool = False
    """Before anything else, a second factor has to be shown."""

    @property
    def words(self) -> Any:
        """By their names, in the reader's language."""
        return WORDS[self.language]

    @property
    def language(self) -> str:
        """Such as "de": of the words, and of how moments are written."""
        return language_of(self.request)

    @property
    def home(self) -> str:
        """The desk's address, under which all its pages are."""
        return f"/desk/{self.tenant.tenant}"

    def why(self, refused: DuralogueError) -> str:
        """In the reader's language."""
        return refusal_in(self.language, refused)

    def shown(self, template: str, title: str, *, status: int = 200, **values: Any) -> Response:
        """The page, everything in it escaped; nothing but its own style may load."""
        written = (
            _environment()
            .get_template(f"desk/{template}.html")
            .render(
                title=title,
                language=self.language,
                tenant=self.tenant,
                member=self.member,
                w=self.words,
                moment=moments_of(self.tenant, self.language),
                zone=str(zone_of(self.tenant.business_hours)),
                csrf=csrf_token(self.session) if self.session else "",
                navigation=self._navigation(),
                style=_safe_style(),
                **values,
            )
        )
        headers = {"Content-Security-Policy": _policy(), "Vary": "Accept-Language, Cookie"}
        answer = HTMLResponse(written, status, headers=headers)
        if self.session and self.member:
            keep_signed_in(self.request, answer, self.member.tenant_id, self.session)
        return answer

    def gone_to(self, path: str = "") -> Response:
        return RedirectResponse(self.home + path, 303)

    def _navigation(self) -> list[tuple[str, str, bool]]:
        if self.member is None or self.is_on_the_way:
            return []
        may, here = PERMISSIONS[self.member.role], self.request.url.path
        entries = [
            (self.home, self.words["desk"], Permission.READ_CONVERSATIONS),
            (f"{self.home}/reports", self.words["reports"], Permission.READ_REPORTS),
            (f"{self.home}/models", self.words["models"], Permission.READ_MODEL_USAGE),
            (f"{self.home}/settings", self.words["settings"], Permission.MANAGE_DESK),
            (f"{self.home}/audit", self.words["audit"], Permission.READ_AUDIT),
            (f"{self.home}/account", self.words["account"], Permission.READ_CONVERSATIONS),
        ]
        return [(path, words, path == here) for path, words, need in entries if need in may]


class SignInFirst(Exception):
    """Nobody is signed in with this browser."""

    def __init__(self, tenant_id: str) -> None:
        super().__init__(tenant_id)
        self.tenant_id = tenant_id


class SecondFactorFirst(SignInFirst):
    """Somebody is signed in, but their tenant demands a second factor."""


def install_sign_in(app: FastAPI) -> None:
    async def to_second_factor(_: Request, raised: Exception) -> Response:
        tenant_id = cast(SecondFactorFirst, raised).tenant_id
        return RedirectResponse(f"/desk/{tenant_id}/second-factor", 303)

    async def to_sign_in(_: Request, raised: Exception) -> Response:
        return RedirectResponse(f"/desk/{cast(SignInFirst, raised).tenant_id}/sign-in", 303)

    app.add_exception_handler(SignInFirst, to_sign_in)
    app.add_exception_handler(SecondFactorFirst, to_second_factor)


def first_page_of(role: StaffRole) -> str:
    """After the desk's address: those who do not speak to customers begin elsewhere."""
    return {StaffRole.AUDITOR: "/audit", StaffRole.OPERATOR: "/account"}.get(role, "")


async def opened(
    request: Request,
    gateway: Gateway,
    tenant: TenantConfig,
    permission: Permission = Permission.READ_CONVERSATIONS,
    *,
    waives_factor: bool = False,
) -> Page:
    """The page of whoever is signed in. Raise SignInFirst, SecondFactorFirst, NotAllowed."""
    named, session = signed_in_cookie(request)
    if named != tenant.tenant:
        raise SignInFirst(tenant.tenant)
    try:
        member = await find_signed_in(gateway, tenant.tenant, session, waives_factor=waives_factor)
    except SecondFactorDemanded:
        raise SecondFactorFirst(tenant.tenant) from None
    except NotAuthenticated:
        raise SignInFirst(tenant.tenant) from None
    note_actor(request, member)
    require(member.role, permission)
    return Page(request, gateway, tenant, member, session)


async def sent(page: Page) -> dict[str, str]:
    """The fields of a form of this very page's. Raise NotAllowed where another site sent it."""
    form = await form_of(page.request)
    require_csrf(page.request, page.session, form.get("csrf", ""))
    return form


async def form_of(request: Request) -> dict[str, str]:
    """Raise NotAllowed for a form of another site's, RequestRefused for what is none."""
    if request.headers.get("sec-fetch-site", "") not in _OWN_SITE:
        raise NotAllowed("This form was not sent by a page of this site.")
    body = await read_body(request.scope, request.receive, _FORMS)
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise RequestRefused(400, "bad-request", "The form has too many fields.") from None
    return {name: value.replace("\0", "") for name, value in fields}


def trusted(markup: str) -> object:
    """Markup that was made of escaped text, by a function of ours."""
    from markupsafe import Markup  # noqa: PLC0415 - only when somebody looks

    return Markup(markup)  # noqa: S704 - see above


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - only when somebody looks

    return Environment(loader=PackageLoader("api"), autoescape=True)


@cache
def _style() -> str:
    return files("api").joinpath("templates/desk/desk.css").read_text(encoding="utf-8")


def _safe_style() -> object:
    return trusted(_style())


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
