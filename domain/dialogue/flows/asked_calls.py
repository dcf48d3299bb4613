"""A call that its server has answered with questions: ask them, then go on with the call."""

from typing import Any

from domain.bot.model import Tool
from domain.dialogue.asked_slots import answers_of, names_of, with_asked
from domain.dialogue.commands import AwaitInput
from domain.dialogue.draft import Draft
from domain.dialogue.state import AskedByTool
from domain.tool_questions import ToolQuestion

MOST_ROUNDS = 5
"""Times that one call may ask, so that no server asks for ever."""
_MOST_BYTES = 1_200
"""Of the questions of one call: they are part of the state while it waits."""
EXPIRED, NOT_ASKABLE = "input_expired", "input_not_askable"


def begin(
    draft: Draft, tool: Tool, call_id: str, questions: tuple[ToolQuestion, ...], rounds: int
) -> bool:
    """Keep what is asked, in front. False for what is not asked: too often, or of nobody."""
    size = sum(len(one.model_dump_json(exclude_defaults=True).encode()) for one in questions)
    if tool.mcp is None or not questions or rounds > MOST_ROUNDS or size > _MOST_BYTES:
        return False
    asked = AskedByTool(ref=call_id, questions=questions, rounds=rounds)
    draft.change_front(asked=asked)
    draft.bot = with_asked(draft.bot, draft.state)
    draft.emit(AwaitInput(call_id=call_id, until=draft.at + tool.mcp.answer_within))
    return True


def ask_next(draft: Draft, asked: AskedByTool) -> bool:
    """Ask the first question that has no answer; False where all have one."""
    skipped = draft.front.skipped if draft.front else ()
    for name in names_of(asked):
        slot = draft.bot.slots.get(name)
        if slot is not None and name not in skipped and draft.state.slots.get(name) is None:
            draft.ask_slot(slot)
            return True
    return False


def take_answers(draft: Draft, asked: AskedByTool) -> None:
    """All are there: they are kept with the call, which may still have to be made again."""
    names = names_of(asked)
    answers = answers_of(asked, draft.state.slots)
    draft.change(slots={k: v for k, v in draft.state.slots.items() if k not in names})
    skipped = draft.front.skipped if draft.front else ()
    draft.change_front(
        asked=asked.model_copy(update={"answers": answers}),
        skipped=tuple(name for name in skipped if name not in names),
    )


def continued(asked: AskedByTool | None) -> dict[str, Any]:
    """Of the command for a call: which one it goes on with, and the answers."""
    if asked is None or asked.answers is None:
        return {}
    return {"continues": asked.ref, "answers": asked.answers}
