"""Default responses, in each language, for what a tenant has no sentence of its own."""

from collections.abc import Iterator

from domain.bot.model import Response
from domain.understanding.language.registry import by_language


def _responses() -> Iterator[Response]:
    """In the order of the first language, with the languages that have the sentence."""
    texts: dict[str, dict[str, str]] = by_language("responses", "TEXTS")
    replies: dict[str, dict[str, tuple[str, ...]]] = by_language("responses", "QUICK_REPLIES")
    for name in dict.fromkeys(name for known in texts.values() for name in known):
        yield Response(
            name=name,
            texts={language: known[name] for language, known in texts.items() if name in known},
            quick_replies={
                language: known[name] for language, known in replies.items() if name in known
            },
        )


DEFAULT_RESPONSES = tuple(_responses())
