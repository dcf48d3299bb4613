"""The flow with which a conversation on the web begins, where the tenant wants one."""

from domain.bot.model import Bot, Flow
from domain.channel_addresses import Channel
from domain.dialogue.commands import Say
from domain.dialogue.draft import Draft
from domain.dialogue.events import FormSubmitted, MessageUnderstood
from domain.dialogue.flows.flow_starts import start_flow
from domain.dialogue.message_reading import Heard, is_small_talk
from domain.dialogue.reactions import further_needs
from domain.dialogue.state import DialogueState


def flow_of(bot: Bot) -> Flow | None:
    """None where the tenant has set none, or this revision of the bot has no such flow."""
    return bot.flows.get(bot.tenant.channels.web.pre_chat or "")


def begin_by_form(draft: Draft, event: FormSubmitted) -> None:
    """The page has shown the form before anybody spoke, as it shows the greeting: its answers find
    the flow as if it had just asked."""
    flow = flow_of(draft.bot)
    if flow is None or flow.name != event.form.flow or not _is_fresh(draft.state):
        return
    asking = Draft(draft.bot, draft.state, draft.at)
    asking.hear("", event.customer)
    start_flow(asking, flow)
    if all(isinstance(command, Say) for command in asking.commands):
        draft.state = asking.state


def asks_first(draft: Draft, heard: Heard, event: MessageUnderstood) -> bool:
    """Begin the flow with the first words of a conversation; what they want comes after it."""
    flow = flow_of(draft.bot)
    if flow is None or not _is_fresh(draft.state):
        return False
    is_wish = heard.flow is not None and not is_small_talk(heard.flow) and heard.flow != flow
    if is_wish or heard.is_question:
        further_needs.put_off(draft, event)
    start_flow(draft, flow, heard)
    return True


def _is_fresh(state: DialogueState) -> bool:
    is_begun = state.greeted or state.stack or state.parked or state.session > 1
    return state.channel == Channel.WEB and not is_begun
