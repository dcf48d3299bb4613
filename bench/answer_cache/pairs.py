"""The pairs that the cache of answers is measured by: true paraphrases, opposites made of frames
and values, and different questions about the same pages."""

import hashlib
import random
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
_SEED = 16
_MOST_OF_A_FAMILY = 400
_PAGES = "another question about the same pages"


class Pair(NamedTuple):
    """Two questions of one language."""

    language: str
    kind: str
    one: str
    other: str

    @property
    def is_held(self) -> bool:
        """Whether nobody may tune by it."""
        return hashlib.sha256(self.one.encode()).digest()[0] % 2 == 1


def paraphrases() -> list[Pair]:
    """Written by hand; both ask the same."""
    written = _yaml(HERE / "paraphrases.yaml")
    return [
        Pair(language, "paraphrase", one, other)
        for language, pairs in written.items()
        for one, other in pairs
    ]


def opposites() -> list[Pair]:
    """Made of frames and values; each pair asks for two things."""
    draw = random.Random(_SEED)  # noqa: S311 - the same ones each time
    found: dict[tuple[str, str], Pair] = {}
    for language, kinds in _yaml(HERE / "opposites.yaml").items():
        for kind, families in kinds.items():
            for family in families:
                pairs = list(_of_family(family))
                for one, other in draw.sample(pairs, min(len(pairs), _MOST_OF_A_FAMILY)):
                    found[one, other] = Pair(language, kind, one, other)
    return list(found.values())


def neighbours() -> list[Pair]:
    """Customers' questions of `bench/judge`, each beside the others about the same pages that have
    another answer."""
    found = []
    for file in sorted((HERE.parent / "judge").glob("*.yaml")):
        written = _yaml(file)
        asked = [
            (question, str(answer))
            for kind, questions in written.items()
            if isinstance(questions, dict) and kind != "none"
            for question, answer in questions.items()
        ]
        found += [
            Pair(written["language"], _PAGES, one, other)
            for (one, first), (other, second) in combinations(asked, 2)
            if first.casefold() != second.casefold()
        ]
    return found


def _of_family(family: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "pairs" not in family:
        yield from _of_values(family)
        return
    for one, other in family["pairs"]:
        if "ordered" in family:
            for values in family["ordered"]:
                told = values.split("|")
                yield one.format(*told), other.format(*told)
        elif "subjects" in family:
            for subject in family["subjects"]:
                yield one.format(subject), other.format(subject)
        else:
            yield one, other


def _of_values(family: dict[str, Any]) -> Iterator[tuple[str, str]]:
    alike = [set(group.split("|")) for group in family.get("same", ())]
    frames = family["frames"]
    for first, second in combinations(family["values"], 2):
        if not any({first, second} <= group for group in alike):
            for one, other in product(frames, frames):
                yield one.format(first), other.format(second)


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
