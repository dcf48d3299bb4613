"""`python -m example_practice serve` and `python -m example_practice openapi`."""

import json
import sys
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError

from example_practice.app import create_app, openapi_document
from example_practice.settings import PracticeSettings

cli = typer.Typer(help="The dentist's practice of the second tutorial.", add_completion=False)


@cli.command()
def serve(
    port: Annotated[int, typer.Option(help="Where to listen.", min=1, max=65535)],
) -> None:
    """Serve the practice until it is told to stop."""
    settings = _read_settings()
    uvicorn.run(
        create_app(settings), host=settings.host, port=port, access_log=False, log_level="warning"
    )


@cli.command()
def openapi() -> None:
    """Print the practice's OpenAPI document."""
    json.dump(openapi_document(), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _read_settings() -> PracticeSettings:
    try:
        return PracticeSettings()
    except ValidationError as error:
        for problem in error.errors(include_input=False):
            name = "_".join(["PRACTICE", *map(str, problem["loc"])]).upper()
            typer.echo(f"{name}: {problem['msg']}", err=True)
        raise typer.Exit(2) from error


cli()
