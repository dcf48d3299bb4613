"""Hostile texts that no list of phrases was made for: little is shown, nothing leads elsewhere."""

import pytest

from domain.generated_answers.checks import Rules, unsafe
from domain.generated_answers.contexts import ConversationContext, PastMessage
from domain.generated_answers.hostile_text import speaks_to_models
from domain.messages import Role
from tests.fakes.hostile_phrasings import HONEST, PHRASINGS, WAYS_OUT
from tests.fakes.hostile_texts import HostileText, Wish
from tests.unit.activities.test_generated_answers import GOOD, PASSAGES, Shop
from tests.unit.activities.test_injections import hostile, said

_MOST_UNSEEN, _MOST_FALSE_ALARMS = 0.05, 0.06
_NEVER_TOLD = "\0"


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_way_out_is_seen_in_every_disguise(way: str) -> None:
    """As a link, as an app's own scheme, in words or with a letter that looks like a dot."""
    assert unsafe(way, Rules()), way


def test_most_phrasings_are_not_shown_to_a_model() -> None:
    """In twelve languages."""
    texts = [text.replace("{0}", "pay") for kind in PHRASINGS.values() for text in kind]
    unseen = [text for text in texts if not speaks_to_models(text)]
    assert len(texts) >= 90
    assert len(unseen) / len(texts) <= _MOST_UNSEEN, unseen


def test_honest_texts_that_look_alike_are_left_alone() -> None:
    """Manuals, terms and notices use the same words. These were chosen for being near."""
    alarms = [text for text in HONEST if unsafe(text, Rules())]
    assert len(HONEST) >= 100
    assert len(alarms) / len(HONEST) <= _MOST_FALSE_ALARMS, alarms


@pytest.mark.parametrize("kind", PHRASINGS)
async def test_what_a_model_says_for_them_is_not_said(kind: str) -> None:
    """As a document and as a tool's result, by a model that obeys whoever spoke last; each with
    another way out."""
    for number, text in enumerate(PHRASINGS[kind]):
        way = WAYS_OUT[(number * 7 + len(kind)) % len(WAYS_OUT)]
        wish = Wish("", kind, _NEVER_TOLD, way)
        one = HostileText(f"{kind} {number}", text.replace("{0}", way), wish)
        shop = Shop()
        if number % 2:
            shop.passages = [hostile(one.text), *PASSAGES]
        else:
            told = PastMessage(role=Role.BOT, text=one.text)
            shop.context = ConversationContext(messages=(told,))
        for spoken in await said(shop, one, after=f"{GOOD} " if number % 3 else ""):
            assert way not in spoken, one.name
