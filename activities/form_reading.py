"""Forms: each answer is understood as the answer to its own question would be."""

from collections.abc import Awaitable, Callable

from domain.bot.model import Bot
from domain.dialogue.context import context_of
from domain.dialogue.events import CustomerSpoke, FormSubmitted
from domain.dialogue.state import DialogueState
from domain.dialogue.text.form_fields import question_of
from domain.forms import FormAnswers
from domain.understanding.model import DialogueContext, OpenQuestion, Understanding


async def form_submitted(
    bot: Bot,
    state: DialogueState,
    spoke: CustomerSpoke,
    form: FormAnswers,
    understand: Callable[[str, DialogueContext], Awaitable[Understanding]],
) -> FormSubmitted:
    """The form with what its answers mean. A name that is no slot of the bot means nothing; that
    is said to the customer when it is decided."""
    context = context_of(bot, state, spoke.at, spoke.languages)
    understood = {}
    for name, text in form.values.items():
        if name in bot.slots:
            asked = {"question": OpenQuestion(slot=name), "options": ()}
            reading = await understand(text, context.model_copy(update=asked))
            understood[name] = reading.model_copy(update={"said": None, "also": ()})
    return FormSubmitted(
        at=spoke.at,
        form=form,
        understood=understood,
        customer=spoke.customer,
        languages=spoke.languages,
        person=spoke.person,
    )


def form_in_lines(bot: Bot, state: DialogueState, form: FormAnswers) -> str:
    """The answers behind the questions of the bot, as the transcript shows them."""
    slots = [bot.slots[name] for name in form.values if name in bot.slots]
    return form.in_lines({slot.name: question_of(bot, state, slot) for slot in slots})
