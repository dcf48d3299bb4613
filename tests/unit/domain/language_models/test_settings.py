"""A tenant's `models:`: chains in short and long forms, budgets, and names nobody connected."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from domain.bot.compiler import check_bot
from domain.language_models.budgets import BudgetScope
from domain.language_models.callers import Difficulty
from domain.language_models.requests import Purpose
from domain.language_models.settings import ModelSettings
from domain.tenant_settings import TenantConfig
from tests.unit.domain.bots import sources_of
from tests.unit.domain.dialogue.small_bot import FILES

STORED = {"tenant": "acme", "branding": {"name": "Ava"}}


@pytest.mark.parametrize(
    ("written", "simple", "complex_"),
    [
        ("small", ("small",), ("small",)),
        (["small", "other"], ("small", "other"), ("small", "other")),
        ({"simple": "small", "complex": "large"}, ("small", "large"), ("large", "small")),
        (
            {"simple": "small", "complex": "large", "then": ["other", "small"]},
            ("small", "large", "other"),
            ("large", "small", "other"),
        ),
        ({"complex": "large"}, ("large",), ("large",)),
        ({"complex": "large", "then": "other"}, ("large", "other"), ("large", "other")),
    ],
)
def test_a_chain_begins_with_the_model_for_such_questions(
    written: Any, simple: tuple[str, ...], complex_: tuple[str, ...]
) -> None:
    """Then comes the other one: an answer of the wrong size is better than none; each once."""
    chain = ModelSettings.model_validate({"answers": written}).chain(Purpose.ANSWER)
    assert chain is not None
    assert chain.order(Difficulty.SIMPLE) == simple
    assert chain.order(Difficulty.COMPLEX) == complex_


@pytest.mark.parametrize(
    "written",
    [{}, [], {"then": ["other"]}, "Large", ["a", "b", "c", "d", "e", "f", "g"], 7,
     {"simple": "small", "hard": "large"}],
)  # fmt: skip
def test_what_is_no_chain_is_refused(written: Any) -> None:
    """At the time of check, not in a customer's turn."""
    with pytest.raises(ValidationError):
        ModelSettings.model_validate({"answers": written})


def test_a_conversations_tokens_are_limited_unless_said_otherwise() -> None:
    """`limits.tokens_per_conversation` has an effect at last; a tenant's day has no limit."""
    [limit] = ModelSettings().budgets.limits(tokens_per_conversation=40_000)
    assert (limit.scope, limit.tokens, limit.dollars) == (BudgetScope.CONVERSATION, 40_000, None)

    written = {"conversation": {"tokens": 0}, "day": {"dollars": "20"}, "month": {"tokens": 9}}
    limits = ModelSettings.model_validate({"budgets": written}).budgets.limits(
        tokens_per_conversation=40_000
    )
    assert [(one.scope, one.tokens, one.dollars) for one in limits] == [
        (BudgetScope.CONVERSATION, 0, None),
        (BudgetScope.DAY, None, Decimal(20)),
        (BudgetScope.MONTH, 9, None),
    ]


@pytest.mark.parametrize("dollars", [-1, "lots", True, float("nan"), float("inf"), 1e7, [], {}])
def test_what_are_no_dollars_is_named_with_an_example(dollars: Any) -> None:
    """A number in quotes is one, too."""
    with pytest.raises(ValidationError, match=r"must be dollars from 0 to 1000000, such as 20"):
        ModelSettings.model_validate({"budgets": {"day": {"dollars": dollars}}})


def test_settings_are_stored_and_read_again() -> None:
    """Bots of earlier publications have none; those of today come back as they were."""
    assert TenantConfig.model_validate(STORED).models.chain(Purpose.ANSWER) is None
    written = {"answers": ["small", "other"], "budgets": {"day": {"dollars": "0.10"}}}
    config = TenantConfig.model_validate(STORED | {"models": written})
    assert TenantConfig.model_validate_json(config.model_dump_json()) == config


@pytest.mark.parametrize(
    ("connected", "said"),
    [
        (
            ("small", "large"),
            ["'smal' is connected to this tenant; did you mean 'small'?"],
        ),
        ((), ["no model 'smal' is connected to this tenant; none is: see"]),
        (("smal",), []),
        (None, []),
    ],
)
def test_check_names_a_model_that_is_not_connected(
    connected: tuple[str, ...] | None, said: list[str]
) -> None:
    """Where it knows which are; the line in the file stands before it."""
    tenant = FILES["tenant.yaml"] + "\nmodels: {answers: smal}\n"
    found = check_bot(sources_of(FILES | {"tenant.yaml": tenant}), None, connected)
    told = [str(problem) for problem in found.problems if "connected" in str(problem)]
    assert found.bot is not None
    assert len(told) == len(said)
    assert all(part in line for part, line in zip(said, told, strict=True))


def test_the_embedding_model_has_a_short_form() -> None:
    """It is named with the others, and makes a question go to where models are asked."""
    short = ModelSettings.model_validate({"embed": "vectors"})
    long = ModelSettings.model_validate({"embed": {"model": "vectors", "dimension": 1024}})
    assert short == long
    assert list(short.named()) == [(("models", "embed"), "vectors")]
    assert short.find_answers
    assert ModelSettings.model_validate({"rerank": "order"}).find_answers
    assert not ModelSettings.model_validate({"summaries": "small"}).find_answers


@pytest.mark.parametrize(
    "written",
    [{}, [], "Large", 7, {"dimension": 256}, {"model": "vectors", "dimension": 0},
     {"model": "vectors", "dimension": 2001}, {"model": "vectors", "size": 3},
     {"model": "vectors", "passage_prefix": "x" * 201}],
)  # fmt: skip
def test_what_is_no_embedding_model_is_refused(written: Any) -> None:
    """An index of another dimension would be found out in the middle of a sync."""
    with pytest.raises(ValidationError):
        ModelSettings.model_validate({"embed": written})
