"""A bot that asks for one value of each type, in English and German, to try what people answer."""

from functools import lru_cache

from domain.bot.model import Bot
from domain.dialogue.commands import Say
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk

SLOTS = {
    "order": '{type: string, pattern: "^A[0-9]{6}$", ask: ask}',
    "day": "{type: date, ask: ask}",
    "future_day": '{type: date, ask: ask, after: today, before: "+90d"}',
    "hour": "{type: time, ask: ask}",
    "person": "{type: name, ask: ask}",
    "count": "{type: integer, ask: ask}",
    "size": "{type: enum, ask: ask, values: {xl: [extra large], l: [large], s: [small, klein]}}",
    "city": "{type: enum, ask: ask, values: {new_york: [], york: [], bath: []}}",
    "mail": "{type: email, ask: ask, invalid: no_mail}",
    "phone": "{type: phone, ask: ask}",
    "text": "{type: string, ask: ask}",
}
RESPONSES = "ask: Please say.\nask_note: A note?\nno_mail: No mail.\ndone: Done.\n"
FLOW = """go:
  when: go
  steps: [{{collect: {slot}}}, {{collect: note}}, {{say: done}}]
"""


@lru_cache(maxsize=16)
def probe_bot(slot: str, tenant: str = "") -> Bot:
    """The flow `go` asks for this slot, and then for a note."""
    slots = "\n".join(f"{name}: {body}" for name, body in SLOTS.items())
    return a_bot(
        {
            "tenant.yaml": f"tenant: probe\nbranding: {{name: P, locales: [en, de]}}\n{tenant}",
            "intents.yaml": "intents: {go: [let us go, go on, go please, begin, start it]}",
            "slots.yaml": f"{slots}\nnote: {{type: string, ask: ask_note}}\n",
            "responses.yaml": RESPONSES,
            "flows/go.yaml": FLOW.format(slot=slot),
        }
    )


def asked_for(slot: str, locale: str = "en", tenant: str = "") -> Talk:
    """A conversation in which this slot has just been asked for."""
    talk = Talk(probe_bot(slot, tenant), locale=locale)
    talk.says("go", "go")
    return talk


def said(talk: Talk) -> list[str]:
    """The responses said last, by name."""
    return [str(c.reply.response) for c in talk.commands if isinstance(c, Say)]


def offered(talk: Talk) -> tuple[str, ...]:
    """The quick replies under what was said last."""
    replies = [c.reply.quick_replies for c in talk.commands if isinstance(c, Say)]
    return replies[-1] if replies else ()
