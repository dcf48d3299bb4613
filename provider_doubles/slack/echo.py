"""Events of the bot's own messages, as Slack sends them to the app that wrote them."""

from typing import Protocol

from provider_doubles.slack.workspace import Json, Message


class Echo(Protocol):
    """Slack sends an app the events of its own messages, too."""

    def posted(self, message: Message) -> None: ...

    def changed(self, message: Message, before: Json) -> None: ...

    def deleted(self, message: Message) -> None: ...
