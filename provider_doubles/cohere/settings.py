"""Settings of the double of Cohere."""

from provider_doubles.language_models.settings import ModelSettings


class CohereSettings(ModelSettings):
    """With models of every kind, and one that was served once."""

    models: tuple[str, ...] = (
        "command-a-plus-05-2026",
        "command-a-03-2025",
        "command-r7b-12-2024",
        "embed-v4.0",
        "rerank-v4.0-pro",
        "rerank-v4.0-fast",
    )
    retired: tuple[str, ...] = ("command-r",)
