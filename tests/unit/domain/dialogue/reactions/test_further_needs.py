"""Several needs in one message are all answered, in order."""

from domain.bot.model import Bot
from domain.dialogue.commands import CallTool, FindAnswer
from domain.dialogue.engine import decide
from domain.dialogue.events import IdleElapsed, MessageUnderstood, TurnFailed
from domain.dialogue.limits import MAX_BYTES, size_of
from domain.understanding.model import Entity, Need, Understanding
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, MUGS, Talk

BLANKET = ESPRESSO | {"id": "A100002", "item": "Wool blanket", "status": "shipped"}
POLICY = Need(text="what is your return policy?", intent="shop_question", confidence=0.9)


def order(number: str) -> Entity:
    return Entity(kind="order_id", value=number, text=number)


def a_need(text: str, intent: str | None, *entities: Entity) -> Need:
    return Need(text=text, intent=intent, confidence=0.9, entities=entities)


def wants(talk: Talk, first: Need, *others: Need) -> None:
    talk.happens(
        MessageUnderstood(
            at=talk.at,
            text=" and ".join(need.text for need in (first, *others)),
            understanding=Understanding(
                intent=first.intent,
                confidence=first.confidence,
                entities=first.entities,
                said=first.text,
                also=others,
            ),
            customer=talk.customer,
        )
    )


def test_the_order_is_told_and_then_the_question_answered() -> None:
    """In the order in which they were said."""
    talk = Talk(customer=ADA)
    wants(talk, a_need("where is A100002", "track_order", order("A100002")), POLICY)
    assert talk.call.arguments == {"order_id": "A100002"}

    talk.succeeds(BLANKET)

    assert talk.said == ["order_shipped"]
    assert isinstance(talk.commands[-1], FindAnswer)
    assert talk.commands[-1].query == "what is your return policy?"
    assert talk.state.needs == ()


def test_a_wish_waits_until_the_first_has_what_it_needs() -> None:
    """One thing after the other, and the customer is told so."""
    talk = Talk()
    back = a_need("I want to return A100003", "return_item", order("A100003"))
    wants(talk, a_need("where is A100002", "track_order", order("A100002")), back)
    assert talk.said == ["ask_order_email"]
    assert talk.words.startswith("First things first: ")

    talk.says("ada@example.com")
    talk.succeeds(BLANKET)

    assert talk.call.arguments["order_id"] == "A100003"


def test_a_question_does_not_wait_for_what_the_first_asks() -> None:
    """The documents answer, and then the flow asks what it has to ask, once."""
    talk = Talk()
    wants(talk, a_need("where is A100002", "track_order", order("A100002")), POLICY)
    assert talk.done == ["find_answer"]

    talk.finds("30 days.")

    assert talk.said == ["30 days.", "ask_order_email"]
    assert talk.state.question is not None


def test_a_question_without_an_answer_leaves_the_flow_its_own() -> None:
    """That nothing was found is said; nobody is offered a human instead of the flow."""
    talk = Talk()
    asked = a_need("who pays for the postage", "shop_question")
    wants(talk, a_need("where is A100002", "track_order", order("A100002")), asked)

    talk.finds(None)

    assert talk.said == ["no_answer", "ask_order_email"]


def test_several_questions_beside_a_flow_are_all_answered() -> None:
    """Each before the flow asks."""
    talk = Talk()
    other = Need(text="do you ship to France?", intent="shop_question", confidence=0.9)
    wants(talk, a_need("where is A100002", "track_order", order("A100002")), POLICY, other)

    talk.finds("30 days.")
    assert talk.said == ["30 days."]
    talk.finds("Yes.")

    assert talk.said == ["Yes.", "ask_order_email"]


def test_how_something_is_done_is_looked_up_before_it_is_done() -> None:
    """Also where it is all that was asked; without an answer the flow itself is begun."""
    for answer, flows in (("Print a label.", 0), (None, 1)):
        talk = Talk(customer=ADA)
        talk.says("how do I return something", "return_item", answer=answer)

        assert len(talk.state.stack) == flows


def test_a_question_and_then_a_wish() -> None:
    """The flow begins once the answer is given, with what the message named."""
    talk = Talk(customer=ADA)
    wants(talk, POLICY, a_need("I want to return A100003", "return_item", order("A100003")))
    assert talk.done == ["find_answer"]

    talk.finds("30 days.")

    assert talk.words == "30 days."
    assert talk.call.arguments == {"order_id": "A100003"}
    talk.succeeds(MUGS)
    assert talk.said == ["ask_return_reason"]


