"""The one request to write a refused draft again: it names what was wrong, in our words."""

from collections.abc import Iterable

from domain.generated_answers.fences import Fence
from domain.generated_answers.prompts import Prompt
from domain.generated_answers.token_estimates import within_tokens
from domain.generated_answers.verdicts import Verdict
from domain.language_models.requests import ModelMessage, ModelRequest, Speaker

_DRAFT_TOKENS = 600
_MOST_FAULTS = 10


def repair_of(
    request: ModelRequest, prompt: Prompt, draft: str, verdicts: Iterable[Verdict], nonce: str
) -> ModelRequest:
    """The same question, with the draft as the model's own words and a further instruction."""
    instructions, *rest = request.messages
    note = prompt.filled({"faults": "\n".join(_faults(verdicts))})
    own = within_tokens(Fence(nonce).cleaned(draft), _DRAFT_TOKENS) or "-"
    return request.model_copy(
        update={
            "prompt": f"{request.prompt}+{prompt.name}",
            "messages": (
                ModelMessage(speaker=Speaker.INSTRUCTIONS, text=f"{instructions.text}\n\n{note}"),
                *rest,
                ModelMessage(speaker=Speaker.BOT, text=own),
                ModelMessage(speaker=Speaker.CUSTOMER, text="Again, please."),
            ),
        }
    )


def _faults(verdicts: Iterable[Verdict]) -> list[str]:
    """Names of ours and numbers only: nothing that anybody wrote."""
    lines = []
    for verdict in verdicts:
        where = f"sentence {verdict.sentence}: " if verdict.sentence else ""
        reason = f" ({verdict.reason})" if verdict.reason else ""
        lines.append(f"- {where}{verdict.guard}{reason}")
    return list(dict.fromkeys(lines))[:_MOST_FAULTS]
