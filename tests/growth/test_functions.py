"""Every function that reads outside text takes time in proportion to it."""

import asyncio
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from bench.growth.hostile import for_everybody
from bench.growth.timing import cpu, steepness, usual
from channels.slack.plain_text import plain
from domain.account_numbers import account_numbers, begun_accounts
from domain.bot import expressions, templates
from domain.chunking import chunks_of, split_sentences
from domain.dialogue.text.formatting import money, shown
from domain.errors import DuralogueError
from domain.knowledge import KnowledgeDocument
from domain.messages import MAX_TEXT
from domain.payment_secrets import masked
from domain.split_numbers import Unfinished, goes_on, masked_after
from domain.understanding.acts.action_questions import action_question
from domain.understanding.acts.directives import directive
from domain.understanding.acts.negation import negations, without_negated
from domain.understanding.acts.refused_wishes import refuses
from domain.understanding.acts.speech_acts import act_of
from domain.understanding.acts.stopping_stances import stopping_stance
from domain.understanding.acts.waiting_customers import asks_how_it_stands, stops_waiting
from domain.understanding.acts.yes_no import (
    is_bare,
    restatable,
    says_yes,
    whole_answer,
    without_yes,
    yes_or_no,
)
from domain.understanding.composite_values import read_composite
from domain.understanding.entities import find_entities
from domain.understanding.language.detection import Tongue, tongue_of
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.model import DialogueContext, Entity
from domain.understanding.needs import parts_of
from domain.understanding.preprocess import clean, match_key, words_of
from domain.understanding.values.dates import find_dates
from domain.understanding.values.emails import find_emails
from domain.understanding.values.head_counts import head_count
from domain.understanding.values.identifiers import find_identifiers
from domain.understanding.values.moments.entities import (
    Saying,
    find_moment_entities,
    no_festivals,
)
from domain.understanding.values.money import find_money, find_money_ranges
from domain.understanding.values.names import find_names, whole_name
from domain.understanding.values.numbers import find_numbers, find_ordinals
from domain.understanding.values.ratings import rating_in
from domain.understanding.values.spoken_emails import find_spoken_emails
from domain.understanding.values.times import bare_times, find_times, times_beside
from domain.understanding.vocabulary_spelling import CommonWords, respelled
from infra.bot_files.yaml_files import read_yaml
from infra.http.responses import outcome_of
from infra.local_models.common_words import common_words
from infra.local_models.entities_phones import find_phones
from infra.local_models.intent_recogniser import mask
from infra.local_models.letter_features import letters, rarity
from infra.local_models.passage_scoring import ask
from infra.local_models.synonyms import Lexicon
from infra.local_models.understander import LocalUnderstander
from infra.markdown.documents import MarkdownSections, parse_document
from infra.postgres.serialization import storable
from tests.growth.dialogue_readers import (
    ACME,
    BOT,
    Reader,
    asked_for,
    confirming,
    decided,
    offered,
)
from tests.unit.domain.understanding.bots import a_bot
from tests.unit.domain.understanding.composites import ORDER

TODAY = date(2026, 3, 10)
SAYING = Saying(TODAY, datetime(2026, 11, 23, 9, tzinfo=UTC), False, "DE", no_festivals, None)
LEXICON = Lexicon()
HEAD = "---\ntitle: A\n---\n"
ORDINARY = (
    "Hello, I ordered a coffee machine on May 3 for 129.90 EUR and it came broken. My order is "
    "A100001, could you tell me whether I can return it, please? Write to ada@example.com. "
) * 40
_BEGINNING = 100
WORST = 15
"""Times an ordinary text of the same length; measured: four."""


def entities_of(text: str) -> tuple[Entity, ...]:
    plain = clean(text)
    return find_entities(BOT, plain, TODAY, phones=find_phones(BOT, plain, "en"))


