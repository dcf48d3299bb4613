"""`duralogue init` and `duralogue schemas`: the beginning of a tenant's folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from domain.errors import ConfigurationError

Read = TypeVar("Read")
_LONGEST_NAME = 60


def init(
    folder: Annotated[Path, typer.Argument(help="The new folder; its name is the tenant's id.")],
    *,
    name: Annotated[str | None, typer.Option(help="What the business is called.")] = None,
    languages: Annotated[
        str | None, typer.Option(help="For example en,de; the first is the default.")
    ] = None,
    time_zone: Annotated[str | None, typer.Option(help="For example Europe/Berlin.")] = None,
    bot_name: Annotated[str | None, typer.Option(help="What the bot is called.")] = None,
    hours: Annotated[
        str | None, typer.Option(help="For example 'mon-fri 9-17, sat 10-14', or always.")
    ] = None,
) -> None:
    """Create a tenant from a template. It asks for whatever no option gives."""
    from duralogue import new_tenant as new

    tenant_id = new.tenant_of(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} already exists; nothing was written")
    called = _asked(name, "What is the business called?", tenant_id.title(), _words)
    answers = new.Answers(
        business=called,
        languages=_asked(
            languages, "Which languages does it speak, the first one first?", "en", new.languages_of
        ),
        zone=_asked(time_zone, "In which time zone is it?", "UTC", new.zone_of),
        bot=_asked(bot_name, "What is the bot called?", "Robin", _words),
        hours=_asked(hours, "When is it open? (mon-fri 9-17)", "always", new.hours_of),
    )
    new.make_tenant(folder, answers)
    typer.echo(f"{folder} is a bot. Try duralogue check {folder}, then duralogue test {folder}")
    missing = [one for one in answers.languages if one.split("-")[0] not in new.WRITTEN_IN]
    if missing:
        typer.echo(f"The template has no texts in {', '.join(missing)}: write them yourself.")


def schemas(
    out: Annotated[Path, typer.Option(help="The folder for the JSON Schemas.")],
) -> None:
    """Write JSON Schemas of a tenant's files, for completion in an editor."""
    from duralogue.schemas import write_schemas

    for path in write_schemas(out):
        typer.echo(path)


def _asked(given: str | None, question: str, default: str, read: Callable[[str], Read]) -> Read:
    """What the option says, else what the person answers, asked again until it can be read."""
    if given is not None:
        return read(given)
    while True:
        answer: str = typer.prompt(question, default=default)
        try:
            return read(answer)
        except ConfigurationError as error:
            typer.echo(str(error), err=True)


def _words(written: str) -> str:
    text = " ".join(written.split())
    if not 1 <= len(text) <= _LONGEST_NAME or any(
        not c.isprintable() or c in '"\\{}@#:' for c in text
    ):
        raise ConfigurationError('write a name of at most 60 characters, without " \\ { } @ # :')
    return text
