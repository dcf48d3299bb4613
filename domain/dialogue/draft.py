"""A decision being made: the state so far and the commands so far."""

from datetime import datetime
from typing import Any

from domain.bot.model import Bot, Flow, Slot
from domain.dialogue.commands import Command, Say
from domain.dialogue.formatting import plain
from domain.dialogue.places import Place, find
from domain.dialogue.rendering import (
    choices_of,
    in_locale,
    render,
    response_of,
    topic,
    value_at,
)
from domain.dialogue.state import Decision, DialogueState, FlowFrame, Waiting
from domain.messages import Citation, Reply, VerifiedCustomer
from domain.understanding.model import OpenQuestion

_OPTIONS, _OPTION_LENGTH = 6, 40
_REPEATED, _REPEATED_LENGTH = 2, 200
_ASKED_SLOTS_LIMIT = 10


class Draft:
    """The working copy on which the parts of the engine act, one after the other."""

    def __init__(self, bot: Bot, state: DialogueState, at: datetime) -> None:
        self.bot = bot
        self.state = state
        self.at = at
        self.text = ""
        self._is_spoken = False
        self._speaker: VerifiedCustomer | None = None
        self.commands: list[Command] = []
        self.said: list[str] = []
        self._lead = ""

    def decision(self) -> Decision:
        return Decision(commands=tuple(self.commands), state=self.state)

    # who asks

    def hear(self, text: str, speaker: VerifiedCustomer | None) -> None:
        """All that follows is done for whom this message's own session has proved."""
        self.text = text
        self._is_spoken, self._speaker = True, speaker

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
        self.state = self.state.model_copy(update=updates)

    @property
    def front(self) -> FlowFrame | None:
        return self.state.stack[-1] if self.state.stack else None

    def change_front(self, **updates: Any) -> None:
        *below, front = self.state.stack
        if self._is_spoken:
            updates["verified"] = self._speaker is not None
        self.change(stack=(*below, front.model_copy(update=updates)))

    def flow_of(self, frame: FlowFrame) -> Flow | None:
        return self.bot.flows.get(frame.flow)

    def place_of(self, frame: FlowFrame) -> Place | None:
        flow = self.flow_of(frame)
        return find(flow, frame.path) if flow else None

    def new_id(self) -> str:
        return self.full_id(self.new_number())

    def new_number(self) -> str:
        """A new id without the conversation's name."""
        self.change(counter=self.state.counter + 1)
        return f"s{self.state.session}.{self.state.counter}"

    def full_id(self, number: str) -> str:
        return f"{self.state.name}.{number}" if self.state.name else number

    def value(self, path: str) -> Any:
        return value_at(self.bot, self._shown, path)

    @property
    def _shown(self) -> DialogueState:
        """The state without a customer whom nobody has proved just now."""
        customer = self.customer or (None if self.front or self._is_spoken else self.state.customer)
        if customer == self.state.customer:
            return self.state
        return self.state.model_copy(update={"customer": customer})

    # what is said

    def emit(self, command: Command) -> None:
        self.commands.append(command)

    def lead_with(self, name: str, flow: Flow | None) -> None:
        """Begin the next thing said with this sentence, such as "About your return:"."""
        about = topic(self.bot, self.state, flow)
        self._lead = render(self.bot, self.state, name, {"flow": about}).text

    def say(self, name: str, **values: Any) -> None:
        """Say a named response; `quick_replies` among the values replace its own."""
        quick_replies = values.pop("quick_replies", None)
        reply = render(self.bot, self._shown, name, values)
        if quick_replies is not None:
            reply = reply.model_copy(update={"quick_replies": tuple(quick_replies)})
        self.reply(reply)

    def say_words(self, text: str, citations: tuple[Citation, ...]) -> None:
        self.reply(Reply(text=text, citations=citations))

    def reply(self, reply: Reply) -> None:
        if self._lead:
            reply = reply.model_copy(update={"text": f"{self._lead} {reply.text}"})
            self._lead = ""
        self.said.append(reply.text)
        self.change(
            last_said=tuple(text[:_REPEATED_LENGTH] for text in self.said[-_REPEATED:]),
            options=tuple(plain(o)[:_OPTION_LENGTH] for o in reply.quick_replies[:_OPTIONS]),
            greeted=True,
        )
        self.emit(Say(reply=reply))

    # what is asked

    def ask_slot(self, slot: Slot) -> None:
        """Ask for a slot on behalf of the flow in front, which then waits for it."""
        name = slot.ask or "ask_slot"
        own = self.bot.responses.get(name)
        quick = tuple(in_locale(self.bot, self.state, own.quick_replies) or ()) if own else ()
        words = slot.name.replace("_", " ")
        self.say(
            name,
            slot=words,
            quick_replies=quick or choices_of(self.bot, self.state, slot)[:_ASKED_SLOTS_LIMIT],
        )
        self.change_front(waiting=Waiting(on="slot", ref=slot.name))
        self.change(question=OpenQuestion(slot=slot.name), meanings=())

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

    def lead(self, name: str) -> None:
        """Begin the next thing said with this sentence."""
        self._lead = render(self.bot, self.state, name).text

    def forget_question(self) -> None:
        self.change(question=None, meanings=())
