"""Files, lists of choices and forms in the records, over PostgreSQL and over its memory twin."""

import pytest
from pydantic import ValidationError

from domain.channel_addresses import Channel
from domain.forms import Form, FormAnswers, FormField
from domain.handoffs import Agent, AgentMessage
from domain.messages import Attachment, ButtonPress, ChoiceList, ListItem
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound, say

PHOTO = Attachment(name="parcel.jpg", media_type="image/jpeg", size=81_920, reference="F0123")
LABEL = Attachment(
    name="label.pdf", media_type="application/pdf", size=9, url="https://shop.example/label.pdf"
)
FORM = Form(flow="book", fields=(FormField(name="day", label="Which day?"),))
ROOMS = ChoiceList(items=(ListItem(title="Room 8"), ListItem(title="Room 9")))


async def test_files_and_lists_are_kept_with_what_was_said(stores: Stores) -> None:
    """
    A human who takes over sees what the bot could not read.
    """
    ref = await stores.open("c-1", Channel.SLACK)
    sent = an_inbound(ref).model_copy(update={"text": "", "attachments": (PHOTO,)})
    reply = say("Which room?", lists=(ROOMS,), attachments=(LABEL,))

    await stores.turns.commit(a_commit(ref, sent, commands=(reply,)))

    asked, said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (asked.text, asked.attachments, asked.lists) == ("", (PHOTO,), ())
    assert (said.attachments, said.lists) == ((LABEL,), (ROOMS,))
    row = await stores.ledger.get(stores.tenant, "c-1/bot/s1t1.0.0")
    assert (row.attachments, row.lists, row.choices) == ((LABEL,), (ROOMS,), ("Room 8", "Room 9"))
    first, second = await stores.events.after(stores.tenant, "c-1", 0)
    assert first.data["attachments"] == [PHOTO.model_dump(mode="json")]
    assert "lists" not in first.data
    assert second.data["lists"] == [ROOMS.model_dump(mode="json")]


async def test_an_agents_file_is_kept_and_delivered(stores: Stores) -> None:
    """
    A message may be a file alone; on other channels its address goes out.
    """
    await stores.open("c-1", Channel.SLACK)
    message = AgentMessage(
        message_id="a-1",
        handoff_id="h-1",
        agent=Agent(name="Ann"),
        text="",
        sent_at=NOW,
        attachments=(LABEL,),
    )

    ids = {"tenant_id": stores.tenant, "conversation_id": "c-1"}
    await stores.records.record_agent_message(message, **ids, session=1)

    [line] = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (line.text, line.sent_by, line.attachments) == ("", "Ann", (LABEL,))
    row = await stores.ledger.get(stores.tenant, "c-1/human_agent/a-1")
    assert row.attachments == (LABEL,)
    with pytest.raises(ValidationError, match="at least one character"):
        AgentMessage(**message.model_dump(exclude={"attachments"}))


async def test_a_pressed_button_stands_in_the_transcript_as_its_words(stores: Stores) -> None:
    """
    Whoever reads it later sees what the customer has chosen, not a code.
    """
    ref = await stores.open()
    pressed = ButtonPress(payload="Track my order", text="Track my…")
    sent = an_inbound(ref).model_copy(update={"text": "", "button": pressed})

    await stores.turns.commit(a_commit(ref, sent))

    [line] = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert line.text == "Track my order"


async def test_a_form_is_kept_with_its_question_and_its_answers_as_lines(stores: Stores) -> None:
    """
    Whoever joins the conversation reads what was asked and answered, not a form's fields.
    """
    ref = await stores.open("c-1", Channel.SLACK)
    answers = FormAnswers(flow="book", values={"day": "2026-12-05", "guests": "4"})
    sent = an_inbound(ref).model_copy(update={"text": "", "form": answers})

    await stores.turns.commit(a_commit(ref, sent, commands=(say("Which day?", form=FORM),)))

    asked, said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (asked.text, asked.form) == ("day: 2026-12-05\nguests: 4", None)
    assert said.form == FORM
    assert (await stores.ledger.get(stores.tenant, "c-1/bot/s1t1.0.0")).form == FORM
    first, second = await stores.events.after(stores.tenant, "c-1", 0)
    assert "form" not in first.data
    assert second.data["form"] == FORM.model_dump(mode="json")
