"""A double of OpenAI-compatible servers: chat completions in three dialects, and their kin."""

from provider_doubles.openai_compatible.app import create_openai_double
from provider_doubles.openai_compatible.settings import Dialect, OpenAISettings

__all__ = ["Dialect", "OpenAISettings", "create_openai_double"]
