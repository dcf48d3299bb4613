"""An answer in a hosted model's words: asked, shown as it comes, checked, mended once or given up.

Nothing of what it is told or says passes through a workflow but the answer itself.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from activities.answers_in_progress import Generated
from activities.kept_answers import KeptAnswers
from domain.bot.model import Bot
from domain.drafts import DraftKey
from domain.errors import DependencyError, DependencyUnavailable
from domain.generated_answers.attempts import Asked, Attempt
from domain.generated_answers.checks import Rules, checked
from domain.generated_answers.contexts import (
    Prepared,
    Sources,
    impersonal_slots,
    prepared,
    request_tokens,
)
from domain.generated_answers.drafts import GrowingDraft
from domain.generated_answers.hostile_text import passage_speaks_to_models
from domain.generated_answers.prompts import ANSWER, REPAIR, PromptLibrary
from domain.generated_answers.records import Ending
from domain.generated_answers.repairs import repair_of
from domain.generated_answers.token_estimates import estimated_tokens
from domain.generated_answers.verdicts import Guard, Verdict
from domain.knowledge import Answer
from domain.language_models.callers import ModelCaller
from domain.language_models.requests import ModelRequest, Purpose
from domain.language_models.stream import (
    CitedSpan,
    FinishReason,
    ModelEvent,
    ModelFinished,
    StartAgain,
    TextPiece,
)
from domain.language_models.tiering import difficulty_of, shape_of
from domain.language_models.usage import TokenUsage
from domain.ports import Bots
from domain.ports.drafts import Draft, DraftStream
from domain.ports.generated_answers import AnswerRecords, ConversationContexts
from domain.ports.language_models import LanguageModel, LanguageModels
from domain.understanding.model import DialogueContext
from domain.understanding.needs import parts_of

_log = logging.getLogger(__name__)
_DRAFTS = 2
"""The first, and one repair."""
_LANGUAGES = {"en": "English", "de": "German"}


class GeneratedAnswers:
    """Asks the tenant's models, where it has any."""

    def __init__(
        self,
        *,
        models: LanguageModels,
        bots: Bots,
        contexts: ConversationContexts,
        records: AnswerRecords,
        drafts: DraftStream,
        prompts: PromptLibrary,
        within: timedelta,
        kept: KeptAnswers | None = None,
    ) -> None:
        """`within` is for all requests of one attempt; what is left of the attempt's time is for
        quoting instead."""
        self._models = models
        self._bots = bots
        self._contexts = contexts
        self._records = records
        self._drafts = drafts
        self._prompts = prompts
        self._within = within
        self._kept = kept

    @property
    def within_s(self) -> float:
        """How long the models may take."""
        return self._within.total_seconds()

    async def answer(self, asked: Asked) -> Generated | None:
        """None where the tenant has no model: then nothing was asked, shown or stored."""
        bot = await self._bots.get(asked.tenant_id, asked.revision)
        if bot.tenant.models.answers is None or not asked.passages:
            return None
        caller = ModelCaller(
            conversation_id=asked.conversation_id, turn=asked.turn, within=self._within
        )
        found = Generated(Attempt(asked), _rules(bot, asked), time.perf_counter())
        if self._kept is not None:
            prompt = self._prompts_of(bot).get(ANSWER, asked.locale)
            await self._kept.recall(bot, found, prompt.name)
            if found.answer is not None:
                return found
        needs = parts_of(asked.query, bot, DialogueContext(locale=asked.locale))
        sections = [passage.text for passage in asked.passages]
        tier = difficulty_of(shape_of(asked.query, sections, needs=len(needs)))
        model = await self._models.for_tenant(
            asked.tenant_id,
            Purpose.ANSWER,
            caller=caller,
            difficulty=tier.difficulty,
            revision=asked.revision,
        )
        if model is None:
            return None
        try:
            async with asyncio.timeout(self.within_s):
                await self._ask(bot, model, found)
        except TimeoutError:
            found.attempt.ending = Ending.LATE
        except DependencyError as error:
            found.attempt.ending = Ending.UNAVAILABLE
            _log.warning("model_unavailable", extra={"error_type": type(error).__name__})
        return found

    async def store(self, found: Generated, said: Answer | None, *, quoted_instead: bool) -> None:
        """Keep what it took and why, and what was said for whoever asks the same. An answer is not
        lost for it."""
        took = round(found.so_far_ms(), 1)
        record = found.attempt.record(took, quoted_instead=quoted_instead)
        try:
            await self._records.record(record)
        except DependencyError as error:
            _log.warning("answer_record_lost", extra={"error_type": type(error).__name__})
        if self._kept is not None and found.place is not None:
            asked = found.attempt.asked
            bot = await self._bots.get(asked.tenant_id, asked.revision)
            await self._kept.keep(bot, found, said)

    async def _ask(self, bot: Bot, model: LanguageModel, found: Generated) -> None:
        told = await self._prepared(bot, found)
        if not told.passages:
            found.attempt.ending = Ending.NO_ANSWER
            return
        asked = found.attempt.asked
        key = DraftKey(
            tenant_id=asked.tenant_id,
            conversation_id=asked.conversation_id,
            turn=asked.turn,
            attempt=asked.attempt,
        )
        async with self._drafts.begin(key) as shown:
            request = told.request
            for _ in range(_DRAFTS):
                draft = await self._listened(model, request, found, shown)
                found.answer = _judged(draft, found)
                if found.answer is not None or found.attempt.ending is Ending.NO_ANSWER:
                    break
                request = repair_of(
                    told.request,
                    self._prompts_of(bot).get(REPAIR, asked.locale),
                    draft.text,
                    draft.verdicts,
                    told.nonce,
                )
            if found.answer is None:
                shown.withdraw()
            else:
                shown.show(found.answer.text)

    async def _prepared(self, bot: Bot, found: Generated) -> Prepared:
        """The context is read here, by ids."""
        asked = found.attempt.asked
        context = found.context or await self._contexts.before(
            asked.tenant_id, asked.conversation_id, asked.turn
        )
        hidden = [one for one in asked.passages if passage_speaks_to_models(one.heading, one.text)]
        sources = Sources(
            question=asked.query,
            passages=tuple(one for one in asked.passages if one not in hidden),
            context=context,
            slots=impersonal_slots(bot, context.slots),
        )
        prompt = self._prompts_of(bot).get(ANSWER, asked.locale)
        language = asked.locale.split("-", maxsplit=1)[0]
        values = {
            "name": bot.tenant.branding.name,
            "language": _LANGUAGES.get(language, f"the language of the code {language!r}"),
            "characters": str(found.rules.longest),
        }
        told = prepared(prompt, values, sources, nonce=secrets.token_hex(8))
        found.attempt.shown, found.attempt.hidden = told.passages, hidden
        found.attempt.prompt = prompt.name
        found.rules = found.rules.model_copy(
            update={"instructions": told.request.messages[0].text, "nonce": told.nonce}
        )
        return told

    def _prompts_of(self, bot: Bot) -> PromptLibrary:
        return self._prompts.with_tenants(bot.prompts)

    async def _listened(
        self, model: LanguageModel, request: ModelRequest, found: Generated, shown: Draft
    ) -> GrowingDraft:
        """One draft, to its end or to the first thing that is wrong with it."""
        draft = GrowingDraft(found.attempt.shown, found.rules)
        attempt = found.attempt
        attempt.prompt = request.prompt
        async with _closed(model.stream(request)) as events:
            async for event in events:
                match event:
                    case TextPiece():
                        attempt.first_word_ms = attempt.first_word_ms or found.so_far_ms()
                        if draft.add(event.text):
                            shown.show(draft.shown)
                        if draft.verdicts:
                            shown.withdraw()
                            attempt.broke_off(_estimated(request, draft.text))
                            return draft
                    case CitedSpan():
                        draft.spans.append(event)
                    case StartAgain():
                        shown.withdraw()
                        draft.restart()
                    case ModelFinished():
                        attempt.took(event)
                        draft.verdicts = _of_reason(event.reason)
                        return draft
        raise DependencyUnavailable("the model's answer was cut off")


