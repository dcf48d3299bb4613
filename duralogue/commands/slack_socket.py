"""`duralogue slack-socket`: Slack's calls over a connection that we open."""

from typing import Annotated

import typer

from duralogue.loading import loading
from infra.settings import Settings


def slack_socket(
    tenant: Annotated[str, typer.Option(help="The tenant's id, for example acme.")],
    app: Annotated[str, typer.Option(help="The name of its connected Slack app.")],
    *,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for the app to be connected, instead of ending.")
    ] = False,
) -> None:
    """Take Slack's calls by Socket Mode, where Slack cannot reach this machine.

    The app is connected with an app token (xapp-…). For development: in production Slack calls the
    gateway.
    """
    with loading():
        from duralogue.wiring.event_loop import run
        from duralogue.wiring.slack_socket import run_slack_socket

    settings = Settings.load()
    run(run_slack_socket(settings, tenant, app, waits=wait), settings)
