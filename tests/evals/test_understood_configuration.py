"""Configuration that cannot work: how much of it authors are told about."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field
from rich.console import Console
from ruamel.yaml import YAML

from domain.bot.compiler import check_bot
from domain.bot.model import Bot
from domain.business_hours import is_open
from domain.dialogue.text.slot_values import fitted
from duralogue import bot_commands
from infra.bot_files.reader import read_bot_files
from infra.markdown.documents import read_documents
from tests.evals.conftest import Tell
from tests.evals.understood.entries import CLOCK, HERE, Some, Strict, read_floors

BERLIN = ZoneInfo("Europe/Berlin")
PROBE = HERE / "bots" / "probe"
TENANT = "tenant: probe\nbranding: {name: Pia, locales: [en, de]}\n"


class Written(Strict):
    """One way to write a bot; configuration.yaml says what each field means."""

    about: str
    hours: str | None = None
    values: str | None = None
    answer: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    refused: bool = False
    names: Some = ()
    reads: str = ""
    closed: datetime | None = None
    open: datetime | None = None
    slot: str | None = None


class Configuration(Strict):
    kind: str
    entries: tuple[Written, ...]


def _write(written: Written, folder: Path) -> None:
    texts = {str(f.relative_to(PROBE)): f.read_text() for f in PROBE.rglob("*.yaml")}
    if written.hours is not None:
        texts["tenant.yaml"] = f"{TENANT}business_hours: {written.hours}\n"
    if written.values is not None:
        texts["slots.yaml"] += (
            f"\nlisted: {{type: enum, values: {written.values}, ask: ask_size}}\n"
        )
    for name, text in (texts | written.files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ASKED", "listed" if written.values else "reason"))


def _problems(written: Written, folder: Path) -> Iterator[str]:
    output = StringIO()
    code = bot_commands.check(folder, Console(file=output, soft_wrap=True))
    said = output.getvalue()
    if not _is_read(written, folder):
        yield from (f"{one!r} is not named" for one in written.names if not _names(said, one))
    bot = check_bot(read_bot_files(folder, today=CLOCK.date())).bot
    outcomes = list(_outcomes(written, code, bot))
    if outcomes and not any(held for held, _ in outcomes):
        yield "; ".join(problem for _, problem in outcomes)


def _is_read(written: Written, folder: Path) -> bool:
    """Whether the documents hold what the entry expects of them, so that no file need be named."""
    knowledge = folder / "knowledge"
    if not written.reads or not knowledge.is_dir():
        return False
    return any(written.reads in document.body for document in read_documents(knowledge))


def _names(said: str, words: str) -> bool:
    return any(one in said for one in words.split("|"))


def _outcomes(written: Written, code: int, bot: Bot | None) -> Iterator[tuple[bool, str]]:
    """What may hold, and what is wrong where none of it does."""
    if written.refused:
        yield code != 0, "not refused"
    if written.closed is not None:
        yield bot is not None and not _is_open(bot, written.closed), "open"
    if written.open is not None:
        yield bot is not None and _is_open(bot, written.open), "closed, or refused"
    if written.slot is not None:
        found = fitted(bot.slots["listed"], written.answer) if bot else None
        yield found == written.slot, f"{written.answer!r} gives {found!r}"


def _is_open(bot: Bot, at: datetime) -> bool:
    return is_open(at.replace(tzinfo=BERLIN), bot.tenant.business_hours, bot.holidays)


def test_what_cannot_work_is_told_to_its_author(tmp_path: Path, tell: Tell) -> None:
    """
    A bot that is published and never answers is found out by customers.
    """
    read = Configuration.model_validate(YAML(typ="safe").load(HERE / "configuration.yaml"))
    wrong = []
    for number, written in enumerate(read.entries):
        folder = tmp_path / str(number)
        _write(written, folder)
        if problems := list(_problems(written, folder)):
            wrong.append(f"  {written.about}: {'; '.join(problems)}")
    right = len(read.entries) - len(wrong)
    print("\n".join([read.kind, *wrong]))  # noqa: T201 - shown by `pytest -rP`
    tell(f"understood {read.kind:<32} {right:>3}/{len(read.entries)}")
    floor = read_floors().get(read.kind, len(read.entries))

    assert right >= floor, "\n".join(wrong)
