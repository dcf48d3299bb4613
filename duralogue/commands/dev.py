"""`duralogue dev`: the whole product on this machine, until Ctrl-C."""

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duralogue.embedded.extra import require_extra
from infra.settings import Settings

if TYPE_CHECKING:
    from duralogue.console import ConsoleNarrator
    from duralogue.embedded.doubles import Played
    from duralogue.embedded.stack import Stack

_INTERRUPTED = 130
ACME = Path(__file__).parents[2] / "tenants" / "acme"


def dev(
    tenant: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="A tenant's folder to publish."),
    ] = None,
    *,
    played: Annotated[
        str,
        typer.Option(
            "--with",
            help="Channels and models without an account, by doubles: slack,sms,cohere,openai.",
        ),
    ] = "",
    any_ports: Annotated[
        bool, typer.Option("--any-ports", help="Use any free ports, beside another stack.")
    ] = False,
    slack_socket: Annotated[
        str | None,
        typer.Option(
            metavar="TENANT/APP",
            help="Take the calls of a connected Slack app by Socket Mode, such as acme/support.",
        ),
    ] = None,
) -> None:
    """Start PostgreSQL, Temporal, the example shop, the workers and the gateway."""
    from duralogue.embedded.doubles import wished

    try:
        channels = wished(played)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--with") from None
    require_extra("dev")
    socket = _tenant_and_app(slack_socket)
    tenants = tenant or ([ACME] if ACME.exists() else [])
    settings = Settings.load_environment()
    if "show_last_step" not in settings.model_fields_set:
        settings = settings.model_copy(update={"show_last_step": True})
    wishes = _Wishes(settings, tenants, channels, socket, any_ports)
    asyncio.run(_until_interrupted(wishes))


@dataclass(frozen=True)
class _Wishes:
    """What is to be started."""

    settings: Settings
    tenants: list[Path]
    played: "tuple[Played, ...]"
    slack_socket: tuple[str, str] | None
    """Tenant and app."""
    any_ports: bool


def _tenant_and_app(named: str | None) -> tuple[str, str] | None:
    if named is None:
        return None
    tenant, _, app = named.partition("/")
    if not tenant or not app:
        raise typer.BadParameter("--slack-socket: say the tenant and the app, such as acme/support")
    return tenant, app


async def _until_interrupted(wishes: _Wishes) -> None:
    """The first Ctrl-C or SIGTERM stops the parts in order, a second one at once."""
    from rich.console import Console

    from duralogue.console import ConsoleNarrator

    narrator = ConsoleNarrator(Console())
    running = asyncio.create_task(_run(wishes, narrator))

    def interrupt() -> None:
        if running.cancelling():
            os._exit(_INTERRUPTED)
        narrator.say("\nstopping (once more to stop at once)")
        running.cancel()

    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, interrupt)
    with suppress(asyncio.CancelledError):
        await running
    narrator.say("stopped")


async def _run(wishes: _Wishes, narrator: "ConsoleNarrator") -> None:
    from duralogue.embedded.endpoints import ANY_PORTS, Ports
    from duralogue.embedded.service_processes import slack_socket_part
    from duralogue.embedded.stack import running_stack

    ports = ANY_PORTS if wishes.any_ports else Ports(gateway=wishes.settings.api_port)
    async with running_stack(
        wishes.settings, narrator, ports=ports, tenants=wishes.tenants, played=wishes.played
    ) as stack:
        if wishes.slack_socket is not None:
            environment = stack.environment_of("slack-socket")
            await stack.supervisor.start(slack_socket_part(*wishes.slack_socket, environment))
        narrator.say(_welcome(stack))
        await asyncio.Event().wait()


def _welcome(stack: "Stack") -> str:
    gateway = stack.ports.gateway_url
    lines = ["", "Duralogue is running; Ctrl-C stops it."]
    lines += [f"  web chat     {gateway}/chat/{tenant}" for tenant in stack.tokens]
    for tenant in stack.tokens:
        lines += [f"  desk         {gateway}/desk/{tenant}  (sign in with a token below)"]
    for double in stack.doubles:
        if double.channel.is_model:
            lines += [
                f"  {double.channel:<12} {double.url}  (a double answers for {double.tenant})"
            ]
            continue
        played = f"play {double.channel}"
        lines += [f"  {played:<12} {double.url}/  (as a customer of {double.tenant})"]
    lines += [f"  API          {gateway}/docs"]
    if stack.settings.temporal_ui_url is not None:
        lines += [f"  Temporal UI  {stack.settings.temporal_ui_url}"]
    for tenant, tokens in stack.tokens.items():
        lines += [f"  {role:<12} {token}  (staff of {tenant})" for role, token in tokens.items()]
    lines += [f"  logs         {stack.home.logs}", ""]
    return "\n".join(lines)