def _rules(bot: Bot, asked: Asked) -> Rules:
    settings = bot.tenant.answers
    links = tuple(str(link) for link in settings.links)
    return Rules(channel=asked.channel, banned=settings.banned, links=links)


def _judged(draft: GrowingDraft, found: Generated) -> Answer | None:
    """The whole text is checked again, now with what is cited for it."""
    attempt = found.attempt
    if draft.says_nothing and not draft.verdicts:
        attempt.ending = Ending.NO_ANSWER
        attempt.verdicts.append(())
        return None
    text = draft.text.strip()
    lead = len(draft.text) - len(draft.text.lstrip())
    spans = [
        span.model_copy(update={"start": max(span.start - lead, 0), "end": span.end - lead})
        for span in draft.spans
    ]
    result = checked(text, spans, attempt.shown, found.rules)
    draft.verdicts = tuple(dict.fromkeys((*draft.verdicts, *result.verdicts)))
    attempt.verdicts.append(draft.verdicts)
    if draft.verdicts:
        attempt.ending = Ending.REFUSED
        return None
    is_first = len(attempt.verdicts) == 1
    attempt.ending = Ending.SAID if is_first else Ending.REPAIRED
    return attempt.answer(text, result)


@asynccontextmanager
async def _closed(events: AsyncIterator[ModelEvent]) -> AsyncIterator[AsyncIterator[ModelEvent]]:
    """The call ends with the block, however far it has come."""
    try:
        yield events
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _of_reason(reason: FinishReason) -> tuple[Verdict, ...]:
    """Half an answer is none."""
    if reason is FinishReason.COMPLETE:
        return ()
    return (Verdict(guard=Guard.COMPLETE, reason=reason.value.replace("_", " ")),)


def _estimated(request: ModelRequest, text: str) -> TokenUsage:
    return TokenUsage(
        input_tokens=request_tokens(request),
        output_tokens=estimated_tokens(text),
        is_estimated=True,
    )
