"""A double of a model's vendor: a key, a call in the log, faults, a body."""

import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider_doubles.faults import FaultSwitch
from provider_doubles.language_models.call_log import Call, CallLog
from provider_doubles.language_models.settings import ModelSettings
from provider_doubles.language_models.streams import Chunker

Body = dict[str, Any]
Settings = TypeVar("Settings", bound=ModelSettings)


class ModelApiError(Exception):
    """The answer is `status` with this message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True)
class RefusalWords:
    """What a vendor says of calls that each of them refuses."""

    key: str
    no_json: str
    no_model: str


class ModelApi(ABC, Generic[Settings]):
    """The calls of one vendor's API. Whatever is refused is an answer in the vendor's own form."""

    words: RefusalWords

    def __init__(self, settings: Settings, faults: FaultSwitch, log: CallLog) -> None:
        self._settings = settings
        self._faults = faults
        self._log = log
        self._chunker = Chunker(settings)

    @abstractmethod
    def refused(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        """As the vendor writes it."""

    @abstractmethod
    def too_many(self, seconds: int) -> Response:
        """429, with Retry-After."""

    @abstractmethod
    def unknown_model(self, model: str, *, is_retired: bool) -> ModelApiError:
        """One that it has no longer, or never had."""

    def route(
        self,
        path: str,
        name: str,
        work: Callable[[Request, Call], Awaitable[Response]],
        verb: str = "POST",
    ) -> Route:
        """A method of the API: logged, and struck by faults, before anything is done."""

        async def take(request: Request) -> Response:
            call = self._log.begin(name, request)

            async def answered() -> Response:
                try:
                    self._check_key(request)
                    return await work(request, call)
                except ModelApiError as error:
                    return self.refused(error.status, error.message)

            response = await self._faults.apply(request, name, answered, self.too_many)
            call.status = response.status_code
            return response

        return Route(path, take, methods=[verb])

    async def read_body(self, request: Request, call: Call) -> Body:
        """The JSON object, which names a model that is there. Raise ModelApiError."""
        try:
            body = json.loads(await request.body())
        except ValueError:
            raise ModelApiError(400, self.words.no_json) from None
        if not isinstance(body, dict) or not isinstance(body.get("model"), str):
            raise ModelApiError(400, self.words.no_model)
        model = body["model"]
        self._log.name_model(call, model)
        is_retired = model in self._settings.retired
        if is_retired or model not in self._settings.models:
            raise self.unknown_model(model, is_retired=is_retired)
        return body

    def _check_key(self, request: Request) -> None:
        key = self._settings.key
        if key and request.headers.get("authorization") != f"Bearer {key}":
            raise ModelApiError(401, self.words.key)
