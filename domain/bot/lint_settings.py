"""Settings of tenant.yaml that nothing acts on: said, so that nobody relies on them."""

from pydantic import BaseModel

from domain.bot.problems import Problems
from domain.bot.yaml_values import TENANT, Parsed

_UNREAD = (
    "branding.tone",
    "branding.signature",
    "features",
    "limits.plan",
    "limits.tokens_per_conversation",
    "privacy.redact",
    "privacy.retention",
)
"""They stay readable, since bots that were published with them are kept for ever."""


def lint_unread(parsed: Parsed, problems: Problems) -> None:
    for written in _UNREAD:
        path = tuple(written.split("."))
        if _is_written(parsed.tenant, path):
            problems.warn(TENANT, path, f"{written}: nothing acts on this yet")


def _is_written(model: BaseModel | None, path: tuple[str, ...]) -> bool:
    """Whether the file says it itself, and not only the default."""
    for field in path:
        if model is None or field not in model.model_fields_set:
            return False
        inner = getattr(model, field)
        model = inner if isinstance(inner, BaseModel) else None
    return True
