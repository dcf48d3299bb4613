"""A shop for crockery whose orders are lists of things, and whose deliveries are journeys."""

from functools import lru_cache

from domain.bot.model import Bot
from domain.dialogue.commands import Say
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk

SLOTS = """
thing:
  type: enum
  values: {mug: [cup, tasse, becher], plate: [dish, teller], bowl: [schale, schüssel]}
quantity: {type: integer}
colour: {type: enum, values: {blue: [blau], red: [rot], white: [weiß]}}
wanted:
  type: composite
  parts:
    thing: thing
    quantity: {slot: quantity, default: 1}
    colour: {slot: colour, ask: ask_colour}
  several: true
  most: 4
  label: {en: "{quantity} {colour} {thing}", de: "{quantity} {thing} in {colour}"}
  ask: ask_wanted
city: {type: enum, ask: ask_city, values: {berlin: [], hamburg: [], munich: [münchen]}}
day: {type: date, on_or_after: today}
journey:
  type: composite
  parts:
    from: {slot: city, said_after: [from, von, ab], ask: ask_from}
    to: {slot: city, said_after: [to, nach], ask: ask_to}
    day: {slot: day, ask: ask_day}
  ask: ask_journey
sure: {type: bool, ask: ask_sure}
agreed: {type: bool, ask: ask_agreed}
"""
FILES = {
    "tenant.yaml": "tenant: crockery\nbranding: {name: Crockery, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  buy: {en: [I want to buy something, order crockery, buy mugs, a new order, shop]}
  move: {en: [move my things, a removal, I am moving, book a move, transport]}
""",
    "slots.yaml": SLOTS,
    "tools.yaml": """
place_order:
  http: {method: POST, url: "https://crockery.example/orders"}
  in: {items: wanted}
  effect: write
  requires: anyone
  idempotency: "{flow_run}:order"
  returns: placed
""",
    "flows/crockery.yaml": """
buy:
  when: buy
  title: Buy crockery
  about: your order
  steps:
    - collect: wanted
    - collect: sure
      if_false: {end: as_you_like}
    - call: place_order
    - say: ordered
move:
  when: move
  title: Move
  about: your move
  steps:
    - collect: journey
    - collect: city
    - collect: agreed
    - say: moved
""",
    "responses.yaml": """
ask_wanted: {en: What would you like?, de: Was darf es sein?}
ask_colour:
  en: Which colour should the {item.thing} be?
  de: "Welche Farbe für {item.thing}?"
ask_city: {en: Where do you pay?, de: Wo zahlst du?}
ask_from: {en: From where?, de: Von wo?}
ask_to: {en: Where to?, de: Wohin?}
ask_day: {en: When?, de: Wann?}
ask_journey: {en: From where to where?, de: Von wo nach wo?}
ask_sure: {en: "{wanted}, right?", de: "{wanted}, richtig?"}
as_you_like: {en: As you like., de: Wie du willst.}
ordered: {en: "Ordered: {wanted}.", de: "Bestellt: {wanted}."}
ask_agreed: {en: "{journey.from} to {journey.to}: {journey}?", de: "{journey}?"}
moved: {en: Done., de: Erledigt.}
value_mug: {en: mug, de: Tasse}
value_plate: {en: plate, de: Teller}
value_bowl: {en: bowl, de: Schale}
value_blue: {en: blue, de: Blau}
value_red: {en: red, de: Rot}
value_white: {en: white, de: Weiß}
""",
}


@lru_cache(maxsize=1)
def crockery() -> Bot:
    return a_bot(FILES)


def buying(*texts: str, locale: str = "en") -> Talk:
    """What is said one after the other, the first with the wish to buy."""
    talk = Talk(crockery(), locale=locale)
    for at, text in enumerate(texts):
        talk.says(text, "buy" if at == 0 else None)
    return talk


def moving(*texts: str, locale: str = "en") -> Talk:
    talk = Talk(crockery(), locale=locale)
    for at, text in enumerate(texts):
        talk.says(text, "move" if at == 0 else None)
    return talk


def said(talk: Talk) -> str:
    """All that was said last, as one text."""
    return " ".join(command.reply.text for command in talk.commands if isinstance(command, Say))


def written(talk: Talk, slot: str = "wanted") -> str:
    """A list as "2 mug blue, 1 plate": whatever is missing is left out."""
    value = talk.state.slots.get(slot) or []
    things = value if isinstance(value, list) else [value]
    order = ("quantity", "thing", "colour") if slot == "wanted" else ("from", "to", "day")
    return ", ".join(" ".join(str(one[k]) for k in order if k in one) for one in things)
