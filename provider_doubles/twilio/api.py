"""The API: `/2010-04-01/Accounts/{sid}/Messages…`, with authentication, limits and faults."""

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.control import read_form
from provider_doubles.faults import FaultSwitch
from provider_doubles.twilio.account import API_VERSION, Account, as_json
from provider_doubles.twilio.creation import create_message
from provider_doubles.twilio.errors import (
    TwilioError,
    not_authenticated,
    not_found,
    too_many_requests,
)
from provider_doubles.twilio.listing import list_messages
from provider_doubles.twilio.progress import Progress

_ROOT = f"/{API_VERSION}/Accounts/{{account}}"
_Work = Callable[[Request], Awaitable[Response]]


class MessagesApi:
    """Create, list, fetch, delete; an account; the media of what came in."""

    def __init__(self, account: Account, faults: FaultSwitch, progress: Progress) -> None:
        self._account = account
        self._faults = faults
        self._progress = progress
        self.calls: dict[str, int] = {}
        """method -> how often it was called."""

    def routes(self) -> list[Route]:
        return [
            self._route(f"{_ROOT}/Messages.json", "POST", "messages.create", self._create),
            self._route(f"{_ROOT}/Messages.json", "GET", "messages.list", self._list),
            self._route(f"{_ROOT}/Messages/{{sid}}.json", "GET", "messages.fetch", self._fetch),
            self._route(
                f"{_ROOT}/Messages/{{sid}}.json", "DELETE", "messages.delete", self._delete
            ),
            self._route(f"/{API_VERSION}/Accounts/{{account}}.json", "GET", "account", self._show),
            self._route(f"{_ROOT}/IncomingPhoneNumbers.json", "GET", "numbers.list", self._numbers),
            self._route(f"{_ROOT}/Messages/{{sid}}/Media/{{media}}", "GET", "media", self._media),
        ]

    def _route(self, path: str, verb: str, method: str, work: _Work) -> Route:
        async def answer(request: Request) -> Response:
            self.calls[method] = self.calls.get(method, 0) + 1

            async def checked() -> Response:
                try:
                    self._require_account(request)
                    return await work(request)
                except TwilioError as error:
                    return error.response()

            return await self._faults.apply(request, method, checked, _rate_limited)

        return Route(path, answer, methods=[verb])

    async def _create(self, request: Request) -> Response:
        form = await read_form(request)
        media = [value for name, value in form if name == "MediaUrl"]
        message = create_message(self._account, dict(form), media)
        # The answer shows it as it was taken, whatever becomes of it meanwhile.
        taken = as_json(message, self._account.settings)
        self._progress.begin(message)
        return JSONResponse(taken, 201)

    async def _list(self, request: Request) -> Response:
        return JSONResponse(list_messages(self._account, dict(request.query_params)))

    async def _fetch(self, request: Request) -> Response:
        message = self._account.messages.get(request.path_params["sid"])
        if message is None:
            raise not_found(request.url.path)
        return JSONResponse(as_json(message, self._account.settings))

    async def _delete(self, request: Request) -> Response:
        if self._account.messages.pop(request.path_params["sid"], None) is None:
            raise not_found(request.url.path)
        return Response(status_code=204)

    async def _show(self, _: Request) -> Response:
        sid = self._account.settings.account_sid
        told = {"sid": sid, "friendly_name": "Double", "status": "active", "type": "Full"}
        return JSONResponse(told)

    async def _numbers(self, request: Request) -> Response:
        """Of the account, each with the address that it calls."""
        settings = self._account.settings
        asked = request.query_params.get("PhoneNumber", "")
        found = [each for each in settings.numbers if asked in each and each.startswith("+")]
        told = [
            {
                "sid": f"PN{number:032x}",
                "account_sid": settings.account_sid,
                "phone_number": each,
                "sms_url": settings.request_url,
                "sms_method": "POST",
            }
            for number, each in enumerate(found)
        ]
        return JSONResponse({"incoming_phone_numbers": told, "page": 0, "page_size": 50})

    async def _media(self, request: Request) -> Response:
        place = (request.path_params["sid"], request.path_params["media"])
        media = self._account.media.get(place)
        if media is None:
            raise not_found(request.url.path)
        return Response(media.content, media_type=media.kind)

    def _require_account(self, request: Request) -> None:
        settings = self._account.settings
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            shown = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError):
            raise not_authenticated() from None
        expected = f"{settings.account_sid}:{settings.auth_token}"
        is_right = hmac.compare_digest(shown.encode(), expected.encode())
        if scheme.lower() != "basic" or not is_right:
            raise not_authenticated()
        if request.path_params["account"] != settings.account_sid:
            raise not_found(request.url.path)


def _rate_limited(seconds: int) -> Response:
    return too_many_requests().response(**{"Retry-After": str(seconds)})
