"""Understanding in bot tests: the real local one."""

from pathlib import Path

from domain.bot.model import Bot
from domain.ports import Understander
from domain.understanding.model import DialogueContext, Understanding
from duralogue.bot_tests.simulator import Understand
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.understander import LocalUnderstander


def local_understanding(bot: Bot, cache: Path) -> Understand:
    """MiniLM and the classifier trained on the bot's examples; nothing leaves the machine."""
    understander: Understander = LocalUnderstander(MiniLMEmbedder(), cache)

    async def understand(text: str, context: DialogueContext) -> Understanding:
        return await understander.understand(bot, text, context)

    return understand
