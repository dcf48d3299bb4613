"""The bots that the corpus is played with: the example shop's, and small ones that probe a slot."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from domain.bot.compiler import compile_bot
from domain.bot.model import Bot
from domain.errors import InvalidBot
from domain.ports import Understander
from domain.understanding.model import DialogueContext, Understanding
from duralogue.bot_tests.simulator import Understand
from infra.bot_files.reader import load_bot, sources_of
from tests.evals.understood.entries import CLOCK

_HERE = Path(__file__).parent / "bots"
_ACME = Path(__file__).parents[3] / "tenants" / "acme"
_ASKED = "ASKED"
"""Stands in a probe's flow where the slot in question goes."""


@lru_cache
def bot_of(name: str, asks: str | None) -> Bot | str:
    """Compile one, or say why it cannot be: it may use what the format does not know yet."""
    try:
        return _compiled(name, asks)
    except InvalidBot as error:
        return str(error)


def _compiled(name: str, asks: str | None) -> Bot:
    today = CLOCK.date()
    if name == "acme":
        return load_bot(_ACME, today=today)
    own = _texts(name)
    texts = own if "tenant.yaml" in own else _texts("probe") | own
    filled = {file: text.replace(_ASKED, asks or "reason") for file, text in texts.items()}
    return compile_bot(sources_of(filled, today=today))


def _texts(name: str) -> dict[str, str]:
    folder = _HERE / name
    files = sorted(folder.rglob("*.yaml"))
    return {str(file.relative_to(folder)): file.read_text() for file in files}


@dataclass(frozen=True)
class _Understanding:
    understander: Understander
    revision: str
    bot: Bot = field(compare=False)

    async def __call__(self, text: str, context: DialogueContext) -> Understanding:
        return await self.understander.understand(self.bot, text, context)


def understanding(understander: Understander, bot: Bot) -> Understand:
    """The understander as a stage asks for it; the same for the same bot."""
    return _Understanding(understander, bot.revision, bot)
