"""A double of Twilio's messaging: its API, the calls that it makes, and what phones would show."""

from provider_doubles.twilio.app import create_twilio_double
from provider_doubles.twilio.settings import TwilioSettings

__all__ = ["TwilioSettings", "create_twilio_double"]
