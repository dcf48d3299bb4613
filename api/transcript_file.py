"""A transcript as a file: plain text, or a page that runs nothing and prints well."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from api.transcript_lines import LinkedFile, TranscriptLine, TranscriptReader

if TYPE_CHECKING:
    from jinja2 import Template

_INDENT: Final = "    "


def as_text(
    reader: TranscriptReader, lines: tuple[TranscriptLine, ...], *, is_shortened: bool
) -> str:
    """With a line for each message, and below it what goes with it."""
    said = [title_of(reader), *notes_of(reader, lines, is_shortened=is_shortened), ""]
    shown_day = ""
    for line in lines:
        if line.day != shown_day:
            said += [line.day, ""]
            shown_day = line.day
        said.append(f"[{line.time}] {line.speaker}: {_indented(line.text)}".rstrip())
        said += [f"{_INDENT}{label} {_indented(value)}" for label, value in line.answers]
        said += [f"{_INDENT}{_file(reader, each)}" for each in line.files]
    return "\n".join(said) + "\n"


def as_page(
    reader: TranscriptReader, lines: tuple[TranscriptLine, ...], *, is_shortened: bool
) -> str:
    """Everything is escaped. The policy stands in the page too, for when it is opened from a
    disk."""
    return _template().render(
        locale=reader.locale,
        title=title_of(reader),
        notes=notes_of(reader, lines, is_shortened=is_shortened),
        lines=lines,
        kept_elsewhere=reader.word("KEPT_ELSEWHERE"),
        policy=_page_policy(),
        style=_safe_style(),
    )


def title_of(reader: TranscriptReader) -> str:
    return reader.word("TITLE").format(name=reader.bot)


def notes_of(
    reader: TranscriptReader, lines: tuple[TranscriptLine, ...], *, is_shortened: bool
) -> list[str]:
    """What a reader must know to read it."""
    zone = reader.zone.key if isinstance(reader.zone, ZoneInfo) else "UTC"
    notes = [reader.word("ZONE").format(zone=zone)]
    if any(each.address for line in lines for each in line.files):
        notes.append(reader.word("LINKS_END").format(day=reader.links_end))
    if is_shortened:
        notes.append(reader.word("SHORTENED"))
    return notes if lines else [reader.word("EMPTY")]


def page_policy() -> str:
    """For the header: the page loads nothing, runs nothing and is framed by nobody."""
    return f"{_page_policy()}; frame-ancestors 'none'; sandbox"


def _file(reader: TranscriptReader, file: LinkedFile) -> str:
    where = file.address or reader.word("KEPT_ELSEWHERE")
    return f"{reader.word('FILE')}: {file.name} ({file.size}) {where}"


def _indented(text: str) -> str:
    """Lines of one message stand below it: none can pass for another's."""
    return f"\n{_INDENT}".join(text.splitlines())


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - only when somebody looks

    return Environment(loader=PackageLoader("api"), autoescape=True).get_template("transcript.html")


@cache
def _style() -> str:
    return files("api").joinpath("templates/transcript.css").read_text(encoding="utf-8")


def _safe_style() -> object:
    from markupsafe import Markup  # noqa: PLC0415 - only when somebody looks

    return Markup(_style())  # noqa: S704 - a file of ours


@cache
def _page_policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
