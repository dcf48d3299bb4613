"""Take-overs at every point of a bot's turn: not a word of the bot begins after the claim.

    python -m tests.workflows.interleavings 10000 [first seed]

Each seed is another order in which activities are carried out, told or lost, and in which the
customer writes and people take the conversation, on the web and on channels with a provider.
"""

import logging
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from domain.channel_addresses import Channel
from domain.desk.requests import TakeOver
from domain.dialogue.commands import CallTool, Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event
from domain.handoffs import Agent, ClaimHandoff
from domain.messages import InboundMessage
from domain.tools import Effect
from tests.fakes.activities import FakeDesk, FakeTools, FakeTurns, echo, say
from tests.fakes.delivery import FakeDelivery
from tests.workflows.simulation import Answer, Call, SimulatedServer
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput

CHANNELS = (Channel.WEB, Channel.SLACK, Channel.SMS)
_WORDS = ("hello", "track", "return", "human", "thanks")
_SOON = timedelta(seconds=30)
"""Timers that are later than this are of nights and week-ends, which are not simulated."""
_MOST_STEPS = 400
_LOST = 0.06


@dataclass
class Run:
    """What happened in one order; `problems` is what must be empty."""

    seed: int
    channel: Channel
    steps: int = 0
    points: Counter[str] = field(default_factory=Counter)
    """What was pending when people took over: proof that every point is met."""
    winners: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class TakeOverStory:
    """One conversation, its customer and two people who both want it."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - an order, not a secret
        self.run = Run(seed=seed, channel=self._chance.choice(CHANNELS))
        self._turns, self._desk = FakeTurns(self._brain), FakeDesk()
        self._delivery = FakeDelivery()
        needs = self.run.channel is not Channel.WEB
        self._turns.needs_a_provider = self._desk.needs_a_provider = needs
        doubles = [*self._turns.all(), *self._desk.all(), *self._delivery.all()]
        named = {function.__name__: function for function in [*doubles, FakeTools().call_tool]}
        self._server = SimulatedServer(
            ConversationWorkflow,
            ConversationInput(tenant_id="acme", conversation_id="c-1", channel=self.run.channel),
            named,
        )
        self._words = self._chance.choices(_WORDS, k=self._chance.randint(1, 4))
        self._people = self._chance.sample(["Sam", "Kim"], k=2)
        self._first = self._chance.randint(0, 24)
        """After so many steps the people may come."""
        self._asked: dict[str, Answer] = {}
        self._spoken_at_claim: int | None = None
        self._written = 0

    def play(self) -> Run:
        """Until nothing is left to happen."""
        self._write()
        while self.run.steps < _MOST_STEPS and not self._server.is_over:
            choices = self._choices()
            if not choices:
                break
            self._chance.choice(choices)()
            self.run.steps += 1
            self._look()
        self._judge()
        return self.run

    def _choices(self) -> list[Callable[[], None]]:
        server = self._server
        choices: list[Callable[[], None]] = [
            partial(self._go_on, call) for call in server.calls.values()
        ]
        choices += [partial(server.tell_other, n) for n in range(len(server.others))]
        if server.timers and min(server.timers.values()) <= server.now + _SOON:
            choices.append(server.ring)
        if self._words:
            choices.append(self._write)
        if self._people and (self.run.steps >= self._first or not choices):
            choices.append(self._take_over)
        return choices

    def _go_on(self, call: Call) -> None:
        is_quick = call.is_local and self._chance.random() < _LOST
        if call.outcome is None:
            if is_quick:
                self._server.tell(call, is_lost=True)
            else:
                self._server.carry_out(call)
        else:
            self._server.tell(call, is_lost=is_quick)

    def _write(self) -> None:
        self._written += 1
        text = self._words.pop(0)
        message = InboundMessage(
            message_id=f"m-{self._written}",
            tenant_id="acme",
            conversation_id="c-1",
            channel=self.run.channel,
            text=text,
            received_at=self._server.now,
        )
        self._server.signal("receive_message", message)

    def _take_over(self) -> None:
        name = self._people.pop(0)
        agent = Agent(name=name)
        pending = sorted(
            f"{call.name} {'done' if call.outcome else 'asked for'}"
            for call in self._server.calls.values()
        )
        self.run.points.update(pending or ["nothing"])
        number = f"u-{self.run.steps}"
        if self._turns.handoffs and self._chance.random() < 0.5:
            claim = ClaimHandoff(handoff_id=self._turns.handoffs[-1], agent=agent)
            self._asked[name] = self._server.update("claim_handoff", claim, number)
        else:
            wanted = TakeOver(agent=agent, queue="support")
            self._asked[name] = self._server.update("take_over", wanted, number)

    def _look(self) -> None:
        """After each step: whether the claim has returned, and whether the bot has spoken since."""
        spoken = len(self._turns.said) + len(self._delivery.attempts)
        won = [name for name, answer in self._asked.items() if answer.result is not None]
        if won and self._spoken_at_claim is None:
            self._spoken_at_claim, self.run.winners = spoken, won
        for name, answer in self._asked.items():
            if "ask again" in str(answer.refused) and name not in self._people:
                self._people.append(name)
        if won:
            self._people = [name for name in self._people if name not in won]
        if self._spoken_at_claim is not None and spoken > self._spoken_at_claim:
            said = [*self._turns.said, *self._delivery.attempts][self._spoken_at_claim :]
            self.run.problems.append(f"the bot spoke after the claim: {said}")
            self._spoken_at_claim = spoken

    def _judge(self) -> None:
        won = [name for name, answer in self._asked.items() if answer.result is not None]
        waiting = [name for name, answer in self._asked.items() if not answer.is_done]
        if len(won) > 1:
            self.run.problems.append(f"both have it: {won}")
        if waiting:
            self.run.problems.append(f"never answered: {waiting}")
        if self.run.steps >= _MOST_STEPS:
            self.run.problems.append("it never came to rest")
        for name, answer in self._asked.items():
            other = next((each for each in won if each != name), None)
            is_told = (
                other is None or other in str(answer.refused) or "ask again" in str(answer.refused)
            )
            if not is_told and "no longer waiting" not in str(answer.refused):
                self.run.problems.append(f"{name} was told: {answer.refused}")

    def _brain(self, event: Event) -> Sequence[Command]:
        match event:
            case CustomerSpoke(text="track" | "return" as wish):
                effect = Effect.READ if wish == "track" else Effect.WRITE
                number = len(self._turns.events)
                call = CallTool(
                    call_id=f"c-{number}", tool=wish, arguments={}, effect=effect, attempts=2
                )
                return [call] if wish == "track" else [say("let me see"), call]
            case CustomerSpoke(text="human") if not self._turns.handoffs:
                due = event.at + timedelta(hours=1)
                handed = HandOff(
                    handoff_id="h-1", queue="support", first_reply_due=due, nobody_at=due
                )
                return [say("a colleague will be with you"), handed]
            case _:
                return echo(event)


def main(arguments: Sequence[str]) -> int:
    """Returns how many orders went wrong."""
    logging.disable(logging.WARNING)
    count = int(arguments[0]) if arguments else 1_000
    first = int(arguments[1]) if len(arguments) > 1 else 0
    points: Counter[str] = Counter()
    wrong = 0
    for seed in range(first, first + count):
        run = TakeOverStory(seed).play()
        points.update(run.points)
        if run.problems:
            wrong += 1
            _tell(f"seed {seed} ({run.channel}): {run.problems}")
    _tell(f"{count} orders, {wrong} wrong; pending when people took over:")
    for point, times in points.most_common():
        _tell(f"  {times:6} {point}")
    return wrong


def _tell(line: Any) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
