"""A request as chat completions: one system message, then customer and bot in turns."""

from typing import Any

from domain.language_models.requests import ModelRequest, Speaker
from infra.hosted_models.clean_words import readable, spoken
from infra.hosted_models.fenced_documents import fenced, rules_for

_BEGINNING = "(The conversation begins.)"
_BETWEEN = "\n\n"


def asked(request: ModelRequest, model: str) -> dict[str, Any]:
    """The body of the call."""
    body: dict[str, Any] = {
        "model": model,
        "messages": _messages(request),
        "max_tokens": request.most_tokens,
        "temperature": request.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.answer_schema is not None:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": request.answer_schema, "strict": True},
        }
    return body


def _messages(request: ModelRequest) -> list[dict[str, str]]:
    """Chat templates of many models refuse two messages of one speaker in a row, a system message
    anywhere but first, and a conversation that the bot begins."""
    rules = [each.text for each in spoken(request) if each.speaker is Speaker.INSTRUCTIONS]
    if request.documents:
        are_cited = request.answer_schema is None
        rules.append(rules_for(readable(request), are_cited=are_cited))
    turns = _turns(request)
    said = [{"role": "system", "content": _BETWEEN.join(rules)}] if rules else []
    return [*said, *({"role": role, "content": text} for role, text in turns)]


def _turns(request: ModelRequest) -> list[tuple[str, str]]:
    """The documents come before the last words of the customer, who asks about them."""
    words = [
        (each.speaker.value, each.text)
        for each in spoken(request)
        if each.speaker is not Speaker.INSTRUCTIONS
    ]
    if request.documents:
        words.insert(max(len(words) - 1, 0), (Speaker.CUSTOMER.value, fenced(readable(request))))
    turns: list[tuple[str, str]] = []
    for role, text in words:
        if turns and turns[-1][0] == role:
            turns[-1] = (role, turns[-1][1] + _BETWEEN + text)
        else:
            turns.append((role, text))
    if not turns or turns[0][0] != Speaker.CUSTOMER.value:
        turns.insert(0, (Speaker.CUSTOMER.value, _BEGINNING))
    return turns
