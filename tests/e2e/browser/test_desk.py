"""Two agents and two customers at once at the running desk, in one browser each."""

import asyncio
import re
from contextlib import suppress
from functools import partial

from playwright.async_api import Browser, Route, expect

from duralogue.demo.customer import Customer
from tests.e2e.browser.desk_page import DeskPage
from tests.e2e.browser.desk_screen import agrees
from tests.e2e.browser.desk_team import ASK_FOR_PERSON, TENANT, Team
from tests.e2e.browser.visitor import Visitor
from tests.support import eventually

SOON_S = 15.0
CONVERSATION = """() => /web-[0-9a-f]{32}/.exec(JSON.stringify(Object.values(localStorage)))[0]"""
"""Of the chat in this browser."""


def conversation_of(customer: Customer) -> str:
    return customer.chat.visit.conversation_id


async def heard(customer: Customer, words: str) -> None:
    await customer.hears(lambda event: words in str(event.data.get("text")))


async def both_claim(sam: DeskPage, kim: DeskPage, conversation: str) -> tuple[DeskPage, DeskPage]:
    """At the same moment; who won, and who was told so."""
    for desk in (sam, kim):
        await desk.open(conversation)
        await expect(desk.banner).to_contain_text("Waiting for a person")
    together = asyncio.Barrier(2)

    async def hold(route: Route) -> None:
        await together.wait()
        await route.continue_()

    for desk in (sam, kim):
        await desk.page.route("**/claim", hold)
        await desk.press("Claim")
    own = sam.page.get_by_role("button", name="Resolve", exact=True)
    lost = sam.page.locator(".toast", has_text="was faster")
    await expect(own.or_(lost).first).to_be_visible()
    for desk in (sam, kim):
        await desk.page.unroute("**/claim")
    return (sam, kim) if await own.is_visible() else (kim, sam)


async def test_from_two_claims_to_the_customers_verdict(
    browser: Browser, team: Team, sam: DeskPage, kim: DeskPage
) -> None:
    """
    One wins and the other is told who; undo, held send, note, transfer, resolve, CSAT in the chat.
    """
    ada = Visitor(await browser.new_page(locale="en-GB"), f"{team.url}/chat/{TENANT}")
    await ada.open_chat()
    await ada.ask("Hello!")
    await ada.say(ASK_FOR_PERSON)
    conversation = await ada.page.evaluate(CONVERSATION)
    winner, other = await both_claim(sam, kim, conversation)
    await expect(other.toast).to_contain_text(f"{winner.member.name} was faster")
    await expect(other.banner).to_contain_text(f"{winner.member.name} has this conversation")
    await expect(winner.page.locator(".there")).to_contain_text(other.member.name)
    await expect(winner.page.locator(".talk-head .due")).to_contain_text("overdue")
    await expect(winner.page.locator(".due-reason")).to_contain_text("3 s on")

    await winner.write("Good evening")
    await winner.press("Undo")
    await expect(winner.composer).to_have_value("Good evening")
    await winner.page.reload()
    await winner.is_live()
    await expect(winner.composer).to_have_value("Good evening")

    await winner.press("Send")
    await ada.say("Is anybody there?")
    await expect(other.log).to_contain_text("Is anybody there?")
    await winner.no_undo()
    await expect(winner.log).to_contain_text("has written since. Send anyway?")
    await winner.press("Send anyway")
    await expect(ada.log).to_contain_text("Good evening")

    await winner.press("Note")
    await winner.write(f"Please see to it, @{other.member.name}")
    await expect(other.page.locator(".team-note")).to_contain_text("Please see to it")
    await winner.press("Transfer")
    await winner.dialog.get_by_role("combobox").select_option(f"agent:{other.member.name}")
    await winner.confirm()
    await expect(other.banner).to_contain_text("Waiting for a person")
    await other.claim()
    await other.press("Resolve")
    await other.dialog.get_by_role("combobox").select_option("complaint")
    await other.dialog.get_by_role("textbox").fill("The kettle hums")
    await other.confirm()

    await expect(ada.log).to_contain_text("How was it")
    assert "Please see to it" not in "".join(await ada.texts())
    await ada.page.get_by_role("radio", name="5 of 5").check()
    await ada.page.get_by_role("button", name="Send rating").press("Enter")
    await expect(ada.log).to_contain_text("Thank")
    assert ada.errors == []
    for desk in (winner, other):
        await agrees(desk, conversation, within_s=SOON_S)
    await ada.page.context.close()


async def _is_suggested(desk: DeskPage, words: str) -> bool:
    """Whoever is told that none was found in time asks once more."""
    await desk.press("Suggest a reply")
    with suppress(AssertionError):
        await expect(desk.composer).to_have_value(re.compile(words), timeout=30_000)
        return True
    return False


