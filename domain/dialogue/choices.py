"""The answer to a question with choices: offers, and "which of these do you mean?"."""

from collections.abc import Collection

from domain.bot.defaults import GENERAL, LEAVE_CALLBACK, LEAVE_TICKET
from domain.dialogue import handing_off, ratings
from domain.dialogue.draft import Draft
from domain.dialogue.hearing import Heard
from domain.dialogue.starting import start_flow
from domain.understanding.language import language_of
from domain.understanding.model import OpenQuestion
from domain.understanding.phrases import plain_key
from domain.understanding.preprocess import match_key

_HINTS = {
    "wait": ("wait", "waiting", "stay", "hold", "warten", "warte", "bleibe", "bleib"),
    "callback": (
        "call", "callback", "phone", "ring", "ruf", "ruft", "rueckruf", "anruf", "anrufen",
        "zurueckrufen", "zurueck", "telefon", "telefonisch", "calling",
    ),
    "ticket": (
        "ticket", "message", "email", "mail", "nachricht", "write", "schreiben", "schreibt",
        "emailen", "mailt",
    ),
    "none": ("none", "neither", "keins", "keines", "nichts"),
}  # fmt: skip
_CONTACT = {"callback": "phone", "ticket": "email"}
"""With this named, the offer is meant."""
_LEAVES = {"ticket": LEAVE_TICKET, "callback": LEAVE_CALLBACK}
_MOST_WORDS = 16
_NOT_SO = frozenset("not no never without nicht kein keine keinen nie ohne".split())  # noqa: SIM905
_ASKING = frozenset("what when how why which wann wie was warum wieso welche".split())  # noqa: SIM905


def take(draft: Draft, heard: Heard, question: OpenQuestion, meanings: tuple[str, ...]) -> bool:
    """Act on the choice that the message makes; False where it makes none."""
    meaning = _chosen(draft, heard, question, meanings)
    if meaning is None:
        return False
    _act(draft, heard, meaning)
    return True


def hinted(draft: Draft, heard: Heard, offers: Collection[str]) -> str | None:
    """The one offer that a message asks for in words of its own; None for none or several."""
    words = plain_key(heard.text, language_of(draft.state.locale)).split()
    if not words or len(words) > _MOST_WORDS or _NOT_SO & set(words) or words[0] in _ASKING:
        return None
    given = [offer for offer in offers if heard.entities(_CONTACT.get(offer, "none"))]
    meant = [offer for offer in offers if set(_HINTS.get(offer, ())) & set(words)]
    found = given if len(given) == 1 and set(meant) <= {*given, "wait"} else meant
    return found[0] if len(found) == 1 else None


def _chosen(
    draft: Draft, heard: Heard, question: OpenQuestion, meanings: tuple[str, ...]
) -> str | None:
    picked = {match_key(str(entity.value)) for entity in heard.entities("choice")}
    for choice, meaning in zip(question.choices, meanings, strict=False):
        if match_key(choice) in {heard.key, *picked}:
            return meaning
    if "human" in meanings and heard.yes_no is not None:
        return "human" if heard.yes_no else "no"
    if meanings[1:] == ("no",) and heard.yes_no is not None:
        return meanings[0] if heard.yes_no else "no"
    if (offer := hinted(draft, heard, meanings)) is not None:
        return offer
    named = f"flow:{heard.flow.name}" if heard.flow else ""
    return named if named in meanings and heard.wants(heard.intent or "") else None


def _act(draft: Draft, heard: Heard, meaning: str) -> None:
    kind, _, value = meaning.partition(":")
    match kind:
        case "human":
            handing_off.start(draft, GENERAL, "")
        case "flow" if value in draft.bot.flows:
            start_flow(draft, draft.bot.flows[value], heard)
        case "wait":
            draft.say("handoff_wait_on")
        case "ticket" | "callback":
            leave_contact(draft, kind, heard)
        case "csat":
            ratings.take(draft, int(value))
        case _:
            draft.say("human_declined")


def leave_contact(draft: Draft, kind: str, heard: Heard) -> None:
    """Take down how to reach the customer, with what they say of it already.

    One ticket for one handoff: the run's id, and so the key, comes from the handoff's.
    """
    handoff_id = draft.state.handoff_id
    own = handoff_id.removeprefix(f"{draft.state.name}.") if handoff_id else None
    run_id = f"{own}.{kind}" if own else None
    start_flow(draft, draft.bot.flows[_LEAVES[kind]], heard, run_id=run_id)
