"""A practice's conversations, played as its author would: booked, reminded, cancelled, at night."""

from typing import Any

import jsonschema
import pytest

from domain.bot.model import Bot
from duralogue.bot_tests.runner import WentWrong, play
from duralogue.bot_tests.script import SCRIPTS
from duralogue.schemas import schemas
from infra.bot_files.yaml_files import read_yaml
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.dentist import FILES, dentist
from tests.unit.duralogue.literal_understanding import literal_understanding

BOOKED = """
    - customer: I need the dentist
    - bot: ask_date
    - customer: "2026-12-04"
    - bot: ask_time
    - customer: "14:30"
    - {tool: book, with: {visit_time: "14:30"}, answers: {id: v-1}}
    - bot: booked
"""
DAY = f"""
reminded_the_day_before:
  at: 2026-11-23T10:00:00+01:00
  talk:
{BOOKED}
    - until: 2026-12-03T14:29:00+01:00
    - phase: active
    - wait: 1m
    - bot: [reminder, ask_coming]
    - customer: "yes"
    - bot: see_you

cancelled_by_name_while_the_reminder_waits:
  at: 2026-11-23T10:00:00+01:00
  talk:
{BOOKED}
    - wait: 7d
    - customer: I cannot come
    - bot: visit_cancelled
    - until: 2026-12-03T14:00:00+01:00
    - bot: [nudge, close]
    - wait: 5d

a_bare_cancel_is_asked_about:
  at: 2026-11-23T10:00:00+01:00
  talk:
{BOOKED}
    - {{customer: cancel, intent: cancel}}
    - bot: ask_call_off
    - customer: "yes"
    - bot: [cancelled, taking_back]
    - {{tool: cancel, with: {{id: v-1}}, answers: {{}}}}
    - bot: taken_back

an_emergency_at_night_reaches_a_person:
  at: 2026-11-24T03:00:00+01:00
  talk:
    - customer: it hurts
    - bot: [back_later, handoff_waiting]
    - handoff: emergency
    - {{human: claims, phase: with_human}}

nobody_is_nagged:
  at: 2026-11-23T10:00:00+01:00
  talk:
    - {{customer: a human, intent: talk_to_human}}
    - bot: handoff_waiting
    - wait: 3d
    - bot: [handoff_nobody, handoff_nobody, handoff_nobody_last]
    - phase: waiting_for_human
"""
SCRIPTS_OF_THE_DAY = SCRIPTS.validate_python(getattr(read_yaml("tests/day.yaml", DAY), "data", {}))


@pytest.fixture
def bot() -> Bot:
    return dentist()


@pytest.mark.parametrize("name", SCRIPTS_OF_THE_DAY)
async def test_the_day_goes_as_written(bot: Bot, name: str) -> None:
    """Days are skipped; what falls due on the way happens."""
    await play(bot, SCRIPTS_OF_THE_DAY[name], literal_understanding(bot))


async def test_a_clock_that_would_go_back_is_a_mistake(bot: Bot) -> None:
    """Of the script's author, at its line."""
    script = SCRIPTS.validate_python(
        {"back": {"talk": [{"customer": "it hurts"}, {"until": "2026-01-01T00:00:00Z"}]}}
    )["back"]
    with pytest.raises(WentWrong):
        await play(bot, script, literal_understanding(bot))


@pytest.mark.parametrize(
    ("name", "file"),
    [("tenant.yaml",) * 2, ("flows/*.yaml", "flows/visits.yaml"), ("handoff.yaml",) * 2],
)
def test_editors_know_how_waits_and_hours_are_written(name: str, file: str) -> None:
    """Short forms included: `wait: 2h`, `call_off: book_visit`, `hours: always`."""
    data: Any = getattr(read_yaml(file, FILES[file]), "data", None)
    if file.startswith("flows"):
        data["remind_me"]["steps"] += [{"wait": "2h"}, {"call_off": "book_visit"}]
    jsonschema.validate(data, schemas()[name])


def test_two_hours_from_now_is_a_short_form() -> None:
    """`wait: 2h`."""
    flow = FILES["flows/visits.yaml"].replace('"{visit_date} {visit_time} - 1d"', "2h")
    bot = a_bot(FILES | {"flows/visits.yaml": flow})
    [wait] = [step.wait for step in bot.flows["book_visit"].steps if step.wait]

    assert wait.until == "now + 2h"
