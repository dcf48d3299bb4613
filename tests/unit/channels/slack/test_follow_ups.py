"""Slack's views beside messages, as its Web API is asked for them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.slack.follow_ups import SlackFollowUps
from channels.slack.forms import modal, origin_of, values_in
from channels.slack.home import Phrases, home
from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import ChannelConnection, ConsentChange, ConversationGlimpse, FollowUp
from domain.conversation_reach import ConversationReach
from domain.errors import ConfigurationError, InvalidInput
from domain.forms import FieldKind, Form, FormField
from tests.unit.channels.slack.recorded_calls import brought, recorded

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
TEAM = ChannelConnection(channel=Channel.SLACK, account="T0MJRM1A7", settings={"app": "support"})
PHRASES = Phrases("Your open conversations", "Nothing is open.", ("Track an order", "x" * 100))
FORM = Form(
    flow="return_item",
    title="Return an item, please, or two of them",
    fields=(
        FormField(name="order", label="Which order?", value="A1"),
        FormField(name="why", label="Why?", kind=FieldKind.LONG_TEXT, optional=True),
        FormField(name="many", label="How many?", kind=FieldKind.NUMBER, value="2"),
        FormField(name="when", label="When?", kind=FieldKind.DATE, value="2026-12-01"),
        FormField(name="then", label="Then?", kind=FieldKind.DATE, value="tomorrow"),
        FormField(name="mail", label="Mail?", kind=FieldKind.EMAIL),
        FormField(name="call", label="Phone?", kind=FieldKind.PHONE),
        FormField(
            name="pick", label="Which?", kind=FieldKind.CHOICE, options=("a", "b" * 80), value="a"
        ),
        FormField(name="none", label="Which?", kind=FieldKind.CHOICE),
    ),
)


class _Slack:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    async def post(
        self, tenant_id: str, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        self.asked.append((connection.account, method, dict(body)))
        return {"ok": True}


class _People:
    def __init__(self, *glimpses: ConversationGlimpse) -> None:
        self.glimpses = list(glimpses)
        self.asked: list[tuple[str, str]] = []

    async def conversations_of(self, tenant_id: str, person: str) -> list[ConversationGlimpse]:
        self.asked.append((tenant_id, person))
        return self.glimpses

    async def record_consent(self, tenant_id: str, change: ConsentChange) -> bool:
        raise NotImplementedError

    async def is_opted_out(self, tenant_id: str, conversation_id: str) -> bool:
        raise NotImplementedError

    async def last_wrote_at(self, tenant_id: str, conversation_id: str) -> datetime | None:
        raise NotImplementedError

    async def reach_of(self, tenant_id: str, conversation_id: str) -> ConversationReach:
        raise NotImplementedError


def a_glimpse(text: str = "Where is it?", **changed: Any) -> ConversationGlimpse:
    address = ChannelAddress(channel=Channel.SLACK, account="T0MJRM1A7", recipient="D024BE91L")
    found: dict[str, Any] = {
        "conversation_id": "slack-1",
        "channel": Channel.SLACK,
        "address": address,
        "last_text": text,
        "last_at": AT,
        "is_open": True,
    }
    return ConversationGlimpse(**{**found, **changed})


async def followed(name: str, phrases: Phrases = PHRASES, *glimpses: ConversationGlimpse) -> Any:
    """What is asked of Slack after a recorded call."""
    slack, people = _Slack(), _People(*glimpses)
    call = recorded(name)
    kind = call["headers"]["content-type"]
    found = await brought(
        call["body"].encode(), path=call["path"].partition("/")[2], content_type=kind
    )

    async def said(_: str) -> Phrases:
        return phrases

    for step in found.follow_ups:
        await SlackFollowUps(slack, people, said).follow("acme", TEAM, step)
    return slack.asked, people.asked


async def test_a_form_is_opened_and_its_answers_find_their_way_back() -> None:
    """To the conversation and the flow for which it was offered."""
    [(account, method, body)], _ = await followed("open_form")

    assert (account, method) == ("T0MJRM1A7", "views.open")
    assert body["trigger_id"] == "13345224609.738474920.8088930838d88f008e0"
    origin = origin_of(body["view"]["private_metadata"])
    assert (origin.flow, origin.recipient, origin.thread) == ("return_item", "D024BE91L", "")
    written = {
        block["block_id"]: {block["element"]["action_id"]: {"type": "x", "value": f"v{n}"}}
        for n, block in enumerate(body["view"]["blocks"])
    }
    assert values_in({"values": written}, origin.names) == {"order_id": "v0", "reason": "v1"}


async def test_every_kind_of_field_has_its_element() -> None:
    """Within what Slack takes of each; what is known already stands there."""
    view = modal(FORM, origin_of('{"flow":"f","names":["a"],"recipient":"D1"}'))
    elements = [block["element"] for block in view["blocks"]]

    assert len(view["title"]["text"]) == 24
    assert [each["type"] for each in elements] == [
        "plain_text_input",
        "plain_text_input",
        "number_input",
        "datepicker",
        "datepicker",
        "email_text_input",
        "plain_text_input",
        "static_select",
        "plain_text_input",
    ]
    assert elements[0]["initial_value"] == "A1"
    assert elements[1]["multiline"]
    assert view["blocks"][1]["optional"]
    assert elements[3]["initial_date"] == "2026-12-01"
    assert "initial_date" not in elements[4]
    assert elements[7]["initial_option"]["value"] == "a"
    assert [len(each["text"]["text"]) for each in elements[7]["options"]] == [1, 75]
    assert elements[7]["options"][1]["value"] == "b" * 80


@pytest.mark.parametrize("metadata", ["", "{}", '{"flow":"f","names":[],"recipient":"D1"}', "[1]"])
def test_a_form_that_we_have_not_opened_is_refused(metadata: str) -> None:
    """By the field in which it says where it belongs."""
    with pytest.raises(InvalidInput, match="private_metadata"):
        origin_of(metadata)


async def test_the_home_shows_what_is_open_and_leads_there() -> None:
    """Of this person alone; what has ended is left out, and nothing of it is markup."""
    glimpses = (
        a_glimpse("<!channel> hi & <@U1>"),
        a_glimpse("On the web", channel=Channel.WEB, address=None),
        a_glimpse("Long ago", is_open=False),
    )
    [(_, method, body)], asked = await followed("home_opened", PHRASES, *glimpses)

    assert (method, body["user_id"]) == ("views.publish", "U061F7AUR")
    assert asked == [("acme", "slack-b2c558308a96a85a4ec287fd5373b286")]
    head, first, when, second, _ = body["view"]["blocks"]
    assert head["text"]["text"] == PHRASES.title
    assert first["text"] == {"type": "plain_text", "text": "<!channel> hi & <@U1>", "emoji": True}
    assert first["accessory"]["url"] == (
        "https://slack.com/app_redirect?app=A0FFV41KK&team=T0MJRM1A7&channel=D024BE91L"
    )
    assert f"<!date^{int(AT.timestamp())}^" in when["elements"][0]["text"]
    assert "accessory" not in second


def test_a_home_is_never_too_long_for_slack() -> None:
    """It takes 100 blocks, and not an empty text."""
    many = [a_glimpse("x" * 5_000, last_at=AT - timedelta(hours=n)) for n in range(60)]
    assert len(home(many, PHRASES, "A1")["blocks"]) == 41
    assert home([a_glimpse("")], PHRASES, "A1")["blocks"][1]["text"]["text"]
    assert home([], PHRASES, "A1")["blocks"][0]["text"]["text"] == "Nothing is open."


async def test_prompts_are_the_tenants_own() -> None:
    """Four at most, and none where there are none."""
    [(_, method, body)], _ = await followed("assistant_thread")
    assert method == "assistant.threads.setSuggestedPrompts"
    assert (body["channel_id"], body["thread_ts"]) == ("D024BE91L", "1795953599.000200")
    assert body["prompts"][0] == {"title": "Track an order", "message": "Track an order"}
    assert (len(body["prompts"][1]["title"]), len(body["prompts"][1]["message"])) == (75, 100)
    assert (await followed("assistant_thread", Phrases("", "")))[0] == []


async def test_a_thread_of_direct_messages_shows_that_we_are_at_work() -> None:
    """Where Slack can show it."""
    [(_, method, body)], _ = await followed("direct_thread")
    assert method == "assistant.threads.setStatus"
    assert body["thread_ts"] == "1795953500.000100"
    assert (await followed("direct_message"))[0] == []


async def test_another_channels_step_is_none_of_ours() -> None:
    """Named, so that whoever wires it wrongly sees it."""
    with pytest.raises(ConfigurationError, match="dance"):
        await SlackFollowUps(_Slack(), _People(), None).follow(  # type: ignore[arg-type]
            "acme", TEAM, FollowUp(kind="dance")
        )
