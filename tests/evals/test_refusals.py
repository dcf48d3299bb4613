"""Counts of refusals that are known, and of wishes that are taken for one.

`english.txt` and `german.txt` are the families of sentences that the rules were written with;
`messages.yaml` was written apart from them. Counts, not shares: a single lost sentence is noticed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from domain.bot.model import Bot
from domain.understanding.acts.refused_wishes import refuses
from tests.unit.domain.understanding.bots import a_bot

SENTENCES = Path(__file__).parent / "refusals"
FORMS = {
    "english": {
        "return it": ("return it", "returning it", "the return"),
        "cancel my order": ("cancel my order", "cancelling my order", "the cancellation"),
        "book a table": ("book a table", "booking a table", "the booking"),
        "upgrade my plan": ("upgrade my plan", "upgrading my plan", "the upgrade"),
    },
    "german": {
        "zurückschicken": ("zurückschicken", "zurückzuschicken", "Rückgabe"),
        "stornieren": ("stornieren", "zu stornieren", "Stornierung"),
    },
}
_BARE = re.compile(r"\b(no|more|without|any) the ")
Said = tuple[Bot, str, bool]
"""For which bot, what is said, and whether it refuses the bot's wish."""


def _bot(words: str) -> Bot:
    """Its wish is known by these words alone."""
    return a_bot({"it": tuple(words.split())}, revision=words)


def _families(language: str) -> Iterator[Said]:
    refused = True
    for line in (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            refused = line == "== refused"
        elif line and not line.startswith("#"):
            for said in map(str.strip, line.split("|")):
                for do, doing, thing in FORMS[language].values():
                    filled = said.format(do=do, doing=doing, thing=thing)
                    yield _bot(f"{do} {doing} {thing}"), _BARE.sub(r"\1 ", filled), refused


def _messages(part: str) -> Iterator[Said]:
    read = yaml.safe_load((SENTENCES / "messages.yaml").read_text(encoding="utf-8"))
    for outcome in ("refused", "wished"):
        for wish, texts in read[part][outcome].items():
            for text in texts:
                yield _bot(read["wishes"][wish]), text, outcome == "refused"


def _counted(said: Iterator[Said]) -> tuple[int, int, str]:
    """Refusals that are known, wishes that are taken for one, and which went wrong."""
    known, false, wrong = 0, 0, []
    for bot, text, is_refused in said:
        found = refuses(bot, "it", text)
        known, false = known + (found and is_refused), false + (found and not is_refused)
        wrong += [text] if found != is_refused else []
    return known, false, "\n".join(wrong)


@pytest.mark.parametrize(("language", "least", "most"), [("english", 1405, 31), ("german", 558, 7)])
def test_families_of_refusals_are_known(language: str, least: int, most: int) -> None:
    """Of 1,432 and 1,020 sentences in English, 584 and 444 in German."""
    known, false, wrong = _counted(_families(language))
    print(f"refusals {language} {known}, false {false}\n{wrong}")  # noqa: T201
    assert known >= least
    assert false <= most, wrong


@pytest.mark.parametrize(("part", "least", "most"), [("first", 49, 3), ("second", 49, 0)])
def test_refusals_written_apart_are_known(part: str, least: int, most: int) -> None:
    """Of 55 and 55 messages each."""
    known, false, wrong = _counted(_messages(part))
    print(f"refusals {part} {known}, false {false}\n{wrong}")  # noqa: T201
    assert known >= least, wrong
    assert false <= most, wrong
