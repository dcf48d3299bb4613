"""Tables of questions and answers (CSV): each row is a section under its question."""

import csv
import io
from collections.abc import Iterator, Sequence

from domain.errors import ConfigurationError
from domain.sections import SectionBuilder

MOST_ROWS = 10_000
_LONGEST_CELL = 20_000
_DELIMITERS = ",;\t|"
_HEAD_WITHIN = 4_000
_QUESTIONS = frozenset({"question", "questions", "q", "frage", "fragen", "f"})
_ANSWERS = frozenset({"answer", "answers", "a", "antwort", "antworten"})
_TOPICS = frozenset({"topic", "category", "section", "thema", "kategorie", "bereich", "rubrik"})
_LEFT_OUT_SAID = 3


def has_question_columns(text: str) -> bool:
    """Whether the first line names a column of questions and one of answers."""
    return _dialect(text) is not None


def read_questions(text: str) -> tuple[SectionBuilder, list[str]]:
    """The sections, and what was left out in sentences. Raise ConfigurationError."""
    delimiter = _dialect(text)
    if delimiter is None:
        raise ConfigurationError("a table needs the columns question and answer")
    notices: list[str] = []
    built = SectionBuilder()
    rows = _rows(text.lstrip("\ufeff\r\n "), delimiter)
    head = [_name(cell) for cell in next(rows, [])]
    question, answer, topic = _column(head, _QUESTIONS), _column(head, _ANSWERS), None
    if _TOPICS & set(head):
        topic = _column(head, _TOPICS)
    left_out = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise ConfigurationError(f"a table has at most {MOST_ROWS:,} rows; split this one")
        asked, said = _cell(row, question), _cell(row, answer)
        if not (asked and said):
            left_out += [number] if any(cell.strip() for cell in row) else []
            continue
        about = _cell(row, topic) if topic is not None else ""
        built.close(1)
        if about:
            built.open(1, about)
        built.open(2, asked)
        for paragraph in said.splitlines():
            built.add(" ".join(paragraph.split()))
    if left_out:
        first = ", ".join(map(str, left_out[:_LEFT_OUT_SAID]))
        more = " …" if len(left_out) > _LEFT_OUT_SAID else ""
        notices.append(f"rows without a question or an answer are left out: {first}{more}")
    if not built.has_text():
        raise ConfigurationError("no row of the table has a question and an answer")
    return built, notices


def _dialect(text: str) -> str | None:
    line = text[:_HEAD_WITHIN].lstrip("\ufeff\r\n ").split("\n", 1)[0]
    for delimiter in _DELIMITERS:
        cells = {_name(cell) for cell in line.rstrip("\r").split(delimiter)}
        if cells & _QUESTIONS and cells & _ANSWERS:
            return delimiter
    return None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise ConfigurationError(
            f"a cell has more than {_LONGEST_CELL:,} characters, or its quotation mark never ends"
        ) from error


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def _column(head: Sequence[str], names: frozenset[str]) -> int:
    return next(place for place, name in enumerate(head) if name in names)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
