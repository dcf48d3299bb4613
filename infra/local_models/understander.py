"""Understands messages on this machine, by the steps that the bot's tenant has chosen."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from domain.bot.model import Bot
from domain.ports import Embedder, Vector
from domain.understanding.model import DialogueContext, Understanding
from domain.understanding.pipeline import Pipeline
from domain.understanding.steps import IntentStep
from domain.understanding_settings import UnderstandingSteps
from infra.local_models import understanding_steps
from infra.local_models.intent_recogniser import ExactRecogniser, ExampleRecogniser
from infra.local_models.intents_by_language import RecogniserByLanguage
from infra.local_models.skill_router import SkillRouter


class LocalUnderstander:
    """Implements `domain.ports.Understander`: a pipeline for each choice of steps."""

    def __init__(self, embedder: Embedder, cache_folder: Path) -> None:
        self._intents: Mapping[str, IntentStep] = {
            "examples": RecogniserByLanguage(
                SkillRouter(ExampleRecogniser(embedder, cache_folder), embedder)
            ),
            "exact": ExactRecogniser(),
        }
        self._pipelines: dict[UnderstandingSteps, Pipeline] = {}

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        """One message for one revision."""
        return await self._pipeline(bot).understand(bot, text, context, vector)

    async def prepare(self, bot: Bot) -> None:
        """Train this revision, or fetch what was trained; the first message need not wait then."""
        await self._pipeline(bot).intent.prepare(bot)

    def _pipeline(self, bot: Bot) -> Pipeline:
        steps = bot.tenant.understanding
        if steps not in self._pipelines:
            self._pipelines[steps] = assembled(steps, self._intents, _today)
        return self._pipelines[steps]


def assembled(
    steps: UnderstandingSteps, intents: Mapping[str, IntentStep], today: Callable[[], date]
) -> Pipeline:
    """The pipeline with the steps of these names."""
    return Pipeline(
        preprocess=understanding_steps.PREPROCESS[steps.preprocess](),
        needs=understanding_steps.NEEDS[steps.needs](),
        intent=intents[steps.intent],
        out_of_scope=understanding_steps.OUT_OF_SCOPE[steps.out_of_scope](),
        entities=understanding_steps.ENTITIES[steps.entities](),
        context=understanding_steps.CONTEXT[steps.context](),
        confidence=understanding_steps.CONFIDENCE[steps.confidence](),
        today=today,
    )


def _today() -> date:
    return datetime.now(UTC).date()
