"""Installing an app: to Slack's page and back, once, in one browser, within ten minutes."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.routes.channel_installs import COOKIE
from channels.slack.connection import BOT_SCOPES, new_connection, new_workspace, secret_of
from channels.slack.installer import SlackInstaller
from channels.slack.refusals import SlackRefused
from domain.channel_addresses import Channel
from domain.channel_settings import ChannelSettings, SlackChannel
from domain.errors import DependencyUnavailable, DuralogueError, OutcomeUnknown
from infra.memory.channel_installs import MemoryChannelInstalls
from tests.unit.api.doubles import Doubles, a_bot, running_gateway
from tests.unit.channels.slack.memory_slack import MemorySlack

PATH = "/v1/tenants/acme/channels/slack/support"
APP: dict[str, Any] = {"app_id": "A0123ABC", "signing": "8f742231b10e8888"}
SAID = {
    "app_id": "A0123ABC",
    "access_token": "xoxe.xoxb-1-abc",
    "refresh_token": "xoxe-1-abc",
    "expires_in": 43_200,
    "scope": "chat:write,im:history",
    "bot_user_id": "U0B0T",
    "team": {"id": "T0123ABC", "name": "Acme & Co"},
    "enterprise": None,
    "is_enterprise_install": False,
}


@pytest.fixture
async def slack(doubles: Doubles, monkeypatch: pytest.MonkeyPatch) -> MemorySlack:
    made = MemorySlack(exchanged=dict(SAID))
    monkeypatch.setattr(
        MemorySlack, "_auth_test", lambda _, body: {"bot_id": "B0B0T"}, raising=False
    )
    doubles.installers[Channel.SLACK] = SlackInstaller(calls=made)
    await doubles.connections.connect(
        "acme", new_connection("support", **APP, client_id="1.2", client="client-secret")
    )
    return made


def _begin(client: TestClient) -> str:
    """The state that Slack is given."""
    answer = client.get(f"{PATH}/install", follow_redirects=False)
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]


def _back(client: TestClient, state: str, **said: str) -> Any:
    """As a browser asks, and a person reads."""
    asked = {"state": state, "code": "c-1", **said}
    return client.get(f"{PATH}/oauth", params=asked, headers={"Accept": "text/html"})


async def _connected(doubles: Doubles) -> list[str]:
    return [each.account for each in await doubles.connections.listed("acme")]


def test_the_way_there_names_the_app_its_scopes_and_the_way_back(
    client: TestClient, slack: MemorySlack
) -> None:
    """And leaves a cookie that nobody but the way back gets."""
    answer = client.get(f"{PATH}/install", follow_redirects=False)
    address = urlsplit(answer.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}

    assert address._replace(query="").geturl() == "https://slack.com/oauth/v2/authorize"
    assert asked["client_id"] == "1.2"
    assert asked["scope"] == ",".join(BOT_SCOPES)
    assert asked["redirect_uri"] == f"http://testserver{PATH}/oauth"
    assert len(asked["state"]) >= 43
    cookie = answer.headers["set-cookie"]
    assert f"Path={PATH}/oauth" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_behind_a_proxy_the_way_back_is_the_public_address(
    doubles: Doubles, slack: MemorySlack
) -> None:
    """With a cookie for https alone."""
    with running_gateway(doubles, public_url="https://bot.example/") as client:
        answer = client.get(f"{PATH}/install", follow_redirects=False)

    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == [f"https://bot.example{PATH}/oauth"]
    assert "Secure" in answer.headers["set-cookie"]


async def test_a_workspace_is_connected_with_what_slack_says(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """Its tokens, when they end, and who the bot is."""
    page = _back(client, _begin(client))

    assert page.status_code == 200
    assert "Acme &amp; Co is connected" in page.text
    made = await doubles.connections.get("acme", Channel.SLACK, "T0123ABC")
    assert made.settings["app"] == "support"
    assert made.settings["bot_user"] == "U0B0T"
    assert made.settings["bot_id"] == "B0B0T"
    assert made.settings["scopes"] == "chat:write,im:history"
    assert made.settings["expires_at"]
    assert secret_of(made, "bot") == "xoxe.xoxb-1-abc"
    assert slack.calls[0] == (
        "oauth.v2.access",
        {"code": "c-1", "redirect_uri": f"http://testserver{PATH}/oauth"},
    )


async def test_an_organisation_is_connected_by_its_own_id(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """There is no team then."""
    slack.exchanged |= {
        "team": None,
        "enterprise": {"id": "E0123ABC", "name": "Acme Group"},
        "is_enterprise_install": True,
    }
    assert _back(client, _begin(client)).status_code == 200

    made = await doubles.connections.get("acme", Channel.SLACK, "E0123ABC")
    assert (made.settings["enterprise"], made.settings["team_name"]) == ("E0123ABC", "Acme Group")


async def test_who_the_bot_is_may_stay_unknown(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """It takes another call, which may fail."""
    slack.fail("auth.test", OutcomeUnknown("reset"))
    assert _back(client, _begin(client)).status_code == 200

    made = await doubles.connections.get("acme", Channel.SLACK, "T0123ABC")
    assert "bot_id" not in made.settings


@pytest.mark.parametrize("case", ["twice", "other browser", "other state", "late", "no cookie"])
async def test_a_way_back_that_nobody_began_connects_nothing(
    client: TestClient, doubles: Doubles, slack: MemorySlack, case: str
) -> None:
    """Nor one that was used, is old, or was sent to somebody else."""
    now = [100.0]
    doubles.installs = MemoryChannelInstalls(lambda: now[0])
    with running_gateway(doubles) as browser:
        state = _begin(browser)
        if case == "twice":
            assert _back(browser, state, code="", error="access_denied").status_code == 400
        if case == "other browser":
            browser.cookies.clear()
            browser.cookies.set(COOKIE, "x" * 43)
        if case == "no cookie":
            browser.cookies.clear()
        if case == "late":
            now[0] += 600
        answer = _back(browser, "y" * 43 if case == "other state" else state)

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "was used already" in answer.text
    assert f"{PATH}/install" in answer.text
    assert slack.calls == []
    assert await _connected(doubles) == ["support"]


async def test_nobody_who_says_no_is_connected(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """And the page says so."""
    answer = _back(client, _begin(client), error="access_denied")

    assert answer.status_code == 400
    assert "Nobody agreed" in answer.text
    assert await _connected(doubles) == ["support"]


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (SlackRefused("oauth.v2.access", "invalid_code"), 502, "begin anew"),
        (DependencyUnavailable("down"), 503, "Temporarily unavailable"),
    ],
)
async def test_what_slack_refuses_is_said_in_words(
    client: TestClient,
    doubles: Doubles,
    slack: MemorySlack,
    failure: DuralogueError,
    *,
    status: int,
    words: str,
) -> None:
    """On a page from which one may begin again."""
    slack.fail("oauth.v2.access", failure)
    answer = _back(client, _begin(client))

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    assert await _connected(doubles) == ["support"]


@pytest.mark.parametrize(
    "changed",
    [
        {"app_id": "A0THER"},
        {"access_token": "xoxp-of-a-user"},
        {"team": None},
        {"refresh_token": None},
        {"team": {"id": "../x"}},
    ],
)
async def test_an_answer_that_fits_nothing_connects_nothing(
    client: TestClient, doubles: Doubles, slack: MemorySlack, changed: dict[str, Any]
) -> None:
    """Such as another app's, or a user's token."""
    slack.exchanged |= changed

    assert _back(client, _begin(client)).status_code == 502
    assert await _connected(doubles) == ["support"]


async def test_another_apps_workspace_is_left_alone(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """Its conversations would be answered by this one."""
    await doubles.connections.connect(
        "acme", new_workspace("T0123ABC", app="sales", bot="xoxb-1-sales")
    )
    answer = _back(client, _begin(client))

    assert answer.status_code == 409
    assert "another app" in answer.text
    made = await doubles.connections.get("acme", Channel.SLACK, "T0123ABC")
    assert secret_of(made, "bot") == "xoxb-1-sales"


async def test_what_cannot_be_installed_is_not_found(
    client: TestClient, doubles: Doubles, slack: MemorySlack
) -> None:
    """An app without a client secret, no app, another channel, a channel that is closed."""
    await doubles.connections.connect("acme", new_connection("static", **APP))
    base = "/v1/tenants/acme/channels"
    for path in ("slack/static", "slack/none", "webhook/support", "sms/support"):
        for end in ("install", "oauth"):
            answer = client.get(f"{base}/{path}/{end}", follow_redirects=False)
            assert answer.status_code in {404, 400}, path
            assert "location" not in answer.headers
    doubles.bots.put(a_bot(channels=ChannelSettings(slack=SlackChannel(enabled=False))))
    with running_gateway(doubles) as closed:
        assert closed.get(f"{PATH}/install", follow_redirects=False).status_code == 404


def test_installs_are_limited(client: TestClient, doubles: Doubles, slack: MemorySlack) -> None:
    """Each one that begins is stored."""
    doubles.rate_limiter.used_up = "acme/installs"
    answer = client.get(f"{PATH}/install", follow_redirects=False)

    assert answer.status_code == 429
