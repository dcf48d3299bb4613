"""A small practice: visits are booked, reminded of the day before, moved and cancelled."""

from datetime import timedelta
from functools import lru_cache

from domain.bot.model import Bot
from domain.dialogue.commands import WaitUntil
from domain.dialogue.events import MomentReached
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk

FRIDAY = "2026-12-04"

FILES = {
    "tenant.yaml": """
tenant: molar
branding: {name: Molar, locales: [en, de]}
business_hours: {tz: Europe/Berlin, mon-fri: ["08:00-18:00"]}
queues:
  emergency: {hours: always}
  letters: {hours: {mon: ["10:00-12:00"]}}
""",
    "intents.yaml": """
intents:
  book_visit: {en: [book a visit, an appointment please, I need the dentist, see me, checkup]}
  cancel_visit: {en: [cancel my visit, I cannot come, no visit, call it off, not coming]}
  remind_me: {en: [remind me, send me a reminder, do not let me forget, remember it, note it]}
  emergency: {en: [it hurts, I lost a tooth, emergency, terrible pain, bleeding]}
  hours: {en: [are you open, opening hours, when do you open, hours, open today]}
""",
    "slots.yaml": """
visit_date: {type: date, ask: ask_date}
visit_time: {type: string, pattern: "[0-9]{1,2}:[0-9]{2}", ask: ask_time}
coming: {type: bool, ask: ask_coming}
visit_id: {type: string, source: tool, keep: true}
""",
    "tools.yaml": """
book:
  http: {method: POST, url: "https://molar.example/visits"}
  in: [visit_date, visit_time]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:visit"
  undo: cancel
  returns: visit
  about: the visit
cancel:
  http: {method: POST, url: "https://molar.example/cancel"}
  in: {id: visit.id}
  effect: write
  requires: anyone
""",
    "flows/visits.yaml": """
book_visit:
  when: book_visit
  about: your visit
  steps:
    - collect: visit_date
    - collect: visit_time
    - call: book
      set: {visit_id: visit.id}
    - say: booked
    - wait: "{visit_date} {visit_time} - 1d"
      if_past: end
    - say: reminder
    - collect: coming
      if_false: {end: pity}
    - say: see_you
cancel_visit:
  when: cancel_visit
  steps:
    - call_off: {flow: book_visit, same: [visit_id]}
    - say: visit_cancelled
remind_me:
  when: remind_me
  about: your reminder
  steps:
    - collect: visit_date
    - wait: {until: "{visit_date} 18:00 - 1d", zone: "{customer.zone}"}
      if_past: {end: too_late}
    - say: reminder
emergency:
  when: emergency
  steps:
    - branch:
        - {when: open_now, steps: [{say: come_in}]}
        - {when: else, steps: [{say: back_later}]}
    - handoff: emergency
hours:
  when: hours
  steps:
    - branch:
        - {when: 'open_now("letters")', steps: [{say: come_in}]}
        - {when: "not open_now.emergency", steps: [{say: pity}]}
        - {when: else, steps: [{say: back_later}]}
""",
    "responses.yaml": """
ask_date: Which day?
ask_time: At what time?
ask_coming: Will you come?
booked: Booked for {visit_date} at {visit_time}.
reminder: "A reminder: {visit_date}."
see_you: See you!
pity: What a pity.
too_late: That is too soon for a reminder.
visit_cancelled: Your visit is cancelled.
come_in: Come in.
back_later: "We are back {opens}, the office {opens.letters}."
""",
    "handoff.yaml": """
general: {queue: support, first_reply: 5m business, nobody: {after: 2m, offer: [wait, callback]}}
emergency: {queue: emergency, first_reply: 2m business}
""",
}


@lru_cache(maxsize=1)
def dentist() -> Bot:
    return a_bot(FILES)


def a_visit(talk: Talk | None = None, day: str = FRIDAY, number: str = "v-1") -> Talk:
    talk = talk or Talk(dentist())
    talk.says("I need an appointment", "book_visit")
    talk.says(day)
    talk.says("14:30")
    talk.succeeds({"id": number})
    return talk


def wait_of(talk: Talk) -> WaitUntil:
    [wait] = [c for c in talk.commands if isinstance(c, WaitUntil)]
    return wait


def the_moment_comes(talk: Talk, wait: WaitUntil, late: timedelta = timedelta()) -> None:
    talk.at = wait.at + late
    talk.happens(MomentReached(at=talk.at, wait_id=wait.wait_id))