def test_a_wish_put_as_a_question_is_looked_up_first() -> None:
    """ "How do I return something?" wants to know; without an answer the flow begins."""
    how = a_need("how do I return something?", "return_item")
    for answer, said in (("Print a label.", "Print a label."), (None, "About your return:")):
        talk = Talk(customer=ADA)
        wants(talk, a_need("where is A100002", "track_order", order("A100002")), how)
        talk.succeeds(BLANKET)

        talk.finds(answer)

        assert talk.words.startswith(said) or isinstance(talk.commands[-1], CallTool)
        assert talk.state.needs == ()
        assert bool(talk.state.stack) is (answer is None)


def test_the_second_is_taken_up_while_the_first_waits_for_a_supervisor() -> None:
    """Waiting for somebody else holds nobody up."""
    talk = Talk(customer=ADA)
    track = a_need("where is A100002", "track_order", order("A100002"))
    wants(talk, a_need("return A100001, it's broken", "return_item", order("A100001")), track)
    talk.succeeds(ESPRESSO)
    talk.says("it's damaged")
    assert talk.said == ["confirm_refund"]

    talk.says("yes")

    assert talk.said == ["waiting_for_approval"]
    assert talk.call.arguments["order_id"] == "A100002"


def test_who_asks_for_two_humans_things_gets_both() -> None:
    """A place in the queue, and an answer meanwhile."""
    talk = Talk()

    wants(talk, a_need("get me a human", "talk_to_human"), POLICY)

    assert talk.done == ["hand_off", "find_answer"]


def test_the_customer_who_asked_is_the_one_it_is_done_for() -> None:
    """The second is begun by the outcome of the first, which no session has sent."""
    talk = Talk(customer=ADA)
    wants(
        talk,
        a_need("where is A100002", "track_order", order("A100002")),
        a_need("I want to return A100003", "return_item", order("A100003")),
    )

    talk.succeeds(BLANKET)

    assert talk.call.arguments == {"order_id": "A100003"}
    assert talk.call.customer == ADA


def test_another_customer_inherits_nothing() -> None:
    """What one has asked for is not done for another."""
    talk = Talk(customer=ADA)
    wants(talk, a_need("where is my order", "track_order"), POLICY)
    talk.customer = ADA.model_copy(update={"customer_id": "cust-eve"})

    talk.says("hello", "greet")

    assert talk.state.needs == ()


def test_a_write_that_asks_nobody_is_asked_for_when_it_comes_second() -> None:
    """Nothing is written because of the second half of a message."""
    talk = Talk(a_bot_that_writes_at_once(), customer=ADA)
    wants(talk, a_need("hours?", "hours"), a_need("cancel it", "cancel_it"))
    assert talk.said == ["open_all_day", "take_up_next"]
    assert not any(isinstance(c, CallTool) for c in talk.commands)

    talk.says("no")
    assert talk.said == ["human_declined"]


def test_a_yes_to_it_begins_it() -> None:
    """Then it is as if it had been said alone."""
    talk = Talk(a_bot_that_writes_at_once(), customer=ADA)
    wants(talk, a_need("hours?", "hours"), a_need("cancel it", "cancel_it"))

    talk.says("yes")

    assert talk.call.tool == "cancel_it"


def test_nothing_is_taken_up_after_a_turn_that_failed_or_a_close() -> None:
    """It would come out of the blue."""
    for event in (TurnFailed, IdleElapsed):
        talk = Talk()
        wants(talk, a_need("where is my order", "track_order"), POLICY)
        told = {"stage": "close"} if event is IdleElapsed else {"reason": "time"}
        talk.happens(event.model_validate({"at": talk.at, **told}))
        assert talk.state.needs == ()
        assert "find_answer" not in talk.done


def test_the_state_stays_small() -> None:
    """However much is wanted."""
    talk = Talk(customer=ADA)
    for _ in range(4):
        long = [a_need("how " * 300, None, order("A100001")) for _ in range(9)]
        wants(talk, a_need("where is my order", "track_order"), *long)

    assert len(talk.state.needs) <= 3
    assert size_of(talk.state) <= MAX_BYTES
    assert decide(talk.bot, talk.state, IdleElapsed(at=talk.at, stage="nudge"))


def a_bot_that_writes_at_once() -> Bot:
    return a_bot(
        {
            "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny}\n",
            "intents.yaml": "intents:\n  cancel_it: [cancel it now, cancel mine, cancel a, b, c]\n"
            "  hours: [hours, opening, when open, open when, are you open]\n",
            "tools.yaml": "cancel_it:\n"
            '  http: {method: POST, url: "https://x.example/cancel"}\n'
            '  effect: write\n  requires: anyone\n  idempotency: "{flow_run}:cancel"\n',
            "flows/a.yaml": "cancel_it:\n  when: cancel_it\n  title: Cancel it\n"
            "  steps: [{call: cancel_it}, {say: done}]\n"
            "hours:\n  when: hours\n  steps: [{say: open_all_day}]\n",
            "responses.yaml": "done: Done.\nopen_all_day: Always open.\n",
        }
    )
