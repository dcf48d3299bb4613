"""The form of the corpus: scenes in scenes.yaml, and messages in them in kinds/*.yaml."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from domain.durations import Duration
from domain.messages import VerifiedCustomer

HERE = Path(__file__).parent
CLOCK = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Monday, at the hour at which the example shop's people begin."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def as_tuple(value: Any) -> Any:
    """Read one thing as a list of that thing; a missing value stays the one that is missing."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


Some = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]


class Turn(Strict):
    """What happens before the text in question. A bare string is said by the customer."""

    customer: str | None = None
    wait: Duration | None = None
    human: Literal["claims", "returns"] | None = None
    decide: Literal["approved", "rejected"] | None = None
    """The approval that waits."""


def as_turn(value: Any) -> Any:
    return {"customer": value} if isinstance(value, str) else value


class Scene(Strict):
    """A conversation up to the point where the texts of the corpus are tried."""

    bot: str = "probe"
    """A folder of bots/, or "acme"."""
    asks: str | None = None
    """Of a probe: the slot that its one flow asks for."""
    at: AwareDatetime = CLOCK
    locale: str = "en"
    verified: VerifiedCustomer | None = None
    down: tuple[str, ...] = ()
    """Tools that do not answer."""
    finds: str | None = "Here is what the documents say."
    """What the knowledge answers to whatever it is asked; null where it has no answer."""
    before: tuple[Annotated[Turn, BeforeValidator(as_turn)], ...] = ()
    reached: str = ""
    """The response said last before the text, so that a scene that breaks is seen."""


class Right(Strict):
    """What must hold after the text; everything named must. Lists of names mean "one of these"."""

    slots: dict[str, Any] = Field(default_factory=dict)
    """Each slot's value; a list holds several right ones, null means that nothing is taken."""
    asks: Some = ()
    """The slot whose question is open."""
    writes: bool | None = None
    """Whether a tool with effect was called."""
    calls: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Tools that were called, each with (some of) its arguments."""
    never_calls: Some = ()
    starts: Some = ()
    """A flow that began because of the text."""
    never_starts: Some = ()
    """None of these began."""
    ends: Some = ()
    """All of these are neither in front nor put aside."""
    keeps: Some = ()
    """All of these are still open."""
    queued: bool | None = None
    """Whether the conversation stands in a queue for a human."""
    approval: bool | None = None
    """Whether somebody is still asked to approve."""
    responses: Some = ()
    """One of these was said, by its name; "answer" for what the knowledge said."""
    never_responses: Some = ()
    says: Some = ()
    """All of these are in the words said; "a|b" means either."""
    in_order: Some = ()
    """These are in the words said, one after the other."""
    lacks: Some = ()
    """None of these is."""
    language: str | None = None
    """The locale in which every response of the bot was said."""


class Group(Strict):
    """Texts of one kind in one scene, with what is right for all of them or for each."""

    about: str = ""
    scene: str
    needs: str = ""
    """A feature that the scene's bot uses and that may not exist yet. Until it does, the entries
    count as wrong."""
    right: Right = Right()
    texts: tuple[str, ...] = ()
    takes: dict[str, Any] = Field(default_factory=dict)
    """Text to the value that the slot in question then has; null where it must be asked again."""
    each: dict[str, Right] = Field(default_factory=dict)
    """Text to what is right for it alone, beside `right`."""


class Kind(Strict):
    kind: str
    groups: tuple[Group, ...]


class Entry(Strict):
    """One text, tried in one scene."""

    kind: str
    scene: str
    text: str
    about: str = ""
    right: tuple[Right, ...]
    taken: tuple[Any, ...] = ()
    """Right values of the slot in question, where the entry is about one."""


_SCENES: TypeAdapter[dict[str, Scene]] = TypeAdapter(dict[str, Scene])


def read_scenes() -> dict[str, Scene]:
    return _SCENES.validate_python(YAML(typ="safe").load(HERE / "scenes.yaml"))


def read_entries(folder: Path = HERE / "kinds") -> list[Entry]:
    return [
        entry
        for file in sorted(folder.glob("*.yaml"))
        for entry in _entries(Kind.model_validate(YAML(typ="safe").load(file)))
    ]


def read_floors() -> dict[str, int]:
    """How many entries of each kind must be right."""
    floors = TypeAdapter(dict[str, int])
    return floors.validate_python(YAML(typ="safe").load(HERE / "floors.yaml"))


def _entries(kind: Kind) -> Iterator[Entry]:
    for group in kind.groups:
        shared = {"kind": kind.kind, "scene": group.scene, "about": group.about}
        for text in group.texts:
            yield Entry(**shared, text=text, right=(group.right,))
        for text, value in group.takes.items():
            yield Entry(**shared, text=text, right=(group.right,), taken=options(value))
        for text, own in group.each.items():
            yield Entry(**shared, text=text, right=(group.right, own))


def options(value: Any) -> tuple[Any, ...]:
    """The right values of a slot, as slots keep them: dates as ISO text."""
    found = value if isinstance(value, list) else [value]
    return tuple(one.isoformat() if isinstance(one, date) else one for one in found)
