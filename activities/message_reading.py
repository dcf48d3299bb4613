"""A customer's words on their way to a decision: read locally, and by a model where one helps."""

from functools import partial

from activities.form_reading import form_in_lines, form_submitted
from activities.step_work import StepWork
from domain.bot.model import Bot
from domain.dialogue.asked_slots import with_asked
from domain.dialogue.commands import ProposeMeaning
from domain.dialogue.context import context_of
from domain.dialogue.events import CustomerSpoke, Event, MeaningProposed, MessageUnderstood
from domain.dialogue.text.numbered_choices import said_by_number
from domain.ports import Understander


def proposal_for(bot: Bot, event: Event, step: StepWork) -> ProposeMeaning | None:
    """What a model is to be asked before anything is decided; None for most messages."""
    if not isinstance(event, MessageUnderstood) or bot.tenant.models.proposals is None:
        return None
    from domain.dialogue.proposed_meanings import may_help  # noqa: PLC0415 - the engine is dear

    context = context_of(bot, step.state)
    if not may_help(bot, step.state, context, event.text, event.understanding):
        return None
    return ProposeMeaning(
        text=event.text,
        locale=event.understanding.language,
        asked=context.question.slot if context.question else None,
        flow=context.flow,
    )


class MessageReading:
    """Understands what was said, within a step."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander

    async def heard(self, bot: Bot, spoke: CustomerSpoke, step: StepWork) -> Event:
        """What the engine decides on: words, files alone, or a form's answers."""
        if spoke.form is None:
            return spoke.files_alone() or await self.understood(bot, spoke, step)
        step.form_text = form_in_lines(bot, step.state, spoke.form)
        with step.timed("understand") as entry:
            entry.note = f"a form of {spoke.form.flow}"
            understand = partial(self._understander.understand, bot)
            return await form_submitted(bot, step.state, spoke, spoke.form, understand)

    async def understood(
        self,
        bot: Bot,
        spoke: CustomerSpoke,
        step: StepWork,
        proposed: MeaningProposed | None = None,
    ) -> MessageUnderstood:
        """The words as they are understood here, with what of a model's proposal holds."""
        with step.timed("understand") as entry:
            context = context_of(bot, step.state, spoke.at, spoke.languages)
            text = said_by_number(with_asked(bot, step.state), step.state, spoke.text)
            understanding = await self._understander.understand(bot, text, context)
            if proposed and proposed.proposal:
                from domain.dialogue.proposed_meanings import (  # noqa: PLC0415 - the engine is dear
                    understood_with,
                )

                understanding = understood_with(
                    bot, text, understanding, proposed.proposal, proposed.model
                )
            entry.note = f"{understanding.intent or 'out of scope'} {understanding.confidence:.2f}"
            if proposed and proposed.reason:
                entry.note += f"; the proposal {proposed.reason}"
        step.understanding = understanding
        return MessageUnderstood(
            at=spoke.at,
            text=text,
            understanding=understanding,
            customer=spoke.customer,
            languages=spoke.languages,
            person=spoke.person,
            crossed_since=spoke.crossed_since,
        )
