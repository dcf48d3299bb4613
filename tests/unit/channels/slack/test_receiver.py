"""Calls of Slack's beyond what is recorded: whose they are, and what they begin."""

import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from channels.slack import dispatcher
from domain.errors import InvalidInput, NotFound
from domain.forms import Form
from domain.messages import MAX_TEXT
from tests.unit.channels.slack.recorded_calls import (
    RECEIVER,
    brought,
    event_of,
    recorded,
    replayed,
    request,
)


@pytest.mark.parametrize("path", ["", "support", "support/x", "Support/events", "a/b/events"])
def test_other_paths_are_not_there(path: str) -> None:
    """And say what is."""
    made = request(b"{}").model_copy(update={"path": path})
    with pytest.raises(NotFound, match="/events"):
        RECEIVER.account_of(made)


async def test_one_message_is_one_however_it_is_told() -> None:
    """Slack tells of a mention twice, under two event ids, and again where nobody answers."""
    found = [await replayed(name) for name in ("app_mention", "mention_as_message")]
    again = await replayed("app_mention")
    ids = {(each.messages[0].message_id, each.messages[0].conversation_id) for each in found}

    assert len(ids) == 1
    assert again.messages == found[0].messages
    assert [each.only_if_known for each in found] == [frozenset(), frozenset()]


async def test_messages_of_two_channels_at_one_moment_are_two() -> None:
    """Slack's clock names a message within its channel only."""
    found = [await replayed("direct_message", channel=name) for name in ("D0AAA", "D0BBB")]
    assert found[0].messages[0].message_id != found[1].messages[0].message_id


async def test_no_id_names_a_person() -> None:
    """A direct channel belongs to one."""
    [message] = (await replayed("direct_message")).messages
    ids = (message.message_id, message.conversation_id, message.person)
    assert not any("D024BE91L" in each or "U061F7AUR" in each for each in ids)


async def test_an_edit_and_a_deletion_name_the_message_that_was_said() -> None:
    """By channel and time: Slack does not say with which event it came."""
    [said] = (await replayed("direct_message")).messages
    [edited] = (await replayed("edited")).changes
    assert edited.change.message_id == said.message_id
    assert edited.conversation_id == said.conversation_id

    [reply] = (await replayed("thread_reply")).messages
    [deleted] = (await replayed("deleted")).changes
    assert deleted.change.message_id == reply.message_id
    assert deleted.conversation_id == reply.conversation_id


async def test_only_what_a_person_has_edited_is_an_edit() -> None:
    """Slack changes messages too, and marks them otherwise."""
    changed = {**event_of("edited")["event"]["message"]}
    del changed["edited"]
    assert not (await replayed("edited", message=changed)).changes


async def test_a_thread_in_a_channel_goes_on_only_where_it_has_begun() -> None:
    """What people say in other threads begins no conversation, and neither does an edit there."""
    for name in ("thread_reply", "deleted"):
        found = await replayed(name)
        held = {each.conversation_id for each in found.messages}
        held |= {each.conversation_id for each in found.changes}
        assert found.only_if_known == held
    assert not (await replayed("thread_of_the_bot")).only_if_known
    assert not (await replayed("direct_thread")).only_if_known


async def test_one_person_is_the_same_in_all_conversations() -> None:
    """And another one in another workspace."""
    names = ("direct_message", "app_mention", "button", "command", "form_sent")
    people = {(await _played(name)).messages[0].person for name in names}
    elsewhere = await replayed("direct_message", user="U0OTHER")

    assert len(people) == 1
    assert elsewhere.messages[0].person not in people
    [home] = (await replayed("home_opened")).follow_ups
    assert {home.data["person"]} == people


@pytest.mark.parametrize(
    ("user", "changed"),
    [
        ("U0LAN0Z89", {}),
        ("USLACKBOT", {}),
        ("U061F7AUR", {"bot_id": "B19LU7CSY"}),
        ("U061F7AUR", {"subtype": "bot_message"}),
        ("U061F7AUR", {"bot_profile": {"id": "B19LU7CSY"}}),
        ("U061F7AUR", {"subtype": "channel_join"}),
        (None, {}),
    ],
)
async def test_bots_and_we_ourselves_are_not_answered(user: Any, changed: Any) -> None:
    """Two that answer each other never end."""
    for name in ("direct_message", "app_mention"):
        assert not (await replayed(name, user=user, **changed)).messages


async def test_a_long_message_is_cut_and_never_refused() -> None:
    """Slack takes 40,000 characters; nobody there would see that we refuse them."""
    [message] = (await replayed("direct_message", text="&amp;x" * 8_000)).messages
    assert message.text == ("&x" * 8_000)[:MAX_TEXT]


@pytest.mark.parametrize("text", ["<@U0LAN0Z89>", " \u200b", "", "\x00\x07", "\ud800"])
async def test_somebody_who_says_nothing_is_answered(text: str) -> None:
    """Whoever only names the bot wants something of it."""
    [message] = (await replayed("direct_message", text=text)).messages
    assert message.text == "\N{WAVING HAND SIGN}"


