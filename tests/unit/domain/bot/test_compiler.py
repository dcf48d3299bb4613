"""From a tenant's texts to one immutable revision."""

import json
from datetime import timedelta

from domain.bot.compiler import check_bot, compile_bot, revision_of
from domain.bot.model import Bot
from domain.tools import Effect
from tests.unit.domain.bots import a_bot, acme, sources_of
from tests.unit.domain.dialogue.small_bot import FILES, small_bot


def test_the_example_shop_compiles_without_a_complaint() -> None:
    """It is what everybody copies from."""
    bot = acme()

    assert bot.tenant.tenant == "acme"
    assert {"track_order", "return_item", "talk_to_human"} <= set(bot.flows)
    assert len(bot.revision) == 64


def test_a_revision_is_named_by_its_content() -> None:
    """Equal texts give equal names; another word gives another."""
    again, changed = (
        a_bot(FILES),
        a_bot(FILES | {"responses.yaml": FILES["responses.yaml"] + "more: More.\n"}),
    )

    assert again.revision == small_bot().revision == revision_of(small_bot())
    assert changed.revision != again.revision


def test_what_is_stored_reads_back_the_same() -> None:
    """A revision is kept as JSON for years."""
    stored = json.loads(json.dumps(acme().as_content()))

    assert Bot.model_validate(stored) == acme()
    assert revision_of(Bot.model_validate(stored)) == acme().revision


def test_a_tool_knows_its_operation_without_the_document() -> None:
    """The revision is complete: method, path, and where each parameter goes."""
    refund = acme().tools["issue_refund"]

    assert refund.http is not None
    assert (refund.http.method_resolved, refund.http.path_resolved) == (
        "POST",
        "/orders/{order_id}/refunds",
    )
    assert refund.http.parameters_in == {"order_id": "path", "amount": "body", "currency": "body"}
    assert (refund.http.server, refund.http.secret) == ("shop", "shop_api_key")
    assert refund.effect is Effect.IRREVERSIBLE
    assert refund.returns == "refund"


def test_an_email_stays_out_of_urls() -> None:
    """It goes into the header for the customer's e-mail, not into a query that is logged."""
    operation = acme().tools["get_order"].http

    assert operation is not None
    assert "email" not in operation.parameters_in


def test_only_what_is_read_of_a_result_is_kept() -> None:
    """Histories stay small: fields that nothing reads never enter them."""
    kept = acme().kept_results

    assert "total" in kept["order"]
    assert "placed_on" not in kept["order"]
    assert kept["label"] == ("carrier", "label_id", "url")


def test_short_forms_mean_their_long_ones() -> None:
    """`on_refused: {say: x, retry: y}` is two steps; `then: handoff:returns` is one."""
    get_order = acme().flows["return_item"].steps[1]

    assert [(step.say, step.retry_slot) for step in get_order.on_refused] == [
        ("order_not_found", None),
        (None, "order_id"),
        ("lookup_refused", None),
        (None, None),
    ]
    assert get_order.give_up is not None
    assert [step.handoff for step in get_order.give_up.then] == ["returns"]
    assert get_order.give_up.after.lasts == timedelta(hours=2)


def test_days_may_be_given_as_a_range() -> None:
    """`mon-fri` is five days."""
    days = acme().tenant.business_hours.days

    assert sorted(days) == ["fri", "mon", "thu", "tue", "wed"]
    assert days["fri"] == ("09:00-12:00", "13:00-18:00")


def test_holidays_of_the_region_are_in_the_revision() -> None:
    """Berlin alone keeps 8 March."""
    assert "2027-03-08" in {day.isoformat() for day in acme().holidays}


def test_step_ids_are_stable_and_unique() -> None:
    """A waiting conversation finds its step in a later revision by its id."""
    changed = FILES | {"responses.yaml": FILES["responses.yaml"].replace("When?", "Which day?")}

    before, after = small_bot().flows["book"], a_bot(changed).flows["book"]

    assert [step.id for step in before.steps] == [step.id for step in after.steps]
    assert len({step.id for step in before.steps}) == len(before.steps)
    assert acme().flows["return_item"].steps[5].id == "refund_over_limit"


def test_a_tenants_own_words_take_the_place_of_the_defaults() -> None:
    """Every sentence can be the tenant's."""
    assert acme().responses["thanks"].texts["en"] == "You're very welcome!"
    assert set(acme().responses["nudge"].texts) == {"en", "de"}


def test_default_intents_speak_the_tenants_languages() -> None:
    """Examples come in each language that the tenant names, and in no other."""
    assert set(acme().intents["cancel"].examples) == {"en", "de"}
    assert set(small_bot().intents["cancel"].examples) == {"en", "de"}


def test_no_file_beside_the_tenants_own_is_needed() -> None:
    """The smallest bot greets, answers questions and gets a human."""
    bot = compile_bot(sources_of({}))

    assert set(bot.flows) >= {"greet", "talk_to_human", "leave_ticket"}
    assert check_bot(sources_of({})).problems == ()


def test_a_lists_numbers_are_kept_as_they_are_written() -> None:
    """
    A room called 007 is not room 7, and 0815 is no number at all.
    """
    files = {
        "slots.yaml": "room: {type: enum, ask: ask, values: {007: [double, 7], 010: [], 0815: []}}"
        "\n"
        "floor: {type: enum, values: [007, 010, 12], ask: ask, attempts: 2}\n",
        "responses.yaml": "ask: Which?\n",
    }
    slots = a_bot(files).slots
    assert slots["room"].values == ("007", "010", "0815")
    assert slots["room"].synonyms == {"007": ("double", "7")}
    assert slots["floor"].values == ("007", "010", "12")
    assert slots["floor"].attempts == 2


def test_a_dates_limits_are_compiled() -> None:
    """
    A stored bot without them is one without limits.
    """
    files = {
        "slots.yaml": "day: {type: date, ask: ask, after: today, on_or_before: 2026-12-24}\n",
        "responses.yaml": "ask: When?\n",
    }
    slot = a_bot(files).slots["day"]
    assert (slot.after, slot.on_or_before, slot.before) == ("today", "2026-12-24", None)
