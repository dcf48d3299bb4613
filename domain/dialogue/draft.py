"""A decision being made: the state so far and the commands so far."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.bot.cards import Buttons
from domain.bot.model import Bot, Flow, Slot, Step
from domain.dialogue.commands import CallTool, CloseConversation, Command, FindAnswer, Say
from domain.dialogue.positions import Position, find, walk
from domain.dialogue.state import Decision, DialogueState, FlowFrame, Waiting
from domain.dialogue.text import buttons as offering
from domain.dialogue.text import form_fields, opening_hours, shown_steps
from domain.dialogue.text.formatting import plain
from domain.dialogue.text.rendering import (
    in_locale,
    render,
    response_of,
    topic,
    value_at,
    wording_of,
)
from domain.dialogue.text.slot_questions import question_for
from domain.follow_ups import EarlierAnswer
from domain.messages import Citation, Reply, VerifiedCustomer
from domain.understanding.model import OpenQuestion

_OPTIONS, _OPTION_LENGTH = 10, 60
_REPEATED, _REPEATED_LENGTH = 2, 200
_MOST_OPEN = 5
"""Values of one slot among which a customer is asked to choose."""


class Draft:
    """The working copy on which the parts of the engine act, one after the other."""

    def __init__(self, bot: Bot, state: DialogueState, at: datetime) -> None:
        self.bot = bot
        self.state = state
        self.at = at
        self.text = ""
        self.is_unprompted = False
        """Nobody is waiting for a word just now: a moment has come."""
        self.person: str | None = None
        self.earlier: EarlierAnswer | None = None
        """What the documents had said right before the message."""
        self.crossed_since: datetime | None = None
        """What was asked from then on, whoever speaks had not seen yet."""
        self._is_spoken = False
        self._speaker: VerifiedCustomer | None = None
        self.commands: list[Command] = []
        self._asked: Command | None = None
        self._said_before = state.last_said
        self.said: list[str] = []
        self._prefix = ""
        self._open_values: dict[str, tuple[Any, ...]] = {}

    def decision(self) -> Decision:
        """What has been decided so far, as the engine returns it."""
        return Decision(commands=tuple(self.commands), state=self.state)

    @property
    def hands_over(self) -> bool:
        """Whether a command's outcome is the next event, so that nothing more may be asked for."""
        return any(isinstance(c, CallTool | FindAnswer | CloseConversation) for c in self.commands)

    # who asks

    def hear(self, text: str, speaker: VerifiedCustomer | None) -> None:
        """All that follows is done for whom this message's own session has proved."""
        self.text = text
        self._is_spoken, self._speaker = True, speaker
        self.change(resting=False)

    @property
    def customer(self) -> VerifiedCustomer | None:
        """The proved customer for whom the draft acts: who speaks, else who asked for this flow."""
        if self._is_spoken:
            return self._speaker
        return self.customer_of(self.front) if self.front else None

    def customer_of(self, frame: FlowFrame) -> VerifiedCustomer | None:
        """The customer who has asked for what the frame waits for."""
        return None if frame.verified is False else self.state.customer

    # the state

    def change(self, **updates: Any) -> None:
        """Replace fields of the state, by their names."""
        self.state = self.state.model_copy(update=updates)

    @property
    def front(self) -> FlowFrame | None:
        """The flow being talked about."""
        return self.state.stack[-1] if self.state.stack else None

    def change_front(self, **updates: Any) -> None:
        """Replace fields of the flow in front; who speaks now is who moved it last."""
        *below, front = self.state.stack
        if self._is_spoken:
            updates["verified"] = self._speaker is not None
        self.change(stack=(*below, front.model_copy(update=updates)))

    def flow_of(self, frame: FlowFrame) -> Flow | None:
        """None where the bot's revision has no such flow any more."""
        return self.bot.flows.get(frame.flow)

    def position_of(self, frame: FlowFrame) -> Position | None:
        """Where the frame is in its flow; None where the revision has no such step."""
        flow = self.flow_of(frame)
        return find(flow, frame.path) if flow else None

    def new_id(self) -> str:
        """Unique in the tenant, and the same when the step is run again."""
        return self.full_id(self.new_number())

    def new_number(self) -> str:
        """A new id without the conversation's name."""
        self.change(counter=self.state.counter + 1)
        return f"s{self.state.session}.{self.state.counter}"

    def full_id(self, number: str) -> str:
        """With the conversation's name before it."""
        return f"{self.state.name}.{number}" if self.state.name else number

    def steps_of(self, frame: FlowFrame) -> list[Step]:
        """All steps of the frame's flow, branches included."""
        flow = self.flow_of(frame)
        return [position.step for position in walk(flow)] if flow else []

    def value(self, path: str) -> Any:
        """What a path in a bot's file (`order.total`) stands for now; None for nothing."""
        if self._is_about_hours(path):
            return opening_hours.value_of(self.bot, self.at, path)
        return value_at(self.bot, self._shown, path)

    def _is_about_hours(self, path: str) -> bool:
        """A slot or a result of that name wins."""
        root = path.partition(".")[0]
        own = root in self.bot.slots or root in self.state.results
        return opening_hours.is_hours(path) and not own

    @property
    def _shown(self) -> DialogueState:
        """The state without a customer whom nobody has proved just now."""
        customer = self.customer or (None if self.front or self._is_spoken else self.state.customer)
        if customer == self.state.customer:
            return self.state
        return self.state.model_copy(update={"customer": customer})

    # what is said

    def emit(self, command: Command) -> None:
        """Ask for a command, after those asked for already."""
        self.commands.append(command)

    def set_flow_prefix(self, name: str, flow: Flow | None) -> None:
        """Begin the next thing said with this sentence, such as "About your return:"."""
        about = topic(self.bot, self.state, flow)
        self._prefix = render(self.bot, self.state, name, {"flow": about}).text

    def say(self, name: str, **values: Any) -> None:
        """Say a named response; `quick_replies` among the values replace its own, and a `form`
        goes with it."""
        quick_replies, form = values.pop("quick_replies", None), values.pop("form", None)
        hours = opening_hours.words_in(self.bot, self.at, self.state.locale, name)
        reply = render(self.bot, self._shown, name, hours | values)
        if quick_replies is not None:
            reply = reply.model_copy(update={"quick_replies": tuple(quick_replies)})
        self.reply(reply if form is None else reply.model_copy(update={"form": form}))

    def say_shown(self, name: str, step: Step) -> None:
        """Say a named response with what the step shows beside it."""
        reply = render(self.bot, self._shown, name)
        self.reply(shown_steps.shown_with(self.bot, self._shown, reply, step))

    def say_words(self, text: str, citations: tuple[Citation, ...]) -> None:
        """Say something that no response of the bot says."""
        self.reply(Reply(text=text, citations=citations))

    def reply(self, reply: Reply) -> None:
        """Say this, behind the prefix that was set."""
        if self._prefix:
            reply = reply.model_copy(update={"text": f"{self._prefix} {reply.text}"})
            self._prefix = ""
        shown = reply.choices or (self.state.options if self.said else ())
        self.said.append(reply.text)
        self.change(
            last_said=tuple(text[:_REPEATED_LENGTH] for text in self.said[-_REPEATED:]),
            options=tuple(plain(o)[:_OPTION_LENGTH] for o in shown[:_OPTIONS]),
            greeted=True,
        )
        self.emit(Say(reply=reply))

    def ask_slot(self, slot: Slot) -> None:
        """Ask for a slot on behalf of the flow in front, which then waits for it."""
        if values := self._open_values.pop(slot.name, ()):
            self._ask_which(slot, values)
            return
        asked = question_for(self.bot, self.state, slot)
        quick = self._page(slot) or asked.choices
        skip = (self.words(offering.SKIP),) if slot.optional else ()
        form = form_fields.form_of(self.bot, self._shown, slot)
        self.say(asked.response, **asked.values, quick_replies=(*quick, *skip), form=form)
        self.change(options=tuple(o for o in self.state.options if o not in skip))
        self._asked = self.commands[-1]
        self.change_front(waiting=Waiting(on="slot", ref=slot.name, since=self.at))
        self.change(question=OpenQuestion(slot=asked.about), meanings=())

    def asked_buttons(self, slot: Slot) -> Buttons | None:
        """Those of the step in front, where it collects this slot."""
        position = self.position_of(self.front) if self.front else None
        return position.step.buttons if position and position.step.collect == slot.name else None

    def offers(self, slot: Slot) -> tuple[offering.Offer, ...]:
        """What the step in front offers for the slot, all pages of it."""
        position = self.position_of(self.front) if self.front else None
        if position is None or self.asked_buttons(slot) is None:
            return ()
        return offering.offers_of(self.bot, self._shown, position.step, slot)

    def _page(self, slot: Slot) -> tuple[str, ...]:
        buttons, offers, front = self.asked_buttons(slot), self.offers(slot), self.front
        if buttons is None or not offers or front is None:
            return ()
        page = offering.page_of(offers, buttons, front.page)
        return offering.labels(self.bot, self.state, page)

    def leave_open(self, slot: Slot, values: Sequence[Any]) -> None:
        """The customer has named several values for a slot: when it is asked, ask which of them.
        Of too many the question is asked anew."""
        if 1 < len(values) <= _MOST_OPEN:
            self._open_values[slot.name] = tuple(values)

    def _ask_which(self, slot: Slot, values: tuple[Any, ...]) -> None:
        words = [wording_of(self.bot, self.state, slot, value) for value in values]
        meanings = {
            word: f"value:{json.dumps([slot.name, value])}"
            for word, value in zip(words, values, strict=True)
        }
        self.say("which_one", quick_replies=tuple(meanings))
        self.change_front(waiting=Waiting(on="slot", ref=slot.name))
        question = OpenQuestion(slot=slot.name, choices=tuple(meanings))
        self.change(question=question, meanings=tuple(meanings.values()))

    def ask_choice(self, name: str, choices: dict[str, str], **values: Any) -> None:
        """Ask with quick replies; `choices` maps each one's words to what it does."""
        self.say(name, quick_replies=tuple(choices), **values)
        self.change(question=OpenQuestion(choices=tuple(choices)), meanings=tuple(choices.values()))

    def offer_human(self, name: str, **values: Any) -> None:
        """Say something went wrong, with "talk to a human" and "no" to choose from."""
        response = response_of(self.bot, name)
        own = in_locale(self.bot, self.state, response.quick_replies) if response else None
        words = own or render(self.bot, self.state, "offer_human").quick_replies
        meanings = ("human", "no", *[""] * len(words))
        self.ask_choice(name, dict(zip(words, meanings, strict=False)), **values)

    def words(self, name: str) -> str:
        """The words of a response."""
        return render(self.bot, self.state, name).text

    def set_prefix(self, name: str, values: Mapping[str, Any] | None = None) -> None:
        """Begin the next thing said with this sentence."""
        self._prefix = render(self.bot, self.state, name, values or {}).text

    @property
    def may_put_off_question(self) -> bool:
        """Whether none is open, or one for a slot that is the last thing said just now."""
        return self.state.question is None or self._asks_last

    @property
    def _asks_last(self) -> bool:
        return bool(self.commands) and self.commands[-1] is self._asked

    def put_off_question(self) -> None:
        """Take back the question asked last: something else comes first, and it is asked anew."""
        if self._asks_last:
            self.commands.pop()
            self.said.pop()
            said = tuple(text[:_REPEATED_LENGTH] for text in self.said[-_REPEATED:])
            self.change(last_said=said or self._said_before, options=())
        self.forget_question()

    def forget_question(self) -> None:
        """Nothing is being asked any more."""
        self.change(question=None, meanings=())
