"""A small bot with what the example shop's has not: undo, branches, dates, numbers, free text."""

from functools import lru_cache

from domain.bot.model import Bot
from tests.unit.domain.bots import a_bot

FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  book: {en: [book a room, reserve a room, I need a room, get me a room, a room please]}
  colours: {en: [which colours, colours please, what colours are there, colour, hues]}
  profile: {en: [my profile, show my profile, account, my account, who am I]}
""",
    "slots.yaml": """
guest: {type: string, ask: ask_guest}
arrival: {type: date, ask: ask_arrival}
beds: {type: integer, ask: ask_beds, attempts: 2}
room: {type: enum, values: [red, blue], ask: ask_room}
sure: {type: bool, ask: ask_sure}
price: {type: money, source: tool}
""",
    "tools.yaml": """
quote_room:
  http: {method: GET, url: "https://hotel.example/quote"}
  in: [arrival, beds]
  returns: quote
hold_room:
  http: {method: POST, url: "https://hotel.example/holds"}
  in: [arrival, room]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:hold"
  undo: release_room
  returns: hold
release_room:
  http: {method: POST, url: "https://hotel.example/releases"}
  in: {label: hold.label_id}
  effect: write
  requires: anyone
charge_guest:
  http: {method: POST, url: "https://hotel.example/charges"}
  in: {guest: guest, amount: price.amount}
  effect: irreversible
  requires: anyone
  idempotency: "{flow_run}:charge"
""",
    "flows/hotel.yaml": """
book:
  when: book
  title: Book a room
  about: your room
  steps:
    - collect: arrival
    - collect: beds
    - call: quote_room
      set: {price: quote.total}
      on_refused: {say: full, retry: arrival}
    - collect: room
    - collect: guest
    - collect: sure
      if_false: {end: as_you_like}
    - approve: stay
      when: price >= 100
      by: role:supervisor
      show: [price, guest]
    - call: hold_room
    - branch:
        - {when: "room = 'red' and not (beds > 3)", steps: [{say: lucky}]}
        - {when: else, steps: [{say: as_you_like}, {handoff: general}]}
    - call: charge_guest
    - say: booked
colours:
  when: colours
  title: Colours
  steps:
    - answer: true
      on_failure: {say: as_you_like, continue: true}
    - say: booked
profile:
  when: profile
  requires: verified_customer
  steps: [{say: lucky}]
""",
    "responses.yaml": """
ask_guest: Who is coming?
ask_arrival: When?
ask_beds: How many beds?
ask_room: {text: Which one?, quick_replies: [red, blue]}
ask_sure: "{room} for {price}, sure?"
full: Full then.
as_you_like: As you like.
lucky: "Lucky {customer.name}!"
booked: Booked.
""",
}


@lru_cache(maxsize=1)
def small_bot() -> Bot:
    return a_bot(FILES)
