"""What names a bot's revision: the hash of everything else in it."""

import hashlib
import json

from domain.bot.model import Bot

_LENGTH = 16


def revision_of(bot: Bot) -> str:
    """The same content has the same revision, whoever compiled it and whenever."""
    content = {name: value for name, value in bot.as_content().items() if name != "revision"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]
