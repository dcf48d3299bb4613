"""Refusals of Slack's Web API, by the code that it gives."""

from channels.slack.codes import Code, code_of
from domain.errors import DependencyRejected


class SlackRefused(DependencyRejected):
    """Slack has understood the call and refused it: nothing was done."""

    def __init__(self, method: str, error: str) -> None:
        code = code_of(error)
        super().__init__(f"{method}: {code.reason} ({error[:60]})")
        self.error = error
        self.code: Code = code
