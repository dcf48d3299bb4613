# ruff: noqa: E501 - a table of mistakes reads best one to a line
"""Publishing a tenant's files over HTTP: compiled and checked here, whoever sends them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.domain.bots import ACME, acme

REVISIONS = "/v1/tenants/acme/bots/revisions"


def the_files() -> dict[str, str]:
    found = [*ACME.glob("*.yaml"), *ACME.glob("flows/*.yaml"), *ACME.glob("openapi/*.json")]
    return {path.relative_to(ACME).as_posix(): path.read_text() for path in found}


def changed(file: str, old: str, new: str) -> dict[str, Any]:
    files = the_files()
    assert old in files[file]
    return {"files": files | {file: files[file].replace(old, new)}}


def test_a_published_revision_is_in_use_at_once(client: TestClient, doubles: Doubles) -> None:
    """
    On this replica at once, on the others within seconds.
    """
    client.get("/v1/tenants/acme/branding")
    body = changed("tenant.yaml", "name: Ava", "name: Eva")

    answer = client.post(REVISIONS, headers=staff("operator"), json=body)

    assert (answer.status_code, answer.json()["changed"]) == (201, True)
    assert doubles.bots.published_by == ["Olga"]
    assert client.get("/v1/tenants/acme/branding").json()["name"] == "Eva"
    current = client.get("/v1/tenants/acme/bots/current", headers=staff("agent")).json()
    assert current["revision"] == answer.json()["revision"]


def test_the_server_compiles_what_the_command_line_compiles(client: TestClient) -> None:
    """
    One compiler: the same files are the same revision, and publishing again is no event.
    """
    first = client.post(REVISIONS, headers=staff("operator"), json={"files": the_files()})
    again = client.post(REVISIONS, headers=staff("operator"), json={"files": the_files()})

    assert first.json()["revision"] == acme().revision
    assert (first.json()["changed"], again.json()["changed"]) == (True, False)


GET_ORDER = "{openapi: shop, operation: getOrder}"
REFUSED = [
    ("slots.yaml", "{type: money, source: tool}", "{type: money, source: customer}"),
    ("intents.yaml", "L-[0-9a-f]{12}", "("),
    ("slots.yaml", "^A[0-9]{6}$", "("),
    ("tools.yaml", "{en: the refund, de: die Erstattung}\n  requires: owner_of order", "it"),
    ("tools.yaml", "attempts: 4}\n  requires: owner_of order", "attempts: 4}"),
    ("tools.yaml", "requires: owner_of order", "requires: anyone"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'file:///etc/passwd'}"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'http://169.254.169.254/x'}"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'http://127.0.0.1:8233/api'}"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'http://2130706433/'}"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'http://[::ffff:7f00:1]/'}"),
    ("tools.yaml", GET_ORDER, "{method: GET, url: 'http://shop.example@127.0.0.1/'}"),
    ("tools.yaml", "timeout: 5s", "timeout: 3650d"),
    ("tools.yaml", "attempts: 4", "attempts: 1000000000"),
    ("flows/returns.yaml", "approve: refund\n", "say: approved\n"),
    ("flows/returns.yaml", "when: amount > 100", "when: \"'a' = 'b'\""),
    ("flows/returns.yaml", "on_reject: {say: refund_declined}", "on_reject: {say: refund_declined, continue: true}"),
    ("tenant.yaml", "messages_per_minute: 60", "messages_per_minute: 1000000000"),
    ("tenant.yaml", "burst: 10", "burst: 1000000000"),
    ("tenant.yaml", "merge_window: 0s", "merge_window: 99999999999999999999d"),
    ("tenant.yaml", "close_after: 24h", "close_after: 36500d"),
    ("tenant.yaml", "  web:\n", "  web:\n    session_lasts: 36500d\n"),
    ("tenant.yaml", "holidays: de-BE", "holidays: xx"),
    ("openapi/shop.json", '"paths"', '"pths"'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), REFUSED)
def test_what_check_refuses_the_server_refuses_too(
    client: TestClient, doubles: Doubles, file: str, old: str, new: str
) -> None:
    """
    An operator's token publishes bots, not anything: each mistake is named with file and line.
    """
    answer = client.post(REVISIONS, headers=staff("operator"), json=changed(file, old, new))

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert any(error["field"].startswith(f"{file}:") for error in answer.json()["errors"])
    assert doubles.bots.published_by == []


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.example",
        "null",
        "'unsafe-inline'",
        "https://a.example; script-src *",
        "https://a.example 'self'",
        "https://a.example\r\nX-Evil: 1",
        "https://a.example\n",
        "https://a.example/page",
        "https://user@a.example",
        "https://a.example:0",
        "https://a.example:65536",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a..example",
        "https://127.1",
        "https://a.example,https://b.example",
    ],
)
def test_an_origin_is_an_origin_and_nothing_more(
    client: TestClient, doubles: Doubles, origin: str
) -> None:
    """
    It goes into a header of the chat page: what could be read as more than a host is refused.
    """
    quoted = origin.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")
    body = changed("tenant.yaml", "- http://localhost:3000", f'- "{quoted}"')

    answer = client.post(REVISIONS, headers=staff("operator"), json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("tenant.yaml:")
    assert doubles.bots.published_by == []


def test_all_mistakes_are_named_at_once(client: TestClient) -> None:
    """
    Whoever mends a bot sees everything, not one mistake after another.
    """
    body = changed("slots.yaml", "{type: money, source: tool}", "{type: money}")
    body["files"]["tenant.yaml"] += "\nplugins: []\nfeature: 1\n"

    problem = client.post(REVISIONS, headers=staff("operator"), json=body).json()

    assert len(problem["errors"]) == 2
    assert problem["type"] == "urn:duralogue:problem:invalid-bot"


@pytest.mark.parametrize(
    "body",
    [
        acme().as_content(),
        {"files": {}},
        {"files": {"tenant.yaml": 1}},
        {"files": {"tenant.yaml": "tenant: acme"}, "revision": "x"},
        {"files": {"../tenant.yaml": "tenant: acme"}},
        {"files": {"tenant.yaml": "tenant: [" * 50_000}},
        {"files": {"tenant.yaml": "a: &a [x]\n" + "".join(f"b{i}: *a\n" for i in range(9))}},
        {"files": {f"flows/{n}.yaml": "" for n in range(501)}},
        {"files": {"tenant.yaml": "tenant: acme", "openapi/x.json": "[" * 100_000}},
        [],
    ],
)
def test_what_is_no_bundle_of_files_is_refused(
    client: TestClient, doubles: Doubles, body: Any
) -> None:
    """
    A bot compiled elsewhere is refused, whatever its hash: only our own compiler is believed.
    """
    answer = client.post(REVISIONS, headers=staff("operator"), json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert doubles.bots.published_by == []


def test_another_tenants_files_are_refused(client: TestClient, doubles: Doubles) -> None:
    """
    The token says for whom it publishes.
    """
    body = changed("tenant.yaml", "tenant: acme", "tenant: other")

    answer = client.post(REVISIONS, headers=staff("operator"), json=body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "tenant.yaml")
    assert doubles.bots.published_by == []


def test_only_operators_publish(client: TestClient) -> None:
    """
    Not those who talk with customers all day.
    """
    answer = client.post(REVISIONS, headers=staff("supervisor"), json={"files": the_files()})

    assert answer.status_code == 403


def test_a_large_bot_fits(client: TestClient) -> None:
    """
    The limit of a message would be too small for a tenant with many examples.
    """
    body = changed("tenant.yaml", "tenant: acme", "tenant: acme # " + "x" * 1_000_000)

    assert client.post(REVISIONS, headers=staff("operator"), json=body).status_code == 201
    body["files"]["intents.yaml"] = "x" * 4_000_000
    assert client.post(REVISIONS, headers=staff("operator"), json=body).status_code == 413


def test_the_double_is_no_bot_of_the_compiler() -> None:
    """
    The gateway's other tests run on a bot by hand, which no compiler has seen.
    """
    assert a_bot().revision != acme().revision
