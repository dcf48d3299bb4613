"""What the understanding may know of the dialogue."""

from domain.bot.model import Bot
from domain.dialogue.state import DialogueState
from domain.understanding.model import DialogueContext


def context_of(bot: Bot, state: DialogueState) -> DialogueContext:
    front = state.stack[-1] if state.stack else None
    return DialogueContext(
        question=state.question,
        flow=front.flow if front and front.flow in bot.flows else None,
        mentions=state.mentions,
        options=state.options,
        locale=state.locale,
    )
