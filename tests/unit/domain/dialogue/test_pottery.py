# ruff: noqa: E501 - a conversation and what comes of it, line by line
"""Conversations about orders of several things, written before they were tried."""

from datetime import date
from functools import lru_cache

import pytest

from domain.bot.model import Bot
from infra.bot_files.reader import load_bot
from tests.unit.domain.bots import ACME
from tests.unit.domain.dialogue.conversations import Talk


@lru_cache(maxsize=1)
def pottery() -> Bot:
    return load_bot(ACME.parent / "pottery", today=date(2026, 11, 23))


def ordered(texts: tuple[str, ...], locale: str) -> str:
    """What the order is in the end: "2 mug blue, 1 plate"."""
    talk = Talk(pottery(), locale=locale)
    for at, text in enumerate(texts):
        talk.says(text, None if at else "order_pottery")
    parts = ("quantity", "piece", "glaze")
    things = talk.state.slots.get("order_items") or []
    return ", ".join(" ".join(str(one[name]) for name in parts if name in one) for one in things)


@pytest.mark.parametrize(
    ("texts", "locale", "wanted"),
    [
        (("Hello! Could you please send me six plates in white and four cups in blue?",), "en", "6 plate white, 4 mug blue"),
        (("i need 3 bowls","dark green"), "en", "3 bowl dark_green"),
        (("I want to order something","bowls, two blue and one white"), "en", "2 bowl blue, 1 bowl white"),
        (("I want to order something","a cup and two dishes","the cup blue, the dishes white"), "en", "1 mug blue, 2 plate white"),
        (("I want to order something","plates please","white","make that five plates"), "en", "5 plate white"),
        (("order two mugs in blue","sorry, I meant bowls"), "en", "2 bowl blue"),
        (("order two mugs in blue and a white plate","change the plate to dark green"), "en", "2 mug blue, 1 plate dark_green"),
        (("order two mugs in blue and a white plate","no wait, only one mug"), "en", "1 mug blue, 1 plate white"),
        (("order two mugs in blue and a white plate","add three white bowls"), "en", "2 mug blue, 1 plate white, 3 bowl white"),
        (("order two mugs in blue and a white plate","remove the mugs"), "en", "1 plate white"),
        (("order two mugs in blue and a white plate","can I have the mugs in white instead?"), "en", "2 mug white, 1 plate white"),
        (("order two mugs","what glazes do you have?","blue"), "en", "2 mug blue"),
        (("order two mugs and a plate","the same for both: blue"), "en", "2 mug blue, 1 plate blue"),
        (("order two mugs and a plate","I don't know","white"), "en", "2 mug white, 1 plate"),
        (("Ich brauche vier Teller und zwei Schalen in Weiß","blau"), "de", "4 plate blue, 2 bowl white"),
        (("Ich möchte etwas bestellen","Tassen","drei Stück in Blau"), "de", "3 mug blue"),
        (("bestell mir bitte eine blaue Schüssel","doch lieber in Weiß"), "de", "1 bowl white"),
        (("bestell mir bitte eine blaue Schüssel und zwei weiße Teller","die Teller doch in Dunkelgrün"), "de", "1 bowl blue, 2 plate dark_green"),
        (("bestell mir bitte eine blaue Schüssel und zwei weiße Teller","mach bitte drei Teller draus"), "de", "1 bowl blue, 3 plate white"),
        (("bestell mir bitte eine blaue Schüssel und zwei weiße Teller","die Schüssel brauche ich nicht"), "de", "2 plate white"),
        (("bestell mir bitte eine blaue Schüssel und zwei weiße Teller","und dazu noch zwei blaue Becher"), "de", "1 bowl blue, 2 plate white, 2 mug blue"),
        (("Ich hätte gern zwei Becher und eine Schale","beides in creme"), "de", "2 mug white, 1 bowl white"),
        (("zwei blaue Tassen bestellen, bitte","nein, weiße"), "de", "2 mug white"),
        (("Good morning, I would like 4 white mugs as a gift, plus a dark green bowl.",), "en", "4 mug white, 1 bowl dark_green"),
        (("I'd love a dozen white plates",), "en", "12 plate white"),
        (("can you send 2 dishes (cream) and 2 coffee cups (blue)?",), "en", "2 plate white, 2 mug blue"),
        (("I want to buy pottery","a bowl","blue","on second thought, white"), "en", "1 bowl white"),
        (("order two mugs and two plates","all of them dark green"), "en", "2 mug dark_green, 2 plate dark_green"),
        (("order two mugs and two plates","mugs blue, plates white"), "en", "2 mug blue, 2 plate white"),
        (("order two white mugs","could you make it three?"), "en", "3 mug white"),
        (("order two white mugs","and a plate","blue"), "en", "2 mug white, 1 plate blue"),
        (("order two white mugs and a blue plate","scrap the mugs please"), "en", "1 plate blue"),
        (("order two white mugs and a blue plate","hmm, the plate white as well"), "en", "2 mug white, 1 plate white"),
        (("order two white mugs and a blue plate","yes but only one mug"), "en", "1 mug white, 1 plate blue"),
        (("order a white mug","no, a blue one"), "en", "1 mug blue"),
        (("order a white mug, a blue mug and a white bowl","the white mug should be dark green"), "en", "1 mug dark_green, 1 mug blue, 1 bowl white"),
        (("Ich möchte 5 Becher bestellen, davon 3 blau und 2 weiß",), "de", "3 mug blue, 2 mug white"),
        (("Einen Teller und eine Tasse bitte, Teller weiß, Tasse blau",), "de", "1 plate white, 1 mug blue"),
        (("Keramik kaufen","eine Schale bitte","egal","blau"), "de", "1 bowl blue"),
        (("Ich brauche Teller","weiß","vier Stück bitte"), "de", "4 plate white"),
        (("zwei weiße Tassen und einen blauen Teller","Teller lieber weiß"), "de", "2 mug white, 1 plate white"),
        (("zwei weiße Tassen und einen blauen Teller","ach nein, doch nur eine Tasse"), "de", "1 mug white, 1 plate blue"),
        (("zwei weiße Tassen und einen blauen Teller","noch eine blaue Schale"), "de", "2 mug white, 1 plate blue, 1 bowl blue"),
        (("zwei weiße Tassen und einen blauen Teller","kannst du den Teller weglassen?"), "de", "2 mug white"),
        (("zwei weise Tasen und ein blauer Teler",), "de", "2 mug white, 1 plate blue"),
    ],
)  # fmt: skip
def test_what_is_said_is_what_is_ordered(texts: tuple[str, ...], locale: str, wanted: str) -> None:
    """Given at once or little by little, and put right in the customer's own words."""
    assert ordered(texts, locale) == wanted
