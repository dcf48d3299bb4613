"""Files in the chat: chosen, dropped and pasted, sent, drawn on both sides, and saved."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.test_accessibility import AXE
from tests.e2e.browser.test_cards import PIXEL
from tests.e2e.browser.visitor import Visitor

PHOTO = FilePayload(name="parcel.png", mimeType="image/png", buffer=PIXEL)
NOTE = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"Order A100001\n")
EVIL = FilePayload(
    name="page.txt", mimeType="text/plain", buffer=b"<!doctype html><script>1</script>"
)
DROP = """(target, [name, type, text, kind]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type }));
  const field = kind === "paste" ? "clipboardData" : "dataTransfer";
  const made = kind === "paste" ? ClipboardEvent : DragEvent;
  const event = new made(kind, { [field]: data, bubbles: true, cancelable: true, composed: true });
  target.dispatchEvent(event);
}"""


def tray(visitor: Visitor) -> Locator:
    return visitor.page.locator(".tray li")


async def choose(visitor: Visitor, *files: FilePayload) -> None:
    async with visitor.page.expect_file_chooser() as opened:
        await visitor.page.get_by_role("button", name="Attach files").click()
    await (await opened.value).set_files(list(files))


async def is_clean(visitor: Visitor) -> bool:
    # Of what is just fading in the contrast is low.
    await visitor.page.emulate_media(reduced_motion="reduce")
    await visitor.page.evaluate(AXE.read_text())
    found = await visitor.page.evaluate("async () => (await axe.run()).violations")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    return True


async def test_files_go_with_a_message_and_are_there_after_a_reload(visitor: Visitor) -> None:
    """
    A picture is drawn, all else is named; nothing needs to be written beside them.
    """
    await choose(visitor, PHOTO, NOTE)
    await expect(tray(visitor)).to_have_count(2)
    await expect(visitor.page.locator("progress")).to_have_count(0)
    assert await is_clean(visitor)
    await visitor.field.press("Enter")

    for _ in range(2):
        own = visitor.own.first
        await expect(own).to_have_attribute("data-delivery", "sent")
        picture = own.get_by_role("img", name="parcel.png")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
        await expect(own.get_by_role("link", name="notes.txt")).to_contain_text("0.1 kB")
        await expect(own.locator(".bubble")).to_be_hidden()
        await visitor.page.reload()
    await expect(tray(visitor)).to_have_count(0)
    await expect(visitor.replies.first).to_contain_text("I can't read files yet")
    assert await is_clean(visitor)


async def test_dropped_and_pasted_files_are_taken_and_can_be_taken_away(visitor: Visitor) -> None:
    """
    As people are used to; the keyboard reaches what takes one away.
    """
    await visitor.field.fill("Here they are")
    for kind, name in (("drop", "dropped.txt"), ("paste", "pasted.txt")):
        await visitor.field.evaluate(DROP, [name, "text/plain", "hello", kind])
        await expect(tray(visitor).filter(has_text=name)).to_be_visible()
    await visitor.page.get_by_role("button", name="Remove dropped.txt").press("Enter")
    await expect(tray(visitor)).to_have_count(1)
    await expect(visitor.page.locator("progress")).to_have_count(0)

    await visitor.field.press("Enter")

    await expect(visitor.own.locator(".file-name")).to_have_text(["pasted.txt"])
    await expect(visitor.own.locator(".text")).to_have_text("Here they are")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (EVIL, "page.txt can\u2019t be sent here. file: must be no web page"),
        (
            FilePayload(name="run.exe", mimeType="", buffer=b"MZ"),
            "run.exe can\u2019t be sent here.",
        ),
        (
            FilePayload(name="large.txt", mimeType="", buffer=b"x" * (10 * 1024 * 1024 + 1)),
            "large.txt is too large: at most 10 MB.",
        ),
    ],
    ids=["page", "program", "large"],
)
async def test_what_cannot_be_sent_is_told(visitor: Visitor, file: FilePayload, words: str) -> None:
    """
    And the message can go without it.
    """
    await choose(visitor, file)
    await expect(visitor.page.locator(".tray [role=status]")).to_contain_text(words)
    await expect(tray(visitor)).to_have_count(0)
    await visitor.say("Then without it")
    await expect(visitor.own).to_have_attribute("data-delivery", "sent")


async def test_a_message_waits_for_its_files_and_a_broken_line_is_told(visitor: Visitor) -> None:
    """
    Half of what somebody meant to say is not sent.
    """
    may_go = asyncio.Event()

    async def slow(route: Route) -> None:
        await may_go.wait()
        await route.abort()

    await visitor.page.route("**/files?*", slow)
    await choose(visitor, NOTE)
    await visitor.say("With a note")
    await expect(
        visitor.page.get_by_role("progressbar", name="Uploading notes.txt")
    ).to_be_visible()
    await expect(visitor.own).to_have_count(0)

    may_go.set()

    told = visitor.page.locator(".tray [role=status]")
    await expect(told).to_have_text("notes.txt couldn\u2019t be uploaded. Please try again.")
    await expect(visitor.field).to_have_value("With a note")
    await visitor.page.unroute("**/files?*")


async def test_an_agents_file_is_drawn_and_the_transcript_has_both(
    visitor: Visitor, product: RunningProduct, tmp_path: Path
) -> None:
    """
    Whoever takes the conversation home has the files' links too.
    """
    await visitor.ask("I want to talk to a human")
    async with product.staff("agent") as staff:
        handoff = await _waiting(staff)
        await staff.post(f"handoffs/{handoff['handoff_id']}/claim")
        files = f"conversations/{handoff['conversation_id']}/files"
        sent = await staff.post(files, params={"name": "label.png"}, content=PIXEL)
        message = {"message_id": "a-1", "attachments": [sent.json()["file_id"]]}
        answer = await staff.post(f"handoffs/{handoff['handoff_id']}/messages", json=message)
        assert answer.status_code == 202
    shown = visitor.messages("human_agent").get_by_role("img", name="label.png")
    await expect(shown).to_be_visible()

    for item, ending in (("Save chat as text", ".txt"), ("Save chat as a page", ".html")):
        async with visitor.page.expect_download() as saved:
            await visitor.choose(item)
        download = await saved.value
        assert download.suggested_filename.endswith(ending)
        await download.save_as(tmp_path / "saved")
        text = (tmp_path / "saved").read_text()
        assert "I want to talk to a human" in text
        assert "label.png" in text
        assert "/files/" in text


async def _waiting(staff: Any) -> dict[str, Any]:
    for _ in range(100):
        listed = (await staff.get("handoffs", params={"status": "waiting"})).json()["handoffs"]
        if listed:
            found: dict[str, Any] = listed[-1]
            return found
        await asyncio.sleep(0.2)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_small_screen_nothing_is_cut_off(new_visitor: NewVisitor, scheme: str) -> None:
    """
    Long names are shortened; it stays usable from right to left.
    """
    size = {"width": 320, "height": 568}
    visitor = await new_visitor(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    await visitor.open_chat()
    long = FilePayload(name="a very long name " * 6 + ".txt", mimeType="", buffer=b"hello")
    await choose(visitor, long, PHOTO)
    await expect(visitor.page.locator("progress")).to_have_count(0)
    assert await is_clean(visitor)
    await visitor.field.press("Enter")
    await expect(visitor.own).to_have_attribute("data-delivery", "sent")

    for direction in ("ltr", "rtl"):
        await visitor.page.evaluate("d => document.documentElement.dir = d", direction)
        for file in await visitor.own.locator(".file").all():
            box = await file.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320
    assert await is_clean(visitor)
