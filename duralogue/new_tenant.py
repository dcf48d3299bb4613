"""A new tenant's folder from the template: five answers, and a bot that passes its own tests."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from pydantic import TypeAdapter, ValidationError

from domain.bot.days import day_key_meant
from domain.bot.local_texts import LOCALE
from domain.bot.problems import nearest
from domain.business_hours import DAYS
from domain.errors import ConfigurationError
from domain.identifiers import TenantId
from duralogue.schemas import named_schema, write_schemas

TEMPLATE: Final = Path(__file__).parent / "template"
SCHEMAS: Final = ".schemas"
WRITTEN_IN: Final = ("en", "de")
"""The languages of the template's texts."""
ALWAYS: Final = ("always", "24/7", "immer", "")
_MARK = re.compile(r"@([a-z_]{1,20})@")
_LANGUAGE_LINE = re.compile(r"^( *)(en|de):( |$)")
_SPAN = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)?\s?(?:-|–|to|bis)\s?(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)?",  # noqa: RUF001
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;]\s?|\s(?:and|und)\s")
_BETWEEN = re.compile(r"[\s,;]+")
_LOCALE = re.compile(LOCALE)
_NOON = 12
_TENANT = TypeAdapter(TenantId)
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_TO, _OPEN = {"en": "to", "de": "bis"}, {"en": "We are open", "de": "Wir haben geöffnet:"}
_ALWAYS_OPEN = {"en": "We are always there for you.", "de": "Wir sind immer für dich da."}

Hours = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Answers:
    """What is asked of whoever begins; `hours` empty is always open."""

    business: str
    languages: tuple[str, ...]
    zone: str
    bot: str
    hours: Hours


def make_tenant(folder: Path, answers: Answers) -> list[Path]:
    """Write the folder. Raise ConfigurationError where there is something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} already exists; nothing was written")
    tenant_id = tenant_of(folder)
    values = _values(tenant_id, answers)
    written = []
    for source in sorted(TEMPLATE.rglob("*")):
        name = _target(source.relative_to(TEMPLATE), answers.languages)
        if not source.is_file() or name is None:
            continue
        text = _filled(_in(source.read_text(encoding="utf-8"), answers.languages), values)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(named_schema(name, SCHEMAS) + text, encoding="utf-8")
        written.append(target)
    return [*written, *write_schemas(folder / SCHEMAS)]


def tenant_of(folder: Path) -> str:
    """The tenant's id is the folder's name. Raise ConfigurationError where it cannot be one."""
    name = folder.resolve().name
    try:
        return _TENANT.validate_python(name)
    except ValidationError:
        wanted = _NOT_NAME.sub("-", name.casefold()).strip("-") or "acme"
        raise ConfigurationError(
            f"{name!r} cannot be a tenant's name: small letters, digits and -, such as {wanted!r}"
        ) from None


def languages_of(written: str) -> tuple[str, ...]:
    """Read "en, de". Raise ConfigurationError."""
    found = tuple(dict.fromkeys(part for part in _BETWEEN.split(written.strip()) if part))
    for language in found:
        if not _LOCALE.fullmatch(language):
            raise ConfigurationError(f"{language!r} is not a language such as en, de or de-AT")
    if not found:
        raise ConfigurationError("name at least one language, such as en")
    return found


def zone_of(written: str) -> str:
    """A time zone's name, in whichever case. Raise ConfigurationError with the nearest."""
    known = available_timezones()
    folded = {zone.casefold(): zone for zone in known}
    zone = folded.get(written.strip().replace(" ", "_").casefold())
    if zone is None:
        cities = {name.rpartition("/")[2].casefold(): name for name in sorted(known)}
        city = cities.get(written.strip().replace(" ", "_").casefold())
        hint = f"; did you mean {city!r}?" if city else nearest(written, known)
        close = hint if "did you mean" in hint else ", such as Europe/Berlin"
        raise ConfigurationError(f"{written!r} is not a time zone{close}")
    return zone


