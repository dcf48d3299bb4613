"""A small shop in German and English whose customers may cancel orders: a flow of its own."""

from functools import lru_cache

from domain.bot.model import Bot
from tests.unit.domain.bots import a_bot

FILES = {
    "tenant.yaml": "tenant: laden\nbranding: {name: Uli, locales: [de, en]}\n",
    "intents.yaml": """
intents:
  return_item:
    en: [I want to return an item, return an item, send something back, refund please, a refund]
    de: [ich möchte etwas zurückgeben, Rückgabe, Artikel zurückschicken, Erstattung bitte]
  cancel_order:
    en: [cancel my order, I want to cancel order A100001, cancel an order, call off my order]
    de: [Bestellung stornieren, storniere Bestellung A100001, ich will den Kauf widerrufen]
  track_order:
    en: [where is my order, track my package, order status please, has it shipped]
    de: [wo ist meine Bestellung, Paket verfolgen, wann kommt mein Paket]
""",
    "slots.yaml": """
order_id: {type: string, pattern: "^A[0-9]{6}$", ask: ask_order}
reason: {type: enum, values: {broken: [kaputt, defekt], other: [anderes]}, ask: ask_reason}
sure: {type: bool, ask: ask_sure}
really: {type: bool, ask: ask_really}
""",
    "tools.yaml": """
refund:
  http: {method: POST, url: "https://shop.example/refunds"}
  in: [order_id]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:refund"
call_off:
  http: {method: POST, url: "https://shop.example/cancellations"}
  in: [order_id]
  effect: irreversible
  requires: anyone
  idempotency: "{flow_run}:cancel"
status: {http: {method: GET, url: "https://shop.example/orders"}, in: [order_id], requires: anyone}
""",
    "flows/shop.yaml": """
return_item:
  when: return_item
  title: {en: Return an item, de: Artikel zurückgeben}
  about: {en: your return, de: deine Rückgabe}
  steps:
    - collect: order_id
    - collect: reason
    - collect: sure
      if_false: {end: nothing}
    - call: refund
    - say: done
cancel_order:
  when: cancel_order
  title: {en: Cancel an order, de: Bestellung stornieren}
  about: {en: your cancellation, de: deine Stornierung}
  steps:
    - collect: order_id
    - collect: really
      if_false: {end: nothing}
    - call: call_off
    - say: done
track_order:
  when: track_order
  title: {en: Track an order, de: Bestellung verfolgen}
  about: {en: your order, de: deine Bestellung}
  steps: [{collect: order_id}, {call: status}, {say: done}]
""",
    "responses.yaml": """
ask_order: {text: {en: Which order?, de: Welche Bestellung?}}
ask_reason: {text: {en: Why?, de: Warum?}}
ask_sure: {text: {en: "Shall I refund {order_id}?", de: "Soll ich {order_id} erstatten?"}}
ask_really:
  text:
    en: "Shall I cancel order {order_id}?"
    de: "Soll ich die Bestellung {order_id} wirklich stornieren?"
done: {text: {en: Done., de: Erledigt.}}
nothing: {text: {en: Nothing changed., de: Nichts geändert.}}
""",
}


@lru_cache(maxsize=1)
def shop_bot() -> Bot:
    return a_bot(FILES)