async def test_controls_are_left_out() -> None:
    """They cannot be stored, and nobody has meant them."""
    [message] = (await replayed("direct_message", text="a\x00b\nc\td\x1b\ud800")).messages
    assert message.text == "ab\nc\td"


async def test_only_what_is_within_bounds_is_taken_of_files() -> None:
    """Names, types and sizes are what somebody has said."""
    files = [
        {"id": f"F{n}", "name": "a\u202e" * 300, "mimetype": "x", "size": 2**50} for n in range(12)
    ]
    [message] = (await replayed("files", files=files)).messages
    assert len(message.attachments) == 10
    assert {each.media_type for each in message.attachments} == {"application/octet-stream"}
    assert message.attachments[0].name == "a" * 255
    assert message.attachments[0].size == 2**40
    with pytest.raises(InvalidInput, match=r"event\.files\.0\.id"):
        await replayed("files", files=[{"id": "../x"}])


async def test_each_press_is_one_of_its_own() -> None:
    """A button may be pressed again later, and is answered again."""
    first = await _played("button")
    again = await _played("button", replace=("1795953599.400000", "1795953700.400000"))
    assert first.messages[0].button == again.messages[0].button
    assert first.messages[0].message_id != again.messages[0].message_id


async def test_a_press_that_is_doubled_is_one() -> None:
    """At once, by the same person; another choice in the same list is another."""
    first = await _played("button")
    again = await _played("button", replace=("1795953599.400000", "1795953599.900000"))
    assert first.messages[0].message_id == again.messages[0].message_id
    [chosen] = (await _played("select")).messages
    assert chosen.button is not None
    other = json.dumps(chosen.button.payload)
    [instead] = (await _played("select", replace=(f'"value": {other}', '"value": "Else"'))).messages
    assert instead.button != chosen.button
    assert instead.message_id != chosen.message_id


async def test_a_form_is_asked_for_with_its_fields() -> None:
    """And where its answers belong."""
    [step] = (await _played("open_form")).follow_ups
    assert step.kind == "open_form"
    assert step.data["recipient"] == "D024BE91L"
    assert Form.model_validate_json(step.data["form"]).fields[1].options == ("Broken", "Wrong")


async def test_the_answers_to_a_form_come_by_name() -> None:
    """Empty ones are left out, and a form without any brings nothing."""
    [message] = (await _played("form_sent")).messages
    assert message.form is not None
    assert message.form.flow == "return_item"
    assert message.form.values == {"order_id": "A100001", "reason": "Broken"}
    empty = await _played("form_sent", replace=('"value": "', '"nothing": "'))
    assert empty.messages == ()


async def test_a_call_is_of_the_workspace_that_has_the_app() -> None:
    """And not of the stranger's with whom a channel is shared."""
    assert (await replayed("shared_channel")).account == "T0MJRM1A7"
    assert (await replayed("whole_organisation")).account == "E0123ORG1"
    nowhere = {**event_of("direct_message"), "authorizations": [], "team_id": None}
    with pytest.raises(InvalidInput, match="team_id"):
        await brought(nowhere)


@pytest.mark.parametrize(
    ("body", "call"),
    [
        (b"{", {}),
        (b"[1]", {}),
        (b"\xff", {}),
        (b"[" * 100_000, {}),
        (b"payload=%7B", {"content_type": "application/x-www-form-urlencoded"}),
        (
            b"&".join(b"a=b" for _ in range(100)),
            {"content_type": "application/x-www-form-urlencoded"},
        ),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name(body: bytes, call: Any) -> None:
    """Also what is nested without end."""
    with pytest.raises(InvalidInput, match="body"):
        await brought(body, **call)


async def _played(name: str, replace: tuple[str, str] = ("", "")) -> Any:
    """A recorded call of any kind, its JSON with one change."""
    call = recorded(name)
    kind = call["headers"]["content-type"]
    if kind == "application/json" or "payload=" not in call["body"]:
        body = call["body"]
    else:
        payload = json.dumps(_payload(call["body"])).replace(*replace if replace[0] else ("\0", ""))
        body = urlencode({"payload": payload})
    path = call["path"].partition("/")[2]
    return await brought(body.encode(), path=path, content_type=kind)


def _payload(body: str) -> Any:
    return json.loads(parse_qs(body)["payload"][0])


async def test_bolt_takes_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects an app has its secrets there; Bolt would take them for an app of its own."""
    expected = await replayed("direct_message")
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "SCOPES"):
        monkeypatch.setenv(f"SLACK_{name}", "xoxb-1-2-abcdef")
    dispatcher._app.cache_clear()
    try:
        assert await replayed("direct_message") == expected
        assert (await replayed("our_own")).messages == ()
    finally:
        dispatcher._app.cache_clear()
