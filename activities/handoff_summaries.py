"""A summary for whoever takes a customer over, in a hosted model's words."""

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.heartbeats import beating
from domain.bot.model import Bot
from domain.errors import DependencyUnavailable
from domain.generated_answers.fences import Fence
from domain.generated_answers.prompts import SUMMARISE, PromptLibrary
from domain.generated_answers.token_estimates import estimated_tokens, within_tokens
from domain.language_models.callers import ModelCaller
from domain.language_models.requests import ModelMessage, ModelRequest, Purpose, Speaker
from domain.language_models.stream import whole
from domain.messages import Role, TranscriptMessage
from domain.ports import Bots, Transcripts
from domain.ports.handoff_summaries import WrittenSummaries, WrittenSummary
from domain.ports.language_models import LanguageModels

if TYPE_CHECKING:
    from domain.generated_answers.checks import Rules

LONGEST = 600
"""Characters of a summary; more is a report that nobody reads."""
_MOST_MESSAGES, _MOST_INPUT_TOKENS, _MOST_TOKENS = 60, 3_000, 250
_NUMBER = re.compile(r"\d+")
_SPEAKERS = {Role.CUSTOMER: "Customer", Role.BOT: "Bot"}
_LANGUAGES = {"en": "English", "de": "German"}


class HandoffToSummarise(BaseModel):
    """Ids only: what was said is read in the activity."""

    tenant_id: str
    conversation_id: str
    handoff_id: str
    at: AwareDatetime


class HandoffSummaryActivities:
    """Writes a summary where the tenant has a model for it. Agents lose nothing without one: they
    have the customer's own words."""

    def __init__(
        self,
        *,
        bots: Bots,
        transcripts: Transcripts,
        models: LanguageModels,
        summaries: WrittenSummaries,
        prompts: PromptLibrary,
        nonce: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self._bots = bots
        self._transcripts = transcripts
        self._models = models
        self._summaries = summaries
        self._prompts = prompts
        self._nonce = nonce

    @activity.defn
    async def summarise_handoff(self, asked: HandoffToSummarise) -> bool:
        """Whether there is a summary now. It may run again: the later one takes the place."""
        with as_application_errors():
            bot = await self._bots.current(asked.tenant_id)
            model = await self._models.for_tenant(
                asked.tenant_id,
                Purpose.SUMMARISE,
                caller=ModelCaller(conversation_id=asked.conversation_id, turn=""),
                revision=bot.revision,
            )
            said = await self._said(asked)
            if model is None or not any(one.role is Role.CUSTOMER for one in said):
                return False
            fence = Fence(self._nonce())
            request = self._request(bot, said, fence)
            async with beating():
                reply = await whole(model.stream(request))
            if reply is None:
                raise DependencyUnavailable("the model's reply was cut off")
            text = " ".join(reply.text.split())
            rules = _rules_of(instructions=request.messages[0].text, nonce=fence.nonce)
            if not _may_be_read(text, said, rules):
                return False
            written = WrittenSummary(
                handoff_id=asked.handoff_id,
                text=text,
                model=reply.finished.model,
                prompt=request.prompt,
                at=asked.at,
            )
            await self._summaries.keep(asked.tenant_id, written)
            return True

    async def _said(self, asked: HandoffToSummarise) -> Sequence[TranscriptMessage]:
        """Of the conversation, up to the handoff."""
        found = await self._transcripts.history(
            asked.tenant_id, asked.conversation_id, before=None, limit=_MOST_MESSAGES
        )
        return [one for one in found if _is_before(one, asked.at) and one.role in _SPEAKERS]

    def _request(self, bot: Bot, said: Sequence[TranscriptMessage], fence: Fence) -> ModelRequest:
        """Agents read it in the first of the tenant's languages."""
        locale = bot.tenant.branding.locales[0] if bot.tenant.branding.locales else "en"
        language = locale.split("-", maxsplit=1)[0]
        prompt = self._prompts.with_tenants(bot.prompts).get(SUMMARISE, locale)
        instructions = prompt.filled(
            {
                "name": bot.tenant.branding.name,
                "language": _LANGUAGES.get(language, language),
                "fence": fence.nonce,
            }
        )
        return ModelRequest(
            purpose=Purpose.SUMMARISE,
            prompt=prompt.name,
            messages=(
                ModelMessage(speaker=Speaker.INSTRUCTIONS, text=instructions),
                ModelMessage(
                    speaker=Speaker.CUSTOMER, text=fence.around("conversation", _latest(said))
                ),
            ),
            most_tokens=_MOST_TOKENS,
        )


def _latest(said: Sequence[TranscriptMessage]) -> str:
    """The latest words tell most: what does not fit goes from the beginning."""
    kept: list[str] = []
    left = _MOST_INPUT_TOKENS
    for one in reversed(said):
        line = within_tokens(f"{_SPEAKERS[one.role]}: {one.text}", left)
        kept.append(line)
        left -= estimated_tokens(line)
        if left <= 0:
            break
    return "\n".join(reversed(kept))


def _is_before(message: TranscriptMessage, at: datetime) -> bool:
    return message.at <= at


def _may_be_read(text: str, said: Sequence[TranscriptMessage], rules: "Rules") -> bool:
    """Not empty, not long, no number that nobody said, and nothing that no answer may hold."""
    from domain.generated_answers.checks import unsafe  # noqa: PLC0415 - as below

    told = {number for one in said for number in _NUMBER.findall(one.text)}
    invented = set(_NUMBER.findall(text)) - told
    return 0 < len(text) <= LONGEST and not invented and not unsafe(text, rules)


def _rules_of(*, instructions: str, nonce: str) -> "Rules":
    # Their patterns are compiled with the first summary: every worker knows this activity by name.
    from domain.generated_answers.checks import Rules  # noqa: PLC0415

    return Rules(instructions=instructions, nonce=nonce)
