"""A double of Slack: its Web API, the calls that it makes, and what people would have seen."""

from provider_doubles.slack.app import create_slack_double
from provider_doubles.slack.settings import SlackSettings

__all__ = ["SlackSettings", "create_slack_double"]
