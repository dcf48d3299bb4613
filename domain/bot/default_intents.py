"""Examples for what every bot understands, in each language."""

from collections.abc import Iterator

from domain.bot.model import Intent
from domain.understanding.language.registry import by_language

_ALWAYS_ON = frozenset({"talk_to_human"})


def _intents() -> Iterator[Intent]:
    """In the order of the first language, with the examples of the languages that have some."""
    examples: dict[str, dict[str, tuple[str, ...]]] = by_language("intents", "EXAMPLES")
    for name in dict.fromkeys(name for known in examples.values() for name in known):
        yield Intent(
            name=name,
            always_on=name in _ALWAYS_ON,
            examples={
                language: known[name] for language, known in examples.items() if name in known
            },
        )


DEFAULT_INTENTS = tuple(_intents())
