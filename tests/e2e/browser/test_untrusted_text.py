"""Text that would like to be more than text."""

from uuid import uuid4

from playwright.async_api import expect

from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import Visitor

TAKE_OVER = "document.title='taken over'"
ATTACK = f"""<img src=x onerror="{TAKE_OVER}"><script>{TAKE_OVER}</script>"""


async def test_what_a_customer_writes_stays_text(visitor: Visitor) -> None:
    """
    Also after a reload, when it comes from the server.
    """
    await visitor.say(ATTACK)
    await expect(visitor.replies).to_have_count(1)
    await visitor.page.reload()

    await expect(visitor.own.locator(".text")).to_have_text(ATTACK)
    await expect(visitor.log.locator("img, script")).to_have_count(0)
    assert await visitor.page.title() == "Chat with Ava"


async def test_what_an_agent_writes_stays_text_and_the_customer_sees_who_it_is(
    visitor: Visitor, product: RunningProduct
) -> None:
    """
    A reply is no more trusted than a question: agents paste from anywhere.
    """
    await visitor.say("I want to talk to a human")
    await expect(visitor.page.get_by_text("Waiting for a colleague")).to_be_visible()

    async with product.staff("agent") as agent:
        waiting = (await agent.get("/handoffs", params={"status": "waiting"})).json()["handoffs"]
        handoff = f"/handoffs/{waiting[-1]['handoff_id']}"
        name = (await agent.post(f"{handoff}/claim")).raise_for_status().json()["assigned_agent"]
        await expect(visitor.page.get_by_text(f"re talking with {name}")).to_be_visible()
        post = {"message_id": str(uuid4()), "text": ATTACK}
        (await agent.post(f"{handoff}/messages", json=post)).raise_for_status()

        await expect(visitor.messages("human_agent").locator(".text")).to_have_text(ATTACK)
        await expect(visitor.log.locator("img, script")).to_have_count(0)
        (await agent.post(f"{handoff}/return")).raise_for_status()

    await expect(visitor.page.get_by_text("re talking with")).to_have_count(0)
    assert await visitor.page.title() == "Chat with Ava"
