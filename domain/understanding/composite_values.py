"""Composite values in a text.

"two blue mugs and one plate"      {item: mug, quantity: 2, colour: blue}, {item: plate, …: 1}
"a mug in blue and two in red"     what is said again, without its thing, is one more of these
"plates and mugs, all in white"    holds for each
"no plate", "not blue"             denied
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.bot.model import Slot
from domain.messages import MAX_TEXT
from domain.understanding.acts.negation import Negation, negations
from domain.understanding.composite_grouping import Grouping
from domain.understanding.composite_parts import Found, find_parts
from domain.understanding.composite_reading import Reading
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.model import Entity, Scalar
from domain.understanding.preprocess import words_of

_FILE = "composite_values"
_CLOSES = re.compile(rf"\b(?:{fragment(_FILE, 'CLOSES')})\b", re.IGNORECASE)
_TAKES_OFF = word_table(_FILE, "TAKES_OFF")
_TAKES_OFF_AFTER = word_table(_FILE, "TAKES_OFF_AFTER")
_ENDS = re.compile(r"[,;:.!?\n]")
_BESIDE = word_table(_FILE, "BESIDE") | word_table("answers", "AROUND")


def read_composite(
    slot: Slot, text: str, entities: Sequence[Entity] = (), *, asked: str = ""
) -> Reading:
    """`text` is as the entities' places are; a value that may be of several parts is rather of the
    one that was `asked` for. An empty reading for a slot of another type."""
    if slot.composite is None:
        return Reading()
    text = _CLOSES.sub(lambda match: " " * len(match.group()), text[:MAX_TEXT])
    found = find_parts(slot, text, entities, asked)
    kept, denied = _without_denied(slot, text, found)
    return replace(
        Grouping(slot, text, asked).grouped(kept),
        denied=denied,
        says_more=_says_more(text, found),
        places=tuple((one.start, one.end) for one in found),
    )


def _without_denied(
    slot: Slot, text: str, found: Sequence[Found]
) -> tuple[list[Found], tuple[tuple[str, Scalar], ...]]:
    over = negations(text)
    head = slot.composite.head if slot.composite else ""
    kept, denied = list[Found](), list[tuple[str, Scalar]]()
    for one in found:
        is_head = one.parts[0] == head
        is_off = is_head and _is_taken_off(text, one, found)
        if is_off or any(_denies(no, text, one, is_head=is_head) for no in over):
            denied.append((one.parts[0], one.value))
        else:
            kept.append(one)
    return kept, tuple(denied)


def _denies(no: Negation, text: str, one: Found, *, is_head: bool) -> bool:
    """A "no" that opens a clause denies a thing right after it, "no plates"; before anything else
    it is an answer: "no, three"."""
    if no.opens and not (is_head and no.is_next_to(text, one.start)):
        return False
    return no.covers(one.start, one.end)


def _is_taken_off(text: str, one: Found, found: Sequence[Found]) -> bool:
    """ "Remove the plate", "ohne den Teller"; what stands before another thing is about that."""
    begins = max((other.end for other in found if other.end <= one.start), default=0)
    ends = min((other.start for other in found if other.start >= one.end), default=len(text))
    after = _ENDS.split(text[one.end : ends], maxsplit=1)[0]
    is_off = not _TAKES_OFF.isdisjoint(words_of(text[begins : one.start]))
    return is_off or not _TAKES_OFF_AFTER.isdisjoint(words_of(after))


def _says_more(text: str, found: Sequence[Found]) -> bool:
    bare = list(text)
    for one in found:
        bare[one.start : one.end] = " " * (one.end - one.start)
    return not _BESIDE.issuperset(words_of("".join(bare)))
