"""Lines of a transcript as people read it: who spoke and when, what was said, which files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from api.file_links import ELSEWHERE, FileLinks
from domain.dialogue.text.formatting import clock, day
from domain.files import file_id_in
from domain.messages import Attachment, Role, TranscriptMessage
from domain.understanding.language.registry import LANGUAGES, by_language

_NAMES: Final = (
    "TITLE", "YOU", "CUSTOMER", "COLLEAGUE", "BOT", "ZONE", "LINKS_END", "SHORTENED", "FILE",
    "KEPT_ELSEWHERE", "EMPTY",
)  # fmt: skip
_TABLES: Final[Mapping[str, Mapping[str, Any]]] = {
    name: by_language("transcript", name) for name in _NAMES
}
_KILO: Final = 1024


@dataclass(frozen=True)
class LinkedFile:
    """A file, and where to have it: "" where that is not known here."""

    name: str
    size: str
    address: str


@dataclass(frozen=True)
class TranscriptLine:
    """One message."""

    role: Role
    speaker: str
    day: str
    time: str
    moment: str
    """ISO 8601."""
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    """Of a form that was filled in: labels and what was written. Then `text` is empty."""
    files: tuple[LinkedFile, ...] = ()


@dataclass(frozen=True)
class TranscriptReader:
    """Whom it is for, which decides on names, language, times and links."""

    tenant_id: str
    bot: str
    locale: str
    zone: tzinfo
    is_customer: bool
    links: FileLinks
    home: str
    """The gateway's address as the reader knows it, without a slash at its end."""

    def word(self, name: str) -> str:
        """A word or sentence in the reader's language."""
        language = self.locale.partition("-")[0].casefold()
        table = _TABLES[name]
        return str(table.get(language, table[LANGUAGES[0]]))

    def lines(self, said: Sequence[TranscriptMessage]) -> tuple[TranscriptLine, ...]:
        """In order. A message that says nothing is left out: it was taken back."""
        befores = (None, *said)
        return tuple(
            self._line(message, before)
            for message, before in zip(said, befores, strict=False)
            if message.text or message.attachments
        )

    def day_of(self, moment: datetime) -> str:
        return day(moment.astimezone(self.zone).date(), self.locale)

    @property
    def links_end(self) -> str:
        """The day until which links work."""
        return self.day_of(datetime.now(UTC) + ELSEWHERE)

    def _line(self, message: TranscriptMessage, before: TranscriptMessage | None) -> TranscriptLine:
        local = message.at.astimezone(self.zone)
        form = before.form if before and message.role is Role.CUSTOMER else None
        answers = form.answers_in(message.text) if form else ()
        return TranscriptLine(
            role=message.role,
            speaker=self._speaker(message),
            day=day(local.date(), self.locale),
            time=clock(f"{local:%H:%M}", self.locale),
            moment=local.isoformat(timespec="seconds"),
            text="" if answers else message.text,
            answers=answers,
            files=tuple(self._file(each) for each in message.attachments),
        )

    def _speaker(self, message: TranscriptMessage) -> str:
        match message.role:
            case Role.CUSTOMER:
                return self.word("YOU" if self.is_customer else "CUSTOMER")
            case Role.HUMAN_AGENT:
                return message.sent_by or self.word("COLLEAGUE")
        return f"{self.bot} ({self.word('BOT')})"

    def _file(self, attachment: Attachment) -> LinkedFile:
        file_id = file_id_in(attachment)
        address = attachment.url or ""
        if file_id is not None:
            address = self.home + self.links.path(self.tenant_id, file_id, ELSEWHERE)
        return LinkedFile(attachment.name, _size(attachment.size), address)


def _size(size: int) -> str:
    if size < _KILO * _KILO:
        return f"{max(1, round(size / _KILO))} kB"
    return f"{size / _KILO / _KILO:.1f} MB"
