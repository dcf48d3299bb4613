"""A tenant of many skills, whose documents look alike: a question is answered from the right one.

The documents call each product by its brand, and customers do not. Which product a question is
about is told by the intents it resembles, or by the flow that is under way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.answer_finder import AnswerFinder
from domain.bot.model import Bot, Flow, Intent
from domain.bot.skills import area_of, asked_skill
from domain.knowledge import KnowledgeDocument
from domain.understanding.model import DialogueContext, IntentScore
from domain.understanding_settings import Skill
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.understander import LocalUnderstander
from infra.markdown.documents import parse_document
from infra.postgres.retriever import PostgresRetriever
from tests.evals.conftest import Tell, indexed
from tests.integration.knowledge.dates import NOW
from tests.unit.domain.understanding.bots import a_bot

TENANT = "skills"
PRODUCTS = {
    "card": ("credit card", "Amberline"),
    "loan": ("car loan", "Wheelwise"),
    "savings": ("savings account", "Acorn"),
    "internet": ("broadband line", "Nimbus"),
    "phone": ("phone contract", "Chatterbox"),
    "insurance": ("travel insurance", "Safepath"),
    "gym": ("gym membership", "Ironworks"),
    "power": ("electricity meter", "Brightside"),
}
WISHES = {
    "order": ("I want a new {}", "get me a {}", "sign me up for a {}", "please set up a {} for me"),
    "change": ("change my {}", "I need to modify the {}", "update the {}", "swap my {}"),
    "broken": ("my {} doesn't work", "the {} is broken", "there is a problem with my {}"),
    "status": ("what is the status of my {}", "any news about the {}", "track the {}"),
}
SECTIONS = {
    "Notice": "The notice period of {brand} is {n} days.",
    "Fees": "{brand} costs {n} EUR a month.",
    "Start": "{brand} starts {n} days after you have signed.",
    "Age": "To sign up for {brand} you must be {n} years old.",
    "Refunds": "If you leave {brand} early, {n} percent of the fees are refunded.",
}
BY_PRODUCT = {
    "Notice": "what is the notice period for the {}?",
    "Fees": "how much does the {} cost a month?",
    "Start": "how many days after signing does the {} start?",
    "Age": "how old must I be to sign up for the {}?",
    "Refunds": "what percentage of the fees is refunded if I leave the {} early?",
}
IN_A_FLOW = {
    "Notice": "what is the notice period?",
    "Fees": "how much is it a month?",
    "Start": "how many days after signing does it start?",
    "Age": "how old must I be to sign up?",
    "Refunds": "what percentage of the fees is refunded if I leave early?",
}
GENERAL = {
    "where is your head office?": "Harbour Street",
    "which languages does the support speak?": "Portuguese",
    "who is the ombudsman?": "Grey",
}


@dataclass(frozen=True)
class Case:
    """A question, what its answer must hold, and the flow that is under way."""

    text: str
    holds: str
    flow: str = ""


@dataclass(frozen=True)
class Tally:
    right: int
    wrong: int
    of: int


def number(skill: str, section: str) -> int:
    """Another one for each product and section."""
    return 11 + 7 * list(PRODUCTS).index(skill) + 3 * list(SECTIONS).index(section)


def documents() -> list[KnowledgeDocument]:
    found = []
    for skill, (_, brand) in PRODUCTS.items():
        sections = "\n\n".join(
            f"## {name}\n\n{text.format(brand=brand, n=number(skill, name))}"
            for name, text in SECTIONS.items()
        )
        found.append(parse_document(f"{skill}/terms", f"---\ntitle: {brand}\n---\n{sections}\n"))
    company = (
        "## Place\n\nOur head office is in Harbour Street 9.\n\n"
        "## Languages\n\nThe support speaks English and Portuguese.\n\n"
        "## Complaints\n\nThe ombudsman is Ms Grey.\n"
    )
    return [*found, parse_document("company", f"---\ntitle: The company\n---\n{company}")]


def the_bot() -> Bot:
    intents = {
        f"{skill}_{wish}": Intent(
            name=f"{skill}_{wish}", examples={"en": tuple(text.format(thing) for text in texts)}
        )
        for (skill, (thing, _)), (wish, texts) in product(PRODUCTS.items(), WISHES.items())
    }
    flows = {
        f"{skill}_flow": Flow(name=f"{skill}_flow", when=f"{skill}_change", steps=())
        for skill in PRODUCTS
    }
    skills = {
        skill: Skill(
            intents=tuple(f"{skill}_{wish}" for wish in WISHES),
            flows=(f"{skill}_flow",),
            documents=(f"{skill}/",),
        )
        for skill in PRODUCTS
    }
    bot = a_bot(revision="skill-documents")
    tenant = bot.tenant.model_copy(update={"skills": skills})
    return bot.model_copy(update={"intents": intents, "flows": flows, "tenant": tenant})


def cases() -> dict[str, list[Case]]:
    skills = list(PRODUCTS)
    pairs = list(product(PRODUCTS, SECTIONS))

    def holds(skill: str, section: str) -> str:
        return f" {number(skill, section)} "

    def by_brand(skill: str, section: str) -> str:
        return BY_PRODUCT[section].format(PRODUCTS[skill][1])

    def next_to(skill: str) -> str:
        return f"{skills[(skills.index(skill) + 3) % len(skills)]}_flow"

    return {
        "by its product": [
            Case(BY_PRODUCT[section].format(PRODUCTS[skill][0]), holds(skill, section))
            for skill, section in pairs
        ],
        "in its flow": [
            Case(IN_A_FLOW[section], holds(skill, section), f"{skill}_flow")
            for skill, section in pairs
        ],
        "by its brand in another flow": [
            Case(by_brand(skill, section), holds(skill, section), next_to(skill))
            for skill, section in pairs
        ],
        "of no skill in a flow": [
            Case(text, said, f"{skill}_flow") for text, said in GENERAL.items() for skill in skills
        ],
    }


class Answering:
    """As a step answers: understood, routed, found."""

    def __init__(self, bot: Bot, finder: AnswerFinder, understander: LocalUnderstander) -> None:
        self._bot = bot
        self._finder = finder
        self._understander = understander

    async def tally(self, some: Sequence[Case], *, routed: bool) -> Tally:
        right = wrong = 0
        for case in some:
            skill = None
            if routed:
                scores = await self._scores(case.text)
                flow = case.flow
                skill = asked_skill(self._bot, scores, flow, is_under_way=bool(flow))
            found = await self._finder.find(
                TENANT, case.text, NOW, [], area=area_of(self._bot, skill)
            )
            right += found is not None and case.holds in found.text
            wrong += found is not None and case.holds not in found.text
        return Tally(right, wrong, len(some))

    async def _scores(self, text: str) -> Sequence[IntentScore]:
        understood = await self._understander.understand(self._bot, text, DialogueContext())
        return understood.alternatives


@pytest.fixture
async def answering(
    engine: AsyncEngine, model: MiniLMEmbedder, embedder: CachingEmbedder, tmp_path: Path
) -> Answering:
    await indexed(engine, embedder, TENANT, documents())
    retriever = PostgresRetriever(engine, embedder)
    finder = AnswerFinder(embedder, retriever, ExtractiveAnswerer(model))
    bot = the_bot()
    understander = LocalUnderstander(embedder, tmp_path)
    await understander.prepare(bot)
    return Answering(bot, finder, understander)


async def test_the_right_one_of_look_alike_documents_answers(
    answering: Answering, tell: Tell
) -> None:
    """
    Where the documents alone cannot tell which product is meant, and without a loss where they can.
    """
    found = {
        kind: [await answering.tally(some, routed=routed) for routed in (False, True)]
        for kind, some in cases().items()
    }
    for kind, (before, after) in found.items():
        tell(f"{kind}: {before} without areas, {after} with them")
    for kind, gained in (("by its product", 0.25), ("in its flow", 0.75)):
        before, after = found[kind]
        assert after.right >= before.right + gained * after.of, kind
        assert after.wrong <= 0.1 * after.of, kind
    for kind in ("by its brand in another flow", "of no skill in a flow"):
        before, after = found[kind]
        assert after.right >= before.right, kind
        assert after.wrong <= before.wrong, kind
