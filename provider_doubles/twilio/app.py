"""The double of Twilio as a web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette

from provider_doubles.control import control_routes
from provider_doubles.faults import FaultSwitch
from provider_doubles.pages import only_here, page_routes
from provider_doubles.twilio.account import Account
from provider_doubles.twilio.api import MessagesApi
from provider_doubles.twilio.control import TwilioControl
from provider_doubles.twilio.inbound import Inbound
from provider_doubles.twilio.progress import Progress
from provider_doubles.twilio.request_sender import RequestSender
from provider_doubles.twilio.settings import TwilioSettings

_PAGES = Path(__file__).parent / "page"
_SHARED = Path(__file__).parents[1] / "page"


def create_twilio_double(settings: TwilioSettings | None = None) -> Starlette:
    """`app.state.account`, `app.state.faults` and `app.state.sender` are for tests in the same
    process; others use `/_double/…`."""
    chosen = settings or TwilioSettings()
    account = Account(chosen)
    faults = FaultSwitch(chosen.seed)
    sender = RequestSender(chosen)
    api = MessagesApi(account, faults, Progress(account, sender))
    control = TwilioControl(account, sender, Inbound(account, sender), api)

    def reset() -> None:
        account.reset()
        sender.log.clear()
        api.calls.clear()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await sender.close()

    app = Starlette(
        routes=[
            *api.routes(),
            *control.routes(),
            *control_routes(faults, reset),
            *page_routes(_SHARED, _PAGES),
        ],
        middleware=[only_here()],
        lifespan=lifespan,
    )
    app.state.account, app.state.faults, app.state.sender = account, faults, sender
    return app
