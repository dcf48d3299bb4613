"""A server asks something in the middle of a call: the customer answers, and the call goes on."""

from datetime import timedelta
from functools import lru_cache

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import AwaitInput, Say
from domain.dialogue.context import context_of
from domain.dialogue.events import MessageUnderstood, ToolAsked, ToolInputExpired
from domain.dialogue.limits import MAX_BYTES, size_of
from domain.tool_questions import ToolQuestion
from infra.local_models.intent_recogniser import ExactRecogniser
from infra.local_models.understander import assembled
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.conversations import Talk

TOOLS = """
book_table:
  mcp: {server: bistro, tool: book, answer_within: 2d}
  in: [guests]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:table"
  returns: booking
"""
FILES = {
    "tenant.yaml": "tenant: bistro\nbranding: {name: Bistro, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  book: {en: [book a table, a table please, reserve, table for two, I want a table]}
  hours: {en: [are you open, opening hours, when do you open, hours, open today]}
""",
    "slots.yaml": "guests: {type: integer, ask: ask_guests}\n",
    "tools.yaml": TOOLS,
    "flows/book.yaml": """
book:
  when: book
  about: your table
  steps:
    - collect: guests
    - call: book_table
      on_refused: {say: no_table}
    - say: booked
hours:
  when: hours
  steps:
    - say: open_daily
""",
    "responses.yaml": """
ask_guests: {en: How many are you?}
booked: {en: "Table {booking.table} is yours."}
no_table: {en: "Sorry, no table: {refused.code}."}
open_daily: {en: Daily from noon.}
""",
}
ALLERGY = ToolQuestion(request="q", field="allergy", words="Any allergies? {customer.email}")
SEAT = ToolQuestion(
    request="q", field="seat", kind="enum", words="Where?", values=("inside", "terrace")
)
SURE = ToolQuestion(request="sure", kind="bool", words="There is a fee. Go ahead?")


@lru_cache
def bistro() -> Bot:
    """A bot with one tool of an MCP server."""
    return a_bot(FILES)


def asked(*questions: ToolQuestion) -> Talk:
    """A booking whose server has just asked these."""
    talk = Talk(bistro())
    talk.says("book a table", "book")
    talk.says("4")
    talk.happens(ToolAsked(at=talk.at, call_id=talk.call.call_id, questions=questions))
    return talk


def test_the_question_is_asked_as_it_is() -> None:
    """
    On behalf of the flow, with nothing of it read as a template, and the server's state is kept
    until then.
    """
    talk = asked(ALLERGY)

    assert talk.words == "Any allergies? {customer.email}"
    [kept] = [command for command in talk.commands if isinstance(command, AwaitInput)]
    assert kept.until == talk.at + timedelta(days=2)


def test_the_answer_goes_on_with_the_call() -> None:
    """Under the same key, so that a write stays one write."""
    talk = Talk(bistro())
    talk.says("book a table", "book")
    talk.says("4")
    first = talk.call
    talk.happens(ToolAsked(at=talk.at, call_id=first.call_id, questions=(ALLERGY, SEAT)))
    talk.says("nuts")
    assert talk.words == "Where?"

    talk.says("terrace")

    assert talk.call.continues == first.call_id
    assert talk.call.answers == {"q": {"allergy": "nuts", "seat": "terrace"}}
    assert talk.call.idempotency_key == first.idempotency_key
    assert talk.call.call_id != first.call_id
    talk.succeeds({"table": "7"})
    assert talk.words == "Table 7 is yours."
    assert talk.state.stack == ()


def test_a_bare_no_declines() -> None:
    """A request without fields is a question of yes or no."""
    talk = asked(SURE)

    talk.says("no")

    assert talk.call.answers == {"sure": {"": False}}


def test_a_digression_leaves_the_question_open() -> None:
    """And it is asked again afterwards."""
    talk = asked(SEAT)

    talk.says("are you open?", "hours")

    assert talk.words.startswith("Daily from noon.")
    assert "Where?" in talk.words
    talk.says("inside")
    assert talk.call.answers == {"q": {"seat": "inside"}}


def test_an_outage_of_the_call_that_goes_on_is_parked_with_its_answers() -> None:
    """What was answered is not asked again."""
    talk = asked(SEAT)
    talk.says("inside")
    going_on = talk.call

    talk.is_unavailable()

    parked = talk.parked_call.call
    assert (parked.continues, parked.answers) == (going_on.continues, going_on.answers)


def test_no_answer_in_time_is_a_refusal() -> None:
    """With a code that a flow may look at."""
    talk = asked(SEAT)
    ref = next(command.call_id for command in talk.commands if isinstance(command, AwaitInput))

    talk.happens(ToolInputExpired(at=talk.at + timedelta(days=2), call_id=ref))

    assert talk.words == "Sorry, no table: input_expired."
    assert talk.state.stack == ()


def test_an_answer_that_came_first_counts() -> None:
    """The deadline of a question that was answered changes nothing."""
    talk = asked(SEAT)
    ref = next(command.call_id for command in talk.commands if isinstance(command, AwaitInput))
    talk.says("inside")
    before = talk.state

    talk.happens(ToolInputExpired(at=talk.at, call_id=ref))

    assert (talk.state, talk.commands) == (before, ())


def test_a_server_that_never_stops_asking_is_refused() -> None:
    """After five rounds."""
    talk = asked(SEAT)
    for _ in range(4):
        talk.says("inside")
        talk.happens(ToolAsked(at=talk.at, call_id=talk.call.call_id, questions=(SEAT,)))
    assert talk.words == "Where?"

    talk.says("inside")
    talk.happens(ToolAsked(at=talk.at, call_id=talk.call.call_id, questions=(SEAT,)))

    assert talk.words == "Sorry, no table: input_not_askable."


def test_cancelling_ends_the_call_that_was_never_made() -> None:
    """Nothing was done, so there is nothing to take back."""
    talk = asked(SEAT)

    talk.says("cancel", "cancel")

    assert talk.state.stack == ()
    assert [command.do for command in talk.commands if not isinstance(command, Say)] == []


def test_the_state_stays_small() -> None:
    """However much is asked: what is too much is refused."""
    one = ToolQuestion(request="q" * 60, field="f" * 60, words="w" * 200, values=("v" * 40,) * 4)

    assert size_of(asked(one, one).state) < MAX_BYTES
    assert asked(*[one] * 4).words == "Sorry, no table: input_not_askable."


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{command: npx, args: [server]}", "'command' would start a process here"),
        ("{stdio: server.py}", "'stdio' would start a process here"),
        ("{server: bistro, tool: book, url: 'https://x.example'}", "'url' is the operator's"),
        ("{server: bistro}", "'tool' is missing"),
        ("{server: bistro, tool: 'a b'}", "it should have the form"),
    ],
)
def test_what_a_file_may_not_say(source: str, says: str) -> None:
    """A process is never started from a tenant's file; it is refused by name."""
    broken = FILES | {
        "tools.yaml": TOOLS.replace("{server: bistro, tool: book, answer_within: 2d}", source)
    }

    assert any(says in error for error in errors_of(broken)), errors_of(broken)


def test_a_write_of_an_mcp_server_needs_its_key_as_any_other() -> None:
    """And says who may."""
    broken = FILES | {"tools.yaml": TOOLS.replace('  idempotency: "{flow_run}:table"\n', "")}

    assert any("needs `idempotency`" in error for error in errors_of(broken))


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (SEAT, "on the terrace please", "terrace"),
        (ALLERGY.model_copy(update={"kind": "integer"}), "we are 12", 12),
        (ALLERGY.model_copy(update={"kind": "date"}), "2026-12-24", "2026-12-24"),
        (ALLERGY.model_copy(update={"kind": "email"}), "it's ada@example.com", "ada@example.com"),
    ],
)
async def test_answers_are_understood_as_those_to_slots_of_the_bot(
    question: ToolQuestion, text: str, value: object
) -> None:
    """
    By the pipeline itself, which may stand in another process and knows bots by their revision: it
    is given the question's slot beside the bot.
    """
    talk = asked(question)
    exact = bistro().tenant.understanding.model_copy(update={"intent": "exact"})
    pipeline = assembled(exact, {"exact": ExactRecogniser()}, talk.at.date)
    context = context_of(bistro(), talk.state, talk.at)

    understood = await pipeline.understand(bistro(), text, context)

    talk.happens(MessageUnderstood(at=talk.at, text=text, understanding=understood))
    assert talk.call.answers == {"q": {question.field: value}}
