"""`python -m provider_doubles slack|twilio|cohere|openai`: serve a double until told to stop."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette

from provider_doubles.cohere import CohereSettings, create_cohere_double
from provider_doubles.openai_compatible import OpenAISettings, create_openai_double
from provider_doubles.serving import DoubleServer
from provider_doubles.slack import SlackSettings, create_slack_double
from provider_doubles.twilio import TwilioSettings, create_twilio_double

cli = typer.Typer(help="Doubles of providers' servers, for development.", add_completion=False)
_Settings = TypeVar("_Settings", bound=BaseModel)

Port = Annotated[int, typer.Option(help="Zero takes any.", min=0, max=65535)]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", help="JSON with settings; - reads them from standard input."),
]


@cli.command()
def slack(port: Port = 0, settings: SettingsFile = None) -> None:
    """Serve the double of Slack; it prints its address once it is ready."""
    asyncio.run(_serve("slack", create_slack_double(_read(SlackSettings, settings)), port))


@cli.command()
def twilio(port: Port = 0, settings: SettingsFile = None) -> None:
    """Serve the double of Twilio; it prints its address once it is ready."""
    asyncio.run(_serve("twilio", create_twilio_double(_read(TwilioSettings, settings)), port))


@cli.command()
def cohere(port: Port = 0, settings: SettingsFile = None) -> None:
    """Serve the double of Cohere; it prints its address once it is ready."""
    asyncio.run(_serve("cohere", create_cohere_double(_read(CohereSettings, settings)), port))


@cli.command()
def openai(port: Port = 0, settings: SettingsFile = None) -> None:
    """Serve the double of OpenAI-compatible servers; it prints its address once it is ready."""
    asyncio.run(_serve("openai", create_openai_double(_read(OpenAISettings, settings)), port))


def _read(model: type[_Settings], file: Path | None) -> _Settings:
    if file is None:
        return model()
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text()
        return model.model_validate_json(text)
    except OSError as error:
        typer.echo(f"{file} cannot be read: {error.strerror}", err=True)
    except ValidationError as error:
        for problem in error.errors(include_input=False):
            typer.echo(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}", err=True)
    raise typer.Exit(2)


async def _serve(name: str, app: Starlette, port: int) -> None:
    server = DoubleServer(app, port=port)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve())
        await server.listening.wait()
        typer.echo(f"double of {name}: {server.address}")


cli()
