"""A small practice: free times out of a tool, a doctor, a note that may be left out."""

from functools import lru_cache
from typing import Any

from domain.bot.model import Bot
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk

FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  book: {en: [book a visit, I need an appointment, make an appointment, see a doctor, a date]}
  hours: {en: [opening hours, when are you open, are you open, hours, open today]}
""",
    "slots.yaml": """
start: {type: string, ask: ask_start, attempts: 3}
doctor: {type: string, ask: ask_doctor}
note: {type: string, ask: ask_note, optional: true}
insured: {type: bool, ask: ask_insured, optional: true}
sure: {type: bool, ask: ask_sure}
""",
    "tools.yaml": """
find_times:
  http: {method: GET, url: "https://clinic.example/times"}
  returns: free
list_doctors:
  http: {method: GET, url: "https://clinic.example/doctors"}
  returns: doctors
book_visit:
  http: {method: POST, url: "https://clinic.example/visits"}
  in: [start, doctor, note, insured]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:visit"
  returns: visit
""",
    "flows/clinic.yaml": """
book:
  when: book
  title: Book a visit
  about: your visit
  steps:
    - call: find_times
    - collect: start
      buttons:
        from: free.times
        label: {en: "{item.day} at {item.clock}", de: "{item.day} um {item.clock}"}
        value: "{item.start}"
        most: 3
        only: true
      on_failure: {say: none_left, continue: true}
    - call: list_doctors
    - collect: doctor
      buttons: {from: tool.list_doctors, label: "{item}"}
    - collect: note
    - collect: insured
    - {say: noted, when: note}
    - {say: nothing_noted, when: not note}
    - collect: sure
      if_false: {end: bye}
    - call: book_visit
    - say: booked
hours:
  when: hours
  title: Opening hours
  steps: [{say: hours}]
""",
    "responses.yaml": """
ask_start: Which time suits you?
ask_doctor: Whom would you like to see?
ask_note: Anything the doctor should know?
ask_insured: Are you insured with us?
ask_sure: Shall I book {start}?
none_left: There is nothing free.
noted: "Noted: {note}"
nothing_noted: No note.
booked: Booked for {start}.
bye: As you like.
hours: We are open from nine to five.
""",
}
TIMES: dict[str, Any] = {
    "times": [
        {"day": "Mon 30 Nov", "clock": "09:00", "start": "2026-11-30T09:00", "room": {"no": 1}},
        {"day": "Mon 30 Nov", "clock": "10:00", "start": "2026-11-30T10:00"},
        {"day": "Mon 30 Nov", "clock": "14:30", "start": "2026-11-30T14:30"},
        {"day": "Tue 1 Dec", "clock": "10:00", "start": "2026-12-01T10:00"},
        {"day": "Tue 1 Dec", "clock": "16:00", "start": "2026-12-01T16:00"},
    ]
}
DOCTORS: dict[str, Any] = {"items": ["Dr Ada Miller", "Dr Bob Stone"]}


@lru_cache(maxsize=1)
def clinic() -> Bot:
    return a_bot(FILES)


def offered_times(times: dict[str, Any] = TIMES, *, locale: str = "en") -> Talk:
    """Up to the question for the time."""
    talk = Talk(clinic(), locale=locale)
    talk.says("Hi", "book")
    talk.succeeds(times)
    return talk


def asked_for_note() -> Talk:
    talk = offered_times()
    talk.says("the first one")
    talk.succeeds(DOCTORS)
    talk.says("Dr Bob Stone")
    return talk
