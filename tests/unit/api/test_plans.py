"""Plans: how much each caller may write, and the headers that say so."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from domain.api_keys import ApiKeyScope
from domain.rate_limits import RATES, Limit, Plan, plan_of, quota_of
from domain.tenant_settings import Limits
from infra.memory.rate_limits import MemoryRateLimiter
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import Doubles, a_bot, running_gateway
from tests.unit.api.test_server_messages import HELLO, PATH, _connected, a_key  # noqa: F401
from tests.unit.api.test_sessions import customer_token


@dataclass
class Counting(Doubles):
    rate_limiter: MemoryRateLimiter = field(default_factory=MemoryRateLimiter)  # type: ignore[assignment]


def post(visitor: Visitor, number: int = 1) -> "dict[str, str]":
    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        json={"message_id": f"m-{number}", "text": "hi"},
        headers=visitor.headers,
    )
    return {"status": str(answer.status_code), **answer.headers}


@pytest.mark.parametrize(
    ("tenants", "is_verified", "plan"),
    [
        ("default", False, Plan.DEFAULT),
        ("standard", False, Plan.DEFAULT),
        ("gold", True, Plan.AUTHENTICATED),
        ("default", True, Plan.AUTHENTICATED),
        ("authenticated", False, Plan.AUTHENTICATED),
        ("premium", False, Plan.PREMIUM),
        ("premium", True, Plan.PREMIUM),
    ],
)
def test_the_better_of_the_tenants_plan_and_what_is_shown(
    tenants: str, plan: Plan, *, is_verified: bool
) -> None:
    """Bots of earlier publications name plans that are none: they are kept for ever."""
    assert plan_of(tenants, is_verified=is_verified) is plan
    assert Limits(plan=tenants).rate(is_verified=is_verified) == (plan, RATES[plan])


def test_numbers_that_the_tenant_says_go_before_its_plan() -> None:
    _, rate = Limits(plan="premium", messages_per_minute=7).rate(is_verified=True)

    assert (rate.per_minute, rate.burst) == (7, RATES[Plan.PREMIUM].burst)


@pytest.mark.parametrize(
    ("ahead", "remaining", "reset"), [(0.0, 10, 0), (0.2, 9, 0.2), (3.0, 7, 3), (30.0, 0, 30)]
)
def test_what_is_left_follows_from_the_bucket(ahead: float, remaining: int, reset: float) -> None:
    quota = quota_of(Limit("t/visitor/v", 60, 10), Plan.DEFAULT, timedelta(seconds=ahead))

    assert (quota.remaining, quota.reset) == (remaining, timedelta(seconds=reset))
    assert (quota.burst, quota.window) == (10, timedelta(seconds=10))


def test_a_message_says_what_is_left_and_a_refusal_when_to_come_back() -> None:
    """As structured fields, on success as well."""
    with running_gateway(Counting()) as client:
        made = client.post("/v1/tenants/acme/sessions").json()
        visitor = Visitor(client, made["session_token"], made["conversation_id"])
        answers = [post(visitor, number) for number in range(11)]

    first, last, refused = answers[0], answers[9], answers[10]
    assert first["ratelimit-policy"] == '"default";q=10;w=10'
    assert first["ratelimit"] == '"default";r=9;t=1'
    assert last["ratelimit"] == '"default";r=0;t=10'
    assert (refused["status"], refused["ratelimit"]) == ("429", '"default";r=0;t=1')
    assert refused["retry-after"] == "1"


def test_a_refusal_names_another_limit_where_it_is_another() -> None:
    doubles = Counting()
    doubles.bots.put(a_bot(limits=Limits(tenant_messages_per_minute=1, tenant_burst=1)))
    with running_gateway(doubles) as client:
        made = client.post("/v1/tenants/acme/sessions").json()
        visitor = Visitor(client, made["session_token"], made["conversation_id"])
        answers = [post(visitor, number) for number in range(3)]

    refused = next(each for each in answers if each["status"] == "429")
    assert '"default";q=10;w=10, "address";q=' in refused["ratelimit-policy"]
    assert refused["ratelimit"].endswith('"address";r=0;t=60')


def test_a_customer_for_whom_the_tenant_vouches_may_write_more(
    client: TestClient, doubles: Doubles
) -> None:
    asked = {"customer_token": customer_token()}
    made = client.post("/v1/tenants/acme/sessions", json=asked).json()

    answer = post(Visitor(client, made["session_token"], made["conversation_id"]))

    assert answer["ratelimit-policy"] == '"authenticated";q=50;w=10'
    found = {key.split("/")[1]: rest for key, *rest in doubles.rate_limiter.taken}
    assert found["visitor"][0] == RATES[Plan.AUTHENTICATED].per_minute


async def test_a_server_has_its_keys_plan_and_each_of_its_customers_their_own(
    client: TestClient, doubles: Doubles
) -> None:
    headers = await a_key(doubles, ApiKeyScope.MESSAGES_WRITE, plan=Plan.PREMIUM)

    answer = client.post(PATH, json=HELLO, headers=headers)

    assert answer.headers["RateLimit-Policy"] == '"premium";q=100;w=6'
    found = {key.split("/")[1]: rest for key, *rest in doubles.rate_limiter.taken}
    assert found["key"][0] == 1_000
    assert found["sender"] == [300, 50]
    doubles.rate_limiter.used_up = "acme/key/"
    refused = client.post(PATH, json=HELLO, headers=headers)
    assert (refused.status_code, refused.headers["RateLimit"]) == (429, '"premium";r=0;t=3')


def test_other_limited_routes_name_their_policy(client: TestClient, doubles: Doubles) -> None:
    answer = client.post("/v1/tenants/acme/sessions")
    assert answer.headers["RateLimit-Policy"] == '"sessions";q=200;w=20'
    doubles.rate_limiter.used_up = "acme/sessions"

    refused = client.post("/v1/tenants/acme/sessions")

    assert (refused.status_code, refused.headers["RateLimit"]) == (429, '"sessions";r=0;t=3')
