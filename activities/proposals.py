"""Asking a hosted model what a customer's words mean, as an activity of its own."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.heartbeats import beating
from activities.step_trace import Timed
from domain.bot.model import Bot
from domain.dialogue.commands import ProposeMeaning
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.generated_answers.fences import Fence
from domain.generated_answers.prompts import PROPOSE, PromptLibrary
from domain.language_models.callers import ModelCaller
from domain.language_models.requests import ModelMessage, ModelRequest, Purpose, Speaker
from domain.language_models.stream import ModelReply, whole
from domain.ports import Bots
from domain.ports.language_models import LanguageModel, LanguageModels
from domain.turns import ConversationRef, TraceEntry
from domain.understanding.proposals import Offer, Proposal, read_proposal, schema_of

_MOST_TOKENS = 300
_TRIES = 2
"""A reply that does not fit the schema is asked for once more, with what is wrong with it."""


class ProposalRequest(BaseModel):
    """The customer's words and where in the dialogue they were said; flows and slots are read from
    the bot in the activity."""

    conversation: ConversationRef
    turn: str
    asked: ProposeMeaning


class ProposalOutcome(BaseModel):
    """`proposal` is None where the tenant has no model for it."""

    proposal: Proposal | None = None
    model: str = ""
    trace: tuple[TraceEntry, ...] = ()


class ProposalActivities:
    """A model proposes; whoever calls goes on with what was understood locally where it fails."""

    def __init__(
        self,
        bots: Bots,
        models: LanguageModels,
        prompts: PromptLibrary,
        *,
        within: timedelta,
        nonce: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        """`within` ends an attempt that Temporal has given up, so that it keeps nobody's place."""
        self._bots = bots
        self._models = models
        self._prompts = prompts
        self._within = within
        self._nonce = nonce

    @activity.defn
    async def propose_meaning(self, request: ProposalRequest) -> ProposalOutcome:
        """Ask the tenant's model. It has no effect and may run again."""
        trace: list[TraceEntry] = []
        with as_application_errors():
            try:
                async with asyncio.timeout(self._within.total_seconds()):
                    return await self._propose(request, trace)
            except TimeoutError as error:
                raise DependencyUnavailable("the proposal took too long") from error

    async def _propose(self, request: ProposalRequest, trace: list[TraceEntry]) -> ProposalOutcome:
        ref = request.conversation
        bot = await self._bots.get(ref.tenant_id, ref.revision)
        model = await self._models.for_tenant(
            ref.tenant_id,
            Purpose.PROPOSE,
            caller=ModelCaller(
                conversation_id=ref.conversation_id, turn=request.turn, within=self._within
            ),
            revision=ref.revision,
        )
        if model is None:
            return ProposalOutcome()
        # A gateway loads this module to name its activities, and must not load the engine.
        from domain.dialogue.proposed_meanings import offer_of  # noqa: PLC0415

        offer = offer_of(bot, request.asked.locale)
        with Timed(trace, "propose_meaning") as entry:
            proposal, by = await self._read(model, self._question(bot, request.asked, offer), offer)
            entry.note = f"{by}: {proposal.do} {' '.join(proposal.flows)}".rstrip()
        return ProposalOutcome(proposal=proposal, model=by, trace=tuple(trace))

    async def _read(
        self, model: LanguageModel, asked: ModelRequest, offer: Offer
    ) -> tuple[Proposal, str]:
        """The proposal, and the model that made it. Raise DependencyRejected where it stays out of
        the schema."""
        for tries in range(1, _TRIES + 1):
            reply = await _reply(model, asked)
            try:
                return read_proposal(reply.text, offer), reply.finished.model
            except DependencyRejected as wrong:
                if tries == _TRIES:
                    raise
                asked = _asked_again(asked, reply, str(wrong))
        raise AssertionError("unreachable")

    def _question(self, bot: Bot, asked: ProposeMeaning, offer: Offer) -> ModelRequest:
        fence = Fence(self._nonce())
        prompt = self._prompts.get(PROPOSE, asked.locale)
        instructions = prompt.filled(
            {
                "name": bot.tenant.branding.name,
                "fence": fence.nonce,
                "flows": "\n".join(f"- {name}: {about}" for name, about in offer.flows.items()),
                "slots": "\n".join(
                    f"- {name}" + (f": one of {', '.join(values)}" if values else "")
                    for name, values in offer.slots.items()
                ),
                "asked": asked.asked or "-",
                "flow": asked.flow or "-",
            }
        )
        return ModelRequest(
            purpose=Purpose.PROPOSE,
            prompt=prompt.name,
            messages=(
                ModelMessage(speaker=Speaker.INSTRUCTIONS, text=instructions),
                ModelMessage(speaker=Speaker.CUSTOMER, text=fence.around("message", asked.text)),
            ),
            answer_schema=schema_of(offer),
            most_tokens=_MOST_TOKENS,
        )


def _asked_again(asked: ModelRequest, reply: ModelReply, wrong: str) -> ModelRequest:
    """What the model itself said goes back as its own words, and the mistake as ours."""
    said = ModelMessage(speaker=Speaker.BOT, text=reply.text[:1_000] or "-")
    mistake = f"That does not fit the schema: {wrong}. Reply with the JSON object alone."
    again = ModelMessage(speaker=Speaker.INSTRUCTIONS, text=mistake)
    return asked.model_copy(update={"messages": (*asked.messages, said, again)})


async def _reply(model: LanguageModel, asked: ModelRequest) -> ModelReply:
    async with beating():
        reply = await whole(model.stream(asked))
    if reply is None:
        raise DependencyUnavailable("the model's reply was cut off")
    return reply
