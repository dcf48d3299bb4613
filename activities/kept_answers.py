"""Answers said again to whoever asks the same, and kept once a model has given a good one."""

import logging
import time
from datetime import timedelta

from activities.answers_in_progress import Generated, KeepingPlace
from domain.bot.model import Bot
from domain.errors import DependencyUnavailable
from domain.generated_answers.attempts import Asked, chunk_id
from domain.generated_answers.contexts import ConversationContext
from domain.generated_answers.kept_answers import CacheKey, CacheResult, KeptAnswer
from domain.generated_answers.records import Ending
from domain.generated_answers.standing_alone import is_greeting, why_not_alone
from domain.knowledge import Answer
from domain.messages import Role
from domain.ports.answer_cache import AnswerCache, CacheMeter, QuestionComparison
from domain.ports.generated_answers import ConversationContexts

_log = logging.getLogger(__name__)


class KeptAnswers:
    """Finds and keeps them, where the tenant says so. Whatever fails here costs a model's time and
    no answer."""

    def __init__(
        self,
        cache: AnswerCache,
        questions: QuestionComparison,
        contexts: ConversationContexts,
        meter: CacheMeter,
    ) -> None:
        self._cache = cache
        self._questions = questions
        self._contexts = contexts
        self._meter = meter

    async def recall(self, bot: Bot, found: Generated, prompt: str) -> None:
        """Answer with what is kept, or note the place where a model's answer may be kept. Its
        request is then told nothing but the question and the passages."""
        settings = bot.tenant.models.cache
        asked = found.attempt.asked
        if not settings.enabled or not asked.vector:
            return
        try:
            await self._recall(found, _key(asked, found, prompt), settings.keep)
        except DependencyUnavailable as error:
            found.place = None
            _log.warning("kept_answers_unavailable", extra={"error_type": type(error).__name__})

    async def keep(self, bot: Bot, found: Generated, answer: Answer | None) -> None:
        """A model's first draft that had nothing wrong, as it was said. An answer is not lost for
        it."""
        place, attempt = found.place, found.attempt
        if place is None or attempt.ending is not Ending.SAID or answer is None:
            return
        if answer != found.answer or any(attempt.verdicts) or not attempt.citations:
            return
        kept = KeptAnswer(
            question=attempt.asked.query,
            answer=answer,
            citations=attempt.citations,
            model=attempt.model,
            connection=attempt.connection,
        )
        try:
            await self._cache.keep(
                place.key,
                kept,
                attempt.asked.vector,
                generation=place.generation,
                since=timedelta(seconds=time.perf_counter() - attempt.asked.began),
                keep=bot.tenant.models.cache.keep,
            )
        except DependencyUnavailable as error:
            _log.warning("answer_not_kept", extra={"error_type": type(error).__name__})

    async def _recall(self, found: Generated, key: CacheKey, keep: timedelta) -> None:
        asked = found.attempt.asked
        language = asked.locale.partition("-")[0]
        context = await self._contexts.before(asked.tenant_id, asked.conversation_id, asked.turn)
        found.context = context
        if why_not_alone(asked.query, language) or not _is_first(context, language):
            self._meter.looked(asked.tenant_id, CacheResult.REFUSED)
            return
        found.context = ConversationContext(locale=context.locale)
        candidates = await self._cache.find(
            key, asked.query, asked.vector, today=asked.at.date(), keep=keep
        )
        hit = next((one for one in candidates.answers if self._answers(one, asked)), None)
        self._meter.looked(asked.tenant_id, CacheResult.HIT if hit else CacheResult.MISS)
        if hit is not None:
            found.attempt.prompt = key.prompt
            found.answer = found.attempt.says_again(hit)
            await self._cache.used(asked.tenant_id, hit.entry_id)
        elif candidates.generation:
            found.place = KeepingPlace(key, candidates.generation)

    def _answers(self, kept: KeptAnswer, asked: Asked) -> bool:
        """It asks the same, and all that it cites was found for this question as well."""
        known = {chunk_id(passage) for passage in asked.passages}
        language = asked.locale.partition("-")[0]
        return kept.chunk_ids <= known and self._questions.same(
            kept.question, asked.query, language
        )


def _key(asked: Asked, found: Generated, prompt: str) -> CacheKey:
    return CacheKey(
        tenant_id=asked.tenant_id,
        revision=asked.revision,
        audiences=asked.audiences,
        locale=asked.locale,
        longest=found.rules.longest,
        prompt=prompt,
    )


def _is_first(context: ConversationContext, language: str) -> bool:
    """Nothing is known of the customer, who has said no more than a greeting."""
    said = (one.text for one in context.messages if one.role is not Role.BOT)
    is_unknown = all(value is None for value in context.slots.values())
    return is_unknown and all(is_greeting(text, language) for text in said)
