"""Migration of an open dialogue to another revision of its bot."""

import pytest

from domain.bot.model import Bot
from domain.dialogue.migration import obstacles
from domain.dialogue.state import DialogueState, DoneWrite, FlowFrame, Waiting
from domain.understanding.model import OpenQuestion
from tests.unit.domain.bots import a_bot

INTENTS = "intents:\n  book: {en: [book a room, reserve a room, I need a room, a room please]}\n"
SLOTS = """
arrival: {type: date, ask: ask_arrival}
room: {type: enum, values: [red, blue], ask: ask_room}
"""
TOOLS = """
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
"""
FLOWS = """
book:
  when: book
  title: Book a room
  steps:
    - {id: arrival, collect: arrival}
    - {id: room, collect: room}
    - {id: stay, approve: stay, by: "role:supervisor", show: [room]}
    - {id: hold, call: hold_room}
    - {id: booked, say: booked}
"""
SWAPPED = FLOWS.replace("arrival, collect: arrival", "arrival, collect: room").replace(
    "room, collect: room", "room, collect: arrival"
)
RESPONSES = """
ask_arrival: {en: "When will you arrive?"}
ask_room: {en: "Which room?"}
booked: {en: "Booked."}
"""


def bot(flows: str = FLOWS, slots: str = SLOTS, tools: str = TOOLS) -> Bot:
    return a_bot(
        {
            "intents.yaml": INTENTS,
            "slots.yaml": slots,
            "tools.yaml": tools,
            "flows/hotel.yaml": flows,
            "responses.yaml": RESPONSES,
        }
    )


def standing_at(step: str, waiting: Waiting | None = None, **slots: str) -> DialogueState:
    return DialogueState(
        stack=(FlowFrame(flow="book", run="s1.1", path=(step,), waiting=waiting),), slots=slots
    )


ASKED_FOR_ROOM = standing_at("room", Waiting(on="slot", ref="room"), arrival="2026-12-01")


@pytest.mark.parametrize(
    "new",
    [
        bot(),
        bot(FLOWS.replace("Book a room", "Reserve a room")),
        bot(FLOWS + "    - {id: bye, say: booked}\n"),
        bot(FLOWS.replace("    - {id: room,", "    - {id: hello, say: booked}\n    - {id: room,")),
        bot(slots=SLOTS.replace("[red, blue]", "[red, blue, green]")),
    ],
    ids=["itself", "other words", "a step ahead", "a sentence behind", "one more value"],
)
def test_what_leaves_the_place_alone_is_no_obstacle(new: Bot) -> None:
    """Words, and what lies ahead, are free to change."""
    assert obstacles(bot(), new, ASKED_FOR_ROOM) == ()


def test_a_conversation_outside_of_any_flow_can_always_go_on() -> None:
    """Nothing of the old revision is remembered."""
    assert obstacles(bot(), bot(FLOWS.replace("book:", "stay:", 1)), DialogueState()) == ()


@pytest.mark.parametrize(
    ("new", "state", "reason"),
    [
        (bot(FLOWS.replace("book:", "stay:", 1)), ASKED_FOR_ROOM, "the flow book is gone"),
        (
            bot(FLOWS.replace("id: room,", "id: which_room,")),
            ASKED_FOR_ROOM,
            "the flow book stands at room (collect room), a step that is gone",
        ),
        (
            bot(SWAPPED),
            ASKED_FOR_ROOM,
            "the step room of book was room (collect room) and is now room (collect arrival)",
        ),
        (
            bot(FLOWS.replace("when: book", "when: book\n  requires: verified_customer")),
            ASKED_FOR_ROOM,
            "the flow book now requires verified_customer",
        ),
        (
            bot(slots=SLOTS.replace("[red, blue]", "[blue, green]")),
            standing_at("hold", room="red"),
            "what the slot room holds is no longer allowed",
        ),
        (
            bot(FLOWS.replace("show: [room]", "show: [arrival]")),
            standing_at("stay", Waiting(on="approval", ref="a-1")),
            "the step stay of book waits for an approval whose content would change",
        ),
    ],
    ids=["flow", "step", "verb", "requires", "value", "approval"],
)
def test_what_would_break_is_named(new: Bot, state: DialogueState, reason: str) -> None:
    """An operator reads which thing changed, in the words of the bot's files."""
    assert obstacles(bot(), new, state) == (reason,)


def test_an_approval_that_is_new_must_not_have_been_passed() -> None:
    """Who already stands behind it would never be asked."""
    without = bot(
        FLOWS.replace('    - {id: stay, approve: stay, by: "role:supervisor", show: [room]}\n', "")
    )

    assert obstacles(without, bot(), standing_at("hold")) == (
        "the flow book has passed stay (approve stay), a step that is new",
    )


def test_a_write_must_still_be_undoable() -> None:
    """A parked flow that is cancelled later takes back what it did."""
    done = DoneWrite(tool="hold_room", undo="release_room")
    parked = FlowFrame(
        flow="book", run="s1.1", path=("booked",), done=(done,), waiting=Waiting(on="turn")
    )
    tools = TOOLS[: TOOLS.index("release_room:\n")].replace("  undo: release_room\n", "")

    assert obstacles(bot(), bot(tools=tools), DialogueState(parked=(parked,))) == (
        "hold_room was called by book; its undo release_room is gone",
    )


def test_an_open_question_must_keep_its_meaning() -> None:
    """The customer's "the first one" may come next week."""
    state = DialogueState(question=OpenQuestion(choices=("Book",)), meanings=("flow:book",))

    assert obstacles(bot(), bot(FLOWS.replace("book:", "stay:", 1)), state) == (
        "the customer was offered book, a flow that is gone",
    )