def composite(text: str) -> None:
    """Beside a hundred entities, such as it begins with all through it: how they are found is
    measured by itself."""
    found = entities_of(text[:_BEGINNING])
    everywhere = [
        one.model_copy(update={"start": one.start + at, "end": one.end + at})
        for at in range(0, len(text), _BEGINNING)
        for one in found
    ]
    read_composite(ORDER, clean(text), everywhere[:100])


def chunked(text: str) -> None:
    document = KnowledgeDocument(document_id="a", title="A", body=text, content_hash="")
    chunks_of(document, MarkdownSections().sections(text))


def answered(text: str) -> None:
    """A backend's refusal, and a result that is shown."""
    response = httpx.Response(
        400, json={"title": text}, headers={"content-type": "application/problem+json"}
    )
    outcome_of(response, response.content, ())
    shown({"a": text, "b": {"amount": text, "currency": text}}, "en")
    money(text, "EUR", "en")


def templated(text: str) -> None:
    templates.names_in(text)
    templates.has_stray_braces(text)
    templates.fill(text, lambda name: name)


def refusing(read: Reader) -> Reader:
    """That something is refused, by name, is an answer like another."""

    def quietly(text: str) -> None:
        with suppress(DuralogueError):
            read(text)

    return quietly


def understood(text: str) -> None:
    asyncio.run(UNDERSTANDER.understand(NO_INTENTS, text, DialogueContext(today=TODAY)))


class _NoEmbedder:
    model, dimension = "none", 1

    async def embed(self, texts: Any) -> Any:
        raise AssertionError(texts)


RESTATED = restatable("So we take back Espresso machine (A100001) and refund you €129.90. Sure?")
LETTERS = rarity([])
NO_INTENTS = a_bot(intents={})
UNDERSTANDER = LocalUnderstander(_NoEmbedder(), cache_folder=None)  # type: ignore[arg-type]
READERS: dict[str, Reader] = {
    "clean": clean,
    "negations": negations,
    "without negated": without_negated,
    "match_key": match_key,
    "words_of": words_of,
    "yes_or_no": yes_or_no,
    "is_bare": is_bare,
    "whole answer": lambda text: whole_answer(text, RESTATED),
    "says yes": says_yes,
    "without yes": without_yes,
    "directive": directive,
    "action question": action_question,
    "stopping stance": stopping_stance,
    "head count": head_count,
    "refuses": lambda text: refuses(ACME, "return_item", text),
    "money": lambda text: [*find_money(text), *find_money_ranges(text)],
    "moments": lambda text: find_moment_entities(text, SAYING),
    "spoken e-mails": lambda text: list(find_spoken_emails(text)),
    "masked": masked,
    "masked after": lambda text: masked_after(Unfinished("4111 1111", names_card=True), text),
    "masked after, an account": lambda text: masked_after(Unfinished("MT84 MALT 0110"), text),
    "account numbers": lambda text: [*account_numbers(text), *begun_accounts(text)],
    "goes on": goes_on,
    "numbers": lambda text: list(find_numbers(text)),
    "composite": composite,
    "ordinals": lambda text: list(find_ordinals(text)),
    "times beside choices": lambda text: list(times_beside(text)),
    "times": lambda text: [*find_times(text), *find_times(text, loosely=True), *bare_times(text)],
    "names": lambda text: [*find_names(text), whole_name(text)],
    "emails": lambda text: list(find_emails(text)),
    "identifiers": lambda text: list(find_identifiers("^A[0-9]{6}$", text, digits=True)),
    "dates": lambda text: list(find_dates(text, TODAY)),
    "phones": lambda text: list(find_phones(BOT, text, "de")),
    "entities": entities_of,
    "mask": lambda text: mask(BOT, text),
    "understand": understood,
    "offered": offered,
    "act": act_of,
    "stops waiting": stops_waiting,
    "how it stands": asks_how_it_stands,
    "rating": rating_in,
    "language": lambda text: tongue_of(text, Tongue(locale="en"), ("en", "de"), ("de",)),
    "short forms": lambda text: spelled_out(text, "de"),
    "spelling": lambda text: respelled(ACME, text, common_words("en")),
    "spelling, of the bot's words alone": lambda text: respelled(ACME, text, CommonWords()),
    "letters": lambda text: letters(text, LETTERS),
    "parts": lambda text: parts_of(text, BOT, DialogueContext()),
    **{f"asked for {name}": asked_for(name) for name in BOT.slots},
    "decide": decided(),
    "decide, at a confirmation": confirming,
    "decide, order asked": decided(("I want to return something", "return_item")),
    "telling words": LEXICON.telling_words,
    "stems": lambda text: LEXICON.stems(LEXICON.telling_words(text)),
    "question": lambda text: ask(LEXICON, text, (0.0,) * 384),
    "sentences": split_sentences,
    "markdown": lambda text: MarkdownSections().sections(text),
    "chunks": chunked,
    "front matter": refusing(lambda text: parse_document("a", f"---\n{text}\n---\n")),
    "tenant's file": lambda text: read_yaml("slots.yaml", text),
    "document": refusing(lambda text: parse_document("a", f"{HEAD}{text}")),
    "tool's answer": answered,
    "templates": templated,
    "expression": refusing(expressions.parse),
    "storable": storable,
    "slack's markup": lambda text: plain(text, "U0LAN0Z89", most=MAX_TEXT),
}