async def test_from_the_middle_of_a_flow_and_back_to_it(
    team: Team, sam: DeskPage, bob: Customer
) -> None:
    """
    Canned and suggested replies, hold, snooze until later, and the bot goes on where it was.
    """
    canned = {"title": "Greeting", "text": "Hello, this is {agent}.", "locale": "en"}
    answer = await team.sue.api.put("desk/canned-replies/greeting", json=canned)
    assert answer.is_success, answer.text
    conversation = conversation_of(bob)
    await sam.open(conversation)
    await sam.claim()

    await sam.composer.press_sequentially("/greet")
    await expect(sam.page.get_by_role("option", name="Greeting")).to_be_visible()
    await sam.composer.press("Enter")
    await expect(sam.composer).to_have_value("Hello, this is Sam Agent.")
    await sam.composer.press("Enter")
    await sam.no_undo()
    await heard(bob, "this is Sam Agent")

    await bob.say("How long does shipping take?")
    await expect(sam.log).to_contain_text("How long does shipping take?")
    await eventually(partial(_is_suggested, sam, "three working days"))
    await expect(sam.page.locator(".sources")).to_contain_text("Shipping")
    await sam.press("Send")
    await sam.no_undo()
    await heard(bob, "three working days")

    await sam.choose("Hold")
    await expect(sam.banner).to_contain_text("On hold")
    await sam.press("End hold")
    await sam.press("Snooze")
    await sam.dialog.get_by_role("button", name="Tomorrow morning").click()
    await sam.no_undo()
    await expect(sam.page.locator(".count.snoozed")).to_have_text("1")
    await sam.press("Wake up")
    await expect(sam.page.locator(".count.snoozed")).to_have_count(0)

    await sam.choose("Return to the bot")
    await sam.dialog.get_by_role("combobox").select_option("solved")
    await sam.confirm()
    await expect(sam.banner).to_contain_text("The bot has this conversation")
    await agrees(sam, conversation, within_s=SOON_S)


async def pass_on_warm(sender: DeskPage, to: str) -> None:
    await sender.press("Transfer")
    await sender.dialog.get_by_role("combobox").select_option(f"agent:{to}")
    await sender.dialog.get_by_label("Stay until they have taken it").check()
    await sender.dialog.get_by_role("textbox").fill("speaks Polish")
    await sender.confirm()
    await expect(sender.banner.first).to_contain_text(f"Offered to {to}. It stays yours until")
    await expect(sender.page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()


async def test_what_is_passed_on_warm_is_offered_to_whoever_shall_take_it(
    sam: DeskPage, kim: DeskPage, bob: Customer
) -> None:
    """
    Until they do it stays with the sender, who sees that; both are called by their whole names.
    """
    conversation = conversation_of(bob)
    await sam.open(conversation)
    await sam.claim()
    await pass_on_warm(sam, "Kim")

    offer = kim.page.locator(".offer", has_text="Sam Agent passes")
    await offer.get_by_role("button", name="Show").click()
    await expect(kim.log).to_contain_text(ASK_FOR_PERSON)
    await expect(kim.banner.first).to_contain_text("Sam Agent passes")
    await kim.composer.fill("@Sam Agent, with pleasure")
    await kim.composer.press("Enter")
    await expect(sam.log.locator(".called")).to_have_text("@Sam Agent")
    await kim.banner.get_by_role("button", name="Accept", exact=True).first.click()

    await expect(kim.page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
    await expect(kim.banner.last).to_contain_text("speaks Polish")
    await expect(offer).to_have_count(0)
    await expect(sam.banner.first).to_contain_text("Kim has this conversation")
    await agrees(kim, conversation, within_s=SOON_S)


async def test_what_is_passed_on_warm_is_declined_or_kept(
    sam: DeskPage, kim: DeskPage, bob: Customer
) -> None:
    """
    The sender is told once, and a note says so; an offer that is taken back is gone at once.
    """
    await sam.open(conversation_of(bob))
    await sam.claim()
    offer = kim.page.locator(".offer", has_text="Sam Agent passes")

    await pass_on_warm(sam, "Kim")
    await expect(offer).to_contain_text("Note: speaks Polish")
    await offer.get_by_role("button", name="Decline", exact=True).click()
    await expect(offer).to_have_count(0)
    await expect(sam.page.locator(".toast", has_text="Kim cannot take")).to_have_count(1)
    await expect(sam.log.locator(".team-note")).to_contain_text("Cannot take this over.")
    await expect(sam.banner).to_have_count(0)

    await pass_on_warm(sam, "Kim")
    await expect(offer).to_be_visible()
    await sam.banner.get_by_role("button", name="Keep it", exact=True).click()
    await expect(offer).to_have_count(0)
    await expect(sam.banner).to_have_count(0)
