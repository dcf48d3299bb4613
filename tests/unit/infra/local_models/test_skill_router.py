"""Skills: a tenant with many intents is routed to the likeliest groups of them."""

from itertools import product
from pathlib import Path
from time import process_time

from domain.bot.model import Bot, Intent
from domain.understanding.model import DialogueContext
from domain.understanding_settings import Skill
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.understander import LocalUnderstander
from tests.unit.domain.understanding.bots import a_bot

THINGS = {
    "card": "credit card", "loan": "car loan", "account": "savings account", "flight": "flight",
    "hotel": "hotel room", "phone": "phone contract", "internet": "broadband line",
    "insurance": "travel insurance", "gym": "gym membership", "library": "library book",
    "power": "electricity meter", "parcel": "parcel",
}  # fmt: skip
WISHES = {
    "order": ("I want a new {}", "get me a {}", "sign me up for a {}", "can I order a {}",
              "how do I apply for a {}", "please set up a {} for me"),
    "end": ("cancel my {}", "I want to get rid of the {}", "end the {}", "stop my {} please",
            "I no longer want the {}", "close the {}"),
    "price": ("what does the {} cost", "how much is a {}", "price of the {}",
              "what are the fees for the {}", "is the {} expensive", "tell me the {} rates"),
    "lost": ("I lost my {}", "my {} has disappeared", "somebody stole my {}",
             "I can't find the {}", "the {} is gone", "my {} went missing"),
    "change": ("change my {}", "I need to modify the {}", "update the {}",
               "can I switch to another {}", "swap my {} for a different one", "alter the {}"),
    "broken": ("my {} doesn't work", "the {} is broken", "there is a problem with my {}",
               "the {} has a fault", "why did the {} stop working", "repair my {}"),
    "status": ("what is the status of my {}", "when will the {} be ready", "how far is my {}",
               "any news about the {}", "track the {}", "is the {} on its way"),
    "terms": ("what are the rules for the {}", "terms and conditions of the {}",
              "what is not allowed with a {}", "read me the small print of the {}",
              "which conditions has the {}", "what do I agree to with the {}"),
}  # fmt: skip
HELD_OUT = {
    "order": "I'd like to have a {}", "end": "please terminate the {}",
    "price": "how expensive would a {} be", "lost": "I have mislaid my {}",
    "change": "I'd like to adjust my {}", "broken": "my {} keeps failing",
    "status": "has anything happened with my {} yet", "terms": "what does the {} contract say",
}  # fmt: skip
STRANGERS = ("who won the match", "tell me a joke", "the recipe needs two eggs", "asdf qwer")
NOISE = 3.0


def a_large_bot(*, skills: bool) -> Bot:
    """Twelve skills with eight intents each."""
    intents = {
        f"{skill}_{wish}": Intent(
            name=f"{skill}_{wish}", examples={"en": tuple(text.format(thing) for text in texts)}
        )
        for (skill, thing), (wish, texts) in product(THINGS.items(), WISHES.items())
    }
    groups = {skill: Skill(intents=tuple(f"{skill}_{wish}" for wish in WISHES)) for skill in THINGS}
    bot = a_bot(revision="routed" if skills else "flat")
    tenant = bot.tenant.model_copy(update={"skills": groups if skills else {}})
    return bot.model_copy(update={"intents": intents, "tenant": tenant})


async def figures(bot: Bot, embedder: CachingEmbedder, folder: Path) -> tuple[float, int, float]:
    """How many in a hundred were right, how many strangers were refused, seconds of training."""
    understander = LocalUnderstander(embedder, folder)
    began = process_time()
    await understander.prepare(bot)
    seconds = process_time() - began
    right = 0
    for (skill, thing), (wish, text) in product(THINGS.items(), HELD_OUT.items()):
        found = await understander.understand(bot, text.format(thing), DialogueContext())
        right += found.intent == f"{skill}_{wish}"
    refused = [
        (await understander.understand(bot, text, DialogueContext())).intent is None
        for text in STRANGERS
    ]
    return 100 * right / (len(THINGS) * len(HELD_OUT)), sum(refused), seconds


async def test_routing_loses_no_accuracy_and_costs_no_more(
    embedder: MiniLMEmbedder, tmp_path: Path
) -> None:
    """
    Against one classifier for all 96 intents, on words that stand in no example.
    """
    cached = CachingEmbedder(embedder)
    bot = a_large_bot(skills=False)
    await cached.embed([text for one in bot.intents.values() for text in one.examples["en"]])

    flat = await figures(bot, cached, tmp_path / "flat")
    routed = await figures(a_large_bot(skills=True), cached, tmp_path / "routed")

    print(f"flat {flat}, routed {routed}")  # noqa: T201 - shown by `pytest -rP`
    assert routed[0] >= flat[0] - NOISE
    assert routed[1] >= flat[1]
    assert routed[2] <= 1.5 * flat[2], "each is measured once, and machines hesitate"


async def test_an_example_is_known_whatever_its_skill(
    embedder: MiniLMEmbedder, tmp_path: Path
) -> None:
    """
    Word for word, without any routing.
    """
    bot = a_large_bot(skills=True)
    understander = LocalUnderstander(CachingEmbedder(embedder), tmp_path)
    found = await understander.understand(bot, "track the library book", DialogueContext())
    assert (found.intent, found.confidence) == ("library_status", 1.0)
