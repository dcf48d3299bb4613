"""In which of the tenant's languages the conversation goes on."""

from collections.abc import Sequence

from domain.bot.model import Bot
from domain.dialogue.state import DialogueState
from domain.understanding.language.detection import Tongue, tongue_of


def in_their_tongue(
    bot: Bot, state: DialogueState, text: str, preferred: Sequence[str] = ()
) -> DialogueState:
    """The state in the language that this message shows, else in the one that it had."""
    so_far = Tongue(locale=state.locale, is_shown=state.tongue_is_shown)
    found = tongue_of(text, so_far, bot.tenant.branding.locales, preferred)
    if found == so_far:
        return state
    return state.model_copy(update={"locale": found.locale, "tongue_is_shown": found.is_shown})
