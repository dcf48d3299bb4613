"""The control API of a double of a model's vendor: `/_double/settings` and `/_double/calls`."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.control import read_model
from provider_doubles.language_models.call_log import CallLog
from provider_doubles.language_models.settings import ModelChanges, ModelSettings


def model_control_routes(settings: ModelSettings, log: CallLog) -> list[Route]:
    """PUT and GET `/_double/settings`, GET `/_double/calls`."""

    async def change(request: Request) -> Response:
        settings.change(await read_model(request, ModelChanges))
        return show(request)

    def show(_: Request) -> Response:
        return JSONResponse(settings.model_dump(mode="json", exclude={"key"}))

    def calls(_: Request) -> Response:
        return JSONResponse(log.as_json())

    return [
        Route("/_double/settings", change, methods=["PUT"]),
        Route("/_double/settings", show, methods=["GET"]),
        Route("/_double/calls", calls, methods=["GET"]),
    ]
