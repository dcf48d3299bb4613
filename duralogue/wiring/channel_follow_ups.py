"""Follow-ups of channels, one line for each channel that has any."""

from api.welcome import welcome_of
from channels.slack.follow_ups import SlackFollowUps
from channels.slack.home import Phrases
from channels.slack.workspaces import SlackWorkspaces
from domain.channel_addresses import Channel
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import render
from domain.ports import (
    Bots,
    ChannelConnections,
    ChannelFollowUps,
    ChannelInstalls,
    ConversationPeople,
)


def follow_ups(
    bots: Bots,
    people: ConversationPeople,
    connections: ChannelConnections,
    installs: ChannelInstalls,
) -> dict[Channel, ChannelFollowUps]:
    async def phrases(tenant_id: str) -> Phrases:
        """In the tenant's first language: Slack does not say which one a person reads."""
        bot = await bots.current(tenant_id)
        locale = bot.tenant.branding.locales[0]
        state = DialogueState(locale=locale, channel=Channel.SLACK)
        return Phrases(
            title=render(bot, state, "home_title").text,
            empty=render(bot, state, "home_empty").text,
            prompts=welcome_of(bot).starters[locale],
        )

    workspaces = SlackWorkspaces(connections, installs)
    return {Channel.SLACK: SlackFollowUps(workspaces, people, phrases)}
