"""Presses and words in the channel of the desk: buttons of cards, and messages in threads."""

import re
from typing import Final

from channels.slack.payloads import Interaction, Message
from channels.slack.plain_text import plain
from channels.slack.scene import Scene
from domain.desk.messenger import DeskAction, DeskPress, DeskWord
from domain.messages import MAX_TEXT, is_visible

DESK: Final = "desk:"
"""How the `action_id` of a card's button begins; its value is the handoff's id."""
_HANDOFF: Final = re.compile(r"[A-Za-z0-9_:.~-]{1,200}")


def pressed_at_desk(interaction: Interaction, scene: Scene) -> tuple[DeskPress, ...]:
    """Buttons of cards. A value that is none of ours is nobody's handoff."""
    container = interaction.container
    if container.channel_id is None or container.message_ts is None:
        return ()
    names = {DESK + action.value: action for action in DeskAction}
    return tuple(
        DeskPress(
            action=names[each.action_id],
            handoff_id=each.value,
            account=scene.account,
            channel=container.channel_id,
            thread=container.message_ts,
            user=interaction.user.id,
            person=scene.person(interaction.user.id),
            trigger=interaction.trigger_id or "",
        )
        for each in interaction.actions
        if each.action_id in names and each.value and _HANDOFF.fullmatch(each.value)
    )


def said_in_thread(message: Message, scene: Scene) -> tuple[DeskWord, ...]:
    """What a person has written in a thread of a channel, once it is known to be theirs."""
    text = plain(message.text or "", scene.bot_user, most=MAX_TEXT)
    in_thread = message.thread_ts not in {None, message.ts}
    if not in_thread or message.channel is None or message.ts is None or not is_visible(text):
        return ()
    return (
        DeskWord(
            account=scene.account,
            channel=message.channel,
            thread=message.thread_ts or "",
            user=message.user or "",
            person=scene.person(message.user or ""),
            message_id=scene.message_id(message.ts, message.channel),
            text=text,
        ),
    )
