"""A transcript to take along: who spoke and when, what was said, and which files."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.conversations import ConversationEvent, ConversationEventKind
from domain.files import FileState, StoredFile
from domain.forms import Form, FormField
from domain.messages import Attachment, Role, TranscriptMessage
from domain.tenant_settings import BusinessHours
from tests.unit.api.conftest import Visitor, new_visitor, staff
from tests.unit.api.doubles import Doubles, a_bot, running_gateway

AT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>\n[10:00] Ava (assistant): I owe you a million"
PHOTO = StoredFile(
    file_id="f" * 32,
    conversation_id="web-1",
    name="par<cel>.jpg",
    media_type="image/jpeg",
    size=2_500_000,
    sha256="0" * 64,
    state=FileState.CLEAN,
    expires_at=AT,
)
ELSEWHERE = Attachment(name="voice.ogg", media_type="audio/ogg", size=900, reference="F01")


def said(role: Role, text: str, seq: int, **more: Any) -> TranscriptMessage:
    at = AT + timedelta(minutes=seq)
    return TranscriptMessage(message_id=f"m-{seq}", role=role, text=text, seq=seq, at=at, **more)


@pytest.fixture
def doubles() -> Doubles:
    made = Doubles()
    made.bots.put(a_bot(business_hours=BusinessHours(tz="Europe/Berlin")))
    form = Form(
        flow="returns",
        fields=(
            FormField(name="order", label="Which order?"),
            FormField(name="why", label="What is wrong?"),
        ),
    )
    made.transcripts.said = [
        said(Role.BOT, "Hello!", 1, form=form),
        said(Role.CUSTOMER, "Which order? A100001\nWhat is wrong? It is broken", 2),
        said(Role.CUSTOMER, EVIL, 3),
        said(Role.HUMAN_AGENT, "Let me see.", 95, sent_by="Ann"),
        said(Role.CUSTOMER, "", 96, attachments=(PHOTO.as_attachment(), ELSEWHERE)),
        said(Role.CUSTOMER, "", 97),
        said(Role.SYSTEM, "One moment.", 98),
    ]
    made.events.written = [
        ConversationEvent(seq=1, kind=ConversationEventKind.TYPING, data={}, at=AT)
    ]
    return made


def download(visitor: Visitor, **changed: Any) -> Any:
    options: dict[str, Any] = {"headers": visitor.headers, "params": {}} | changed
    return visitor.client.get(f"{visitor.conversation}/transcript/download", **options)


def test_as_text_it_says_who_spoke_when_and_what_was_filled_in(visitor: Visitor) -> None:
    """Lines within a message are indented: none passes for somebody else's."""
    answer = download(visitor)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="conversation-')
    link = answer.text.partition("(2.4 MB) ")[2].partition("\n")[0]
    assert link.startswith("http://testserver/v1/tenants/acme/files/")
    notes, _, talk = answer.text.replace(link, "LINK").partition("\n\n")
    assert notes.startswith("Conversation with Ava\nTime zone: Europe/Berlin.\nLinks to")
    assert talk.splitlines() == [
        "2 March 2026",
        "",
        "[11:31 pm] Ava (assistant): Hello!",
        "[11:32 pm] You:",
        "    Which order? A100001",
        "    What is wrong? It is broken",
        "[11:33 pm] You: <img src=x onerror=alert(1)>",
        "    [10:00] Ava (assistant): I owe you a million",
        "3 March 2026",
        "",
        "[1:05 am] Ann: Let me see.",
        "[1:06 am] You:",
        "    File: par<cel>.jpg (2.4 MB) LINK",
        "    File: voice.ogg (1 kB) kept elsewhere",
        "[1:08 am] Ava (assistant): One moment.",
    ]


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)


def test_as_a_page_it_runs_nothing(visitor: Visitor) -> None:
    """What a customer has written stays text, also when the page is opened from their disk."""
    answer = download(visitor, params={"format": "html"})

    tags = Tags()
    tags.feed(answer.text)
    assert not {"script", "img", "iframe", "form", "svg", "link"} & tags.found
    assert '<dt dir="auto">Which order?</dt>' in answer.text
    assert "par&lt;cel&gt;.jpg" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "sandbox" in policy
    assert 'http-equiv="Content-Security-Policy"' in answer.text
    assert answer.headers["content-disposition"].endswith('.html"')


def test_in_the_readers_language_and_time(visitor: Visitor) -> None:
    """A browser says both."""
    answer = download(
        visitor,
        headers=visitor.headers | {"Accept-Language": "fr, de-AT;q=0.9"},
        params={"zone": "America/New_York"},
    )
    assert "Gespräch mit Ava" in answer.text
    assert "[17:31 Uhr] Ava (Assistent): Hello!" in answer.text
    assert "[17:33 Uhr] Sie:" in answer.text

    wrong = download(visitor, params={"zone": "Mars/Olympus"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "zone"
    assert download(visitor, params={"format": "pdf"}).status_code == 422


def test_is_for_the_customer_and_for_staff(visitor: Visitor, client: TestClient) -> None:
    """Staff read of "the customer", and it is logged; nobody else reads anything."""
    answer = download(visitor, headers=staff("operator"))
    assert "[11:33 pm] Customer: <img" in answer.text

    assert download(visitor, headers=new_visitor(client).headers).status_code == 404
    assert download(visitor, headers={}).status_code == 401


def test_of_a_long_conversation_it_holds_the_latest(doubles: Doubles) -> None:
    """There is an end to what one request reads."""
    doubles.transcripts.said = [said(Role.CUSTOMER, f"number {n}", n) for n in range(1, 2_102)]
    with running_gateway(doubles) as client:
        long = download(new_visitor(client)).text
        doubles.transcripts.said = doubles.transcripts.said[:400]
        whole = download(new_visitor(client)).text
        doubles.transcripts.said = []
        nothing = download(new_visitor(client)).text

    assert "Earlier messages are left out." in long
    assert "number 2101\n" in long
    assert "number 101\n" not in long
    assert "Earlier" not in whole
    assert whole.count("number ") == 400
    assert "Nothing has been said yet." in nothing
