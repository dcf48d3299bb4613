"""The double of OpenAI-compatible servers as a web application."""

from starlette.applications import Starlette

from provider_doubles.control import control_routes
from provider_doubles.faults import FaultSwitch
from provider_doubles.language_models.call_log import CallLog
from provider_doubles.language_models.control import model_control_routes
from provider_doubles.openai_compatible.api import CompletionsApi
from provider_doubles.openai_compatible.settings import OpenAISettings
from provider_doubles.pages import only_here


def create_openai_double(settings: OpenAISettings | None = None) -> Starlette:
    """`app.state.settings`, `app.state.faults` and `app.state.log` are for tests in the same
    process; others use `/_double/…`."""
    chosen = settings or OpenAISettings()
    faults = FaultSwitch(chosen.seed)
    log = CallLog()
    app = Starlette(
        routes=[
            *CompletionsApi(chosen, faults, log).routes(),
            *model_control_routes(chosen, log),
            *control_routes(faults, log.clear),
        ],
        middleware=[only_here()],
    )
    app.state.settings, app.state.faults, app.state.log = chosen, faults, log
    return app