OF_DOCUMENTS = {"sentences", "markdown", "chunks", "document"}
WHOLE = {name for name in READERS if name.startswith(("asked for", "decide", "understand"))}
WHOLE.add("spelling")
"""Made of the others, which were measured at shorter lengths, too; and what looks up no more than
twelve unknown words, which a short text does not reach."""
WITH_EVERY_TEXT = {"understand", "decide", "spelling"}
SHARE = 3
"""Of the texts: the other ones of these are alike inside, and each takes another third."""


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_time_in_proportion_to_the_text(name: str) -> None:
    """
    Loops over words and matches can take the square of a message as well as patterns can.
    """
    read = READERS[name]
    if name in OF_DOCUMENTS:
        lengths: tuple[int, ...] = (16_000,)
    else:
        lengths = (MAX_TEXT,) if name in WHOLE else (MAX_TEXT // 4, MAX_TEXT)
    texts = list(for_everybody().items())
    if name in WHOLE - WITH_EVERY_TEXT:
        texts = texts[zlib.crc32(name.encode()) % SHARE :: SHARE]
    ordinary = usual(read, ORDINARY, lengths)
    steep = {
        unit: str(found)
        for unit, make in texts
        if (found := steepness(read, make, lengths, ordinary))
    }
    assert not steep, "\n".join(f"{unit}: {found}" for unit, found in steep.items())


def test_the_worst_text_costs_no_more_than_so_many_ordinary_ones() -> None:
    """
    Linear with a huge constant would hold a worker, too.
    """
    text = ORDINARY[:MAX_TEXT]
    ordinary = min(cpu(understood, text) for _ in range(5))
    made = {unit: make(MAX_TEXT) for unit, make in for_everybody().items()}
    slow = [unit for unit, text in made.items() if cpu(understood, text) > WORST * ordinary]
    again = {unit: min(cpu(understood, made[unit]) for _ in range(3)) / ordinary for unit in slow}
    assert not {unit for unit, times in again.items() if times > WORST}, again


@pytest.mark.parametrize(
    "unit", ["\u2488", "\u249b", "\ufdfa", "\u3300", "\u0344", "\u0390", "\u0130"]
)
def test_a_text_is_never_longer_after_it_was_normalised(unit: str) -> None:
    """
    One character may become eighteen, so a bound that is checked before holds nothing.
    """
    text = unit * MAX_TEXT
    assert len(clean(text)) <= MAX_TEXT
    assert len(match_key(text)) <= MAX_TEXT
    assert clean(clean(text)) == clean(text)
