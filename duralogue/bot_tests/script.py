"""The form of a conversation in tests/*.yaml. See docs/reference/bot-format.md."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter, ValidationError

from domain.bot.problems import Problem, SourceFile
from domain.bot.short_forms import STRING, OrShort
from domain.bot.validation_messages import findings
from domain.durations import Duration
from domain.forms import MAX_FIELDS
from domain.messages import VerifiedCustomer
from domain.tool_questions import LONGEST_WORDS, MOST_QUESTIONS
from domain.values import Strict
from infra.bot_files.folders import read_texts
from infra.bot_files.yaml_files import read_yaml


def as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_names), OrShort((STRING,))]


Asked = Annotated[str, Field(max_length=LONGEST_WORDS)] | tuple[str, ...]


class Line(Strict):
    """One line of the script: something happens, or something is expected."""

    customer: str | None = None
    intent: str | None = None
    """Taken as understood; without it the real understanding reads the line."""
    entities: dict[str, Any] = Field(default_factory=dict)
    finds: str | None = None
    """What the knowledge answers, if the bot asks it."""
    fills: dict[str, str] | None = Field(default=None, min_length=1, max_length=MAX_FIELDS)
    """The customer sends the form instead: what is written into its fields, by their names."""

    bot: Names | None = None
    """The responses said next, by their names; "answer" for what the knowledge said."""
    says: Names | None = None
    """Words that the next replies hold, one after the other."""

    buttons: tuple[str, ...] | None = None
    """What can be pressed under the reply checked last, in order."""
    cards: tuple[str, ...] | None = None
    """The titles of that reply's cards."""
    attachments: tuple[str, ...] | None = None
    """The names of the files that go with it."""
    form: tuple[str, ...] | None = None
    """The names of the fields of that reply's form; none for a reply without one."""

    tool: str | None = None
    """A call that the bot has asked for, or a deferred one that comes back."""
    arguments: dict[str, Any] | None = Field(default=None, alias="with")
    answers: dict[str, Any] | None = None
    refuses: str | None = None
    unavailable: bool = False
    asks: dict[str, Asked] | None = Field(default=None, min_length=1, max_length=MOST_QUESTIONS)
    """The tool's MCP server asks this first: fields, each with the words or the choices."""
    lost: bool = False
    """The request went out and no answer came: it may have been carried out."""

    approval: str | None = None
    shows: dict[str, Any] | None = None
    decide: Literal["approved", "rejected"] | None = None

    handoff: str | None = None
    """The queue into which the conversation was put."""
    human: Literal["claims", "returns"] | None = None

    wait: Duration | None = None
    """The clock jumps; what falls due on the way happens."""
    until: AwareDatetime | None = None
    """The clock jumps to this moment."""

    slots: dict[str, Any] | None = None
    phase: str | None = None


class Script(Strict):
    """One conversation."""

    about: str = ""
    at: AwareDatetime | None = None
    verified: VerifiedCustomer | None = None
    tools: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """What tools answer when a call has no line of its own."""
    talk: tuple[Line, ...] = Field(min_length=1)


SCRIPTS: TypeAdapter[dict[str, Script]] = TypeAdapter(dict[str, Script])


class Scripts(Strict):
    """The scripts of one file, with the line of each of their steps."""

    file: str
    scripts: dict[str, Script]
    lines: dict[tuple[str, int], int]


def read_scripts(folder: Path) -> tuple[list[Scripts], list[Problem]]:
    """Of every file under tests/, with what is wrong with them."""
    found: list[Scripts] = []
    problems: list[Problem] = []
    texts = list(read_texts(folder, (folder / "tests").glob("*.y*ml"), problems))
    for name, text in texts:
        source = read_yaml(name, text)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        scripts = _readable(source, problems)
        if scripts:
            found.append(Scripts(file=name, scripts=scripts, lines=_lines(source, scripts)))
    return found, problems


def _readable(source: SourceFile, problems: list[Problem]) -> dict[str, Script]:
    """Those of a file that can be played; one with a mistake does not hide the others."""
    if not isinstance(source.data or {}, dict):
        problems.append(Problem(source.name, 1, "it should be conversations by their names"))
        return {}
    scripts: dict[str, Script] = {}
    for name, data in (source.data or {}).items():
        try:
            scripts |= SCRIPTS.validate_python({name: data})
        except ValidationError as error:
            for path, message in findings(SCRIPTS, error):
                problems.append(Problem(source.name, source.line_of(path), message))
    return scripts


def _lines(source: SourceFile, scripts: dict[str, Script]) -> dict[tuple[str, int], int]:
    return {
        (name, index): source.line_of((name, "talk", index))
        for name, script in scripts.items()
        for index in range(len(script.talk))
    }
