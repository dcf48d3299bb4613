"""The double of Slack as a web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette

from provider_doubles.control import control_routes
from provider_doubles.faults import FaultSwitch
from provider_doubles.pages import only_here, page_routes
from provider_doubles.slack.control import SlackControl
from provider_doubles.slack.events import Events
from provider_doubles.slack.request_sender import RequestSender
from provider_doubles.slack.settings import SlackSettings
from provider_doubles.slack.web_api import WebApi
from provider_doubles.slack.workspace import Workspace

_PAGES = Path(__file__).parent / "page"
_SHARED = Path(__file__).parents[1] / "page"


def create_slack_double(settings: SlackSettings | None = None) -> Starlette:
    """`app.state.workspace`, `app.state.faults` and `app.state.sender` are for tests in the same
    process; others use `/_double/…`."""
    chosen = settings or SlackSettings()
    workspace = Workspace(chosen)
    faults = FaultSwitch(chosen.seed)
    sender = RequestSender(chosen)
    events = Events(workspace, sender)
    api = WebApi(workspace, faults, events)

    def reset() -> None:
        workspace.reset()
        sender.log.clear()
        api.calls.clear()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await sender.close()

    app = Starlette(
        routes=[
            *api.routes(),
            *SlackControl(workspace, sender, events, api).routes(),
            *control_routes(faults, reset),
            *page_routes(_SHARED, _PAGES),
        ],
        middleware=[only_here()],
        lifespan=lifespan,
    )
    app.state.workspace, app.state.faults, app.state.sender = workspace, faults, sender
    return app
