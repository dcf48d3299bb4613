"""What a model would read out of chat messages: the question, and numbered documents."""

import re
from typing import Any

from provider_doubles.language_models.answers import Asked, Document, Segment, text_of

_DOCUMENT = re.compile(
    r'<document number="(?P<number>\d{1,3})"(?P<more>[^>\n]{0,400})>\n'
    r"(?P<text>.*?)\n</document[^>\n]{0,40}>",
    re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]{0,300})"')


class BadMessages(ValueError):
    """A chat template would refuse them."""


def read_messages(body: dict[str, Any]) -> Asked:
    """Strict, as the templates of many models are."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadMessages("messages must not be empty")
    said = [(str(each.get("role")), text_of(each.get("content"))) for each in messages]
    rules = said.pop(0)[1] if said[0][0] == "system" else ""
    for place, (role, _) in enumerate(said):
        if role != ("assistant" if place % 2 else "user"):
            raise BadMessages("Conversation roles must alternate user/assistant/user/assistant/...")
    question = said[-1][1] if said else ""
    documents = tuple(
        Document(found["number"], _title(found["more"]), found["text"])
        for found in _DOCUMENT.finditer(question)
    )
    return Asked(
        question=_DOCUMENT.sub(" ", question).strip(),
        documents=documents,
        instructions=rules,
        most_tokens=int(body.get("max_tokens") or body.get("max_completion_tokens") or 4_000),
    )


def with_markers(segments: list[Segment]) -> str:
    """Sentences with the numbers of what they cite: before the stop or after it, as models do."""
    parts = []
    for place, segment in enumerate(segments):
        marks = "".join(f"[{each.name}]" for each in segment.cites)
        text = segment.text
        if marks and place % 2 == 0 and text.endswith("."):
            parts.append(f"{text[:-1]} {marks}.")
        else:
            parts.append(f"{text} {marks}".rstrip())
    return " ".join(parts)


def _title(more: str) -> str:
    found = _TITLE.search(more)
    return found.group(1) if found else ""