def hours_of(written: str) -> dict[str, tuple[str, ...]]:
    """Read "mon-fri 9-12 13-18, sat 10-14"; "always" is no hours at all. Raise ConfigurationError.

    Days that are not named are closed.
    """
    if written.strip().casefold() in ALWAYS:
        return {}
    hours: dict[str, tuple[str, ...]] = {}
    days: str | None = None
    for part in _PARTS.split(written.strip()):
        first = _SPAN.search(part)
        named = part[: first.start()].strip(" :") if first else part.strip(" :")
        days = day_key_meant(named) if named else days
        spans = tuple(_span(match) for match in _SPAN.finditer(part))
        if days is None or not spans:
            raise ConfigurationError(
                f"{part!r} is not an opening time; write for example mon-fri 9-17, sat 10-14"
            )
        hours[days] = (*hours.get(days, ()), *spans)
    return hours


def _span(match: re.Match[str]) -> str:
    start, start_minute, start_half, end, end_minute, end_half = match.groups()
    opens = _clock(start, start_minute, start_half)
    closes = _clock(end, end_minute, end_half)
    if not opens < closes <= "24:00":
        raise ConfigurationError(f"{match.group()!r} ends before it begins")
    return f"{opens}-{closes}"


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    value = int(hour)
    if half:
        value = value % _NOON + (_NOON if half.casefold() == "pm" else 0)
    return f"{value:02}:{minute or '00'}"


def _values(tenant_id: str, answers: Answers) -> dict[str, str]:
    days = [f'  {days}: [{", ".join(f"{span!r}" for span in spans)}]' for days, spans in
            answers.hours.items()]  # fmt: skip
    return {
        "tenant": tenant_id,
        "business": answers.business,
        "bot": answers.bot,
        "locales": ", ".join(answers.languages),
        "zone": answers.zone,
        "hours": "\n".join(days).replace("'", '"') + ("\n" if days else ""),
        "hours_en": _told(answers.hours, "en"),
        "hours_de": _told(answers.hours, "de"),
    }


def _told(hours: Hours, language: str) -> str:
    """The hours as a sentence."""
    if not hours:
        return _ALWAYS_OPEN[language]
    parts = [
        f"{_named(days, language)} {' + '.join(spans)}".replace(" + ", ", ")
        for days, spans in hours.items()
    ]
    return f"{_OPEN[language]} {'; '.join(parts)}."


def _named(days: str, language: str) -> str:
    names = [_WEEKDAYS[language][DAYS.index(day)] for day in days.split("-")]
    return f" {_TO[language]} ".join(names)


def _target(source: Path, languages: Sequence[str]) -> str | None:
    """Where a file of the template goes; of those in several languages the first one's is taken."""
    name = source.as_posix()
    written = next((code for code in WRITTEN_IN if f".{code}." in name), None)
    if written is None:
        return name
    return name.replace(f".{written}.", ".") if written == _spoken(languages)[0] else None


def _spoken(languages: Iterable[str]) -> list[str]:
    """Those of the template's languages that are asked for; English where there is none."""
    wanted = dict.fromkeys(language.split("-")[0] for language in languages)
    return [code for code in wanted if code in WRITTEN_IN] or ["en"]


def _in(text: str, languages: Sequence[str]) -> str:
    """Without the languages that nobody asked for; those asked for under their own names."""
    names = {code: code for code in _spoken(languages)}
    for language in languages:
        code = language.split("-")[0]
        if code in names:
            names[code] = language
    return "".join(_kept_lines(text.splitlines(keepends=True), names))


def _kept_lines(lines: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    inside: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and indent > inside:
            continue
        inside = None
        found = _LANGUAGE_LINE.match(line)
        if found is None:
            yield line
        elif found[2] in names:
            yield line.replace(f"{found[2]}:", f"{names[found[2]]}:", 1)
        else:
            inside = indent


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda found: values.get(found[1], found[0]), text)
