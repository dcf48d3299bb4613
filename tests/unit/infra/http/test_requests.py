"""From a tool call to an HTTP request."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.errors import ConfigurationError, InvalidInput
from domain.messages import VerifiedCustomer
from domain.tools import Effect, ToolCall
from infra.http.backends import TenantBackends
from infra.http.requests import build_request

BACKENDS = TenantBackends(
    servers={"shop": "https://shop.example/api"}, secrets={"shop_key": SecretStr("s3cret-key")}
)
GET_ORDER = HttpOperation(
    openapi="shop",
    operation="getOrder",
    server="shop",
    secret="shop_key",
    method_resolved="GET",
    path_resolved="/orders/{order_id}",
    parameters_in={"order_id": "path", "email": "query"},
)
REFUND = HttpOperation(
    openapi="shop",
    operation="refund",
    method_resolved="POST",
    path_resolved="/orders/{order_id}/refunds",
    parameters_in={"order_id": "path", "amount": "body", "currency": "body"},
)


def a_call(**changes: Any) -> ToolCall:
    given = {
        "tenant_id": "acme",
        "conversation_id": "c-1",
        "revision": "r",
        "call_id": "call-1",
        "tool": "t",
        "arguments": {"order_id": "A100001"},
    }
    return ToolCall.model_validate(given | changes)


def a_tool(**changes: Any) -> Tool:
    return Tool.model_validate({"name": "t", "returns": "order"} | changes)


def build(operation: HttpOperation, call: ToolCall, tool: Tool | None = None) -> httpx.Request:
    return build_request(tool or a_tool(), operation, call, BACKENDS)


def test_arguments_go_where_the_document_says() -> None:
    """
    Path and query are filled, and encoded.
    """
    request = build(
        GET_ORDER, a_call(arguments={"order_id": "A 1?x=#", "email": "a+b@example.com"})
    )

    assert request.method == "GET"
    assert str(request.url) == (
        "https://shop.example/api/orders/A%201%3Fx%3D%23?email=a%2Bb%40example.com"
    )


@pytest.mark.parametrize("amount", ["129.90 EUR", {"amount": "129.90", "currency": "EUR"}])
def test_money_fills_the_two_fields_that_the_operation_asks_for(amount: Any) -> None:
    """
    A money slot is one value for the flow and two for most backends.
    """
    call = a_call(arguments={"order_id": "A1", "amount": amount}, idempotency_key="A1:129.90")

    request = build(REFUND, call)

    assert json.loads(request.content) == {"amount": "129.90", "currency": "EUR"}
    assert request.headers["idempotency-key"] == "A1:129.90"


def test_who_is_vouched_for_is_said_in_headers() -> None:
    """
    The backend checks ownership by them.
    """
    ada = VerifiedCustomer(customer_id="cust-ada", email="ada@example.com")

    request = build(GET_ORDER, a_call(customer=ada, trace_id="ab" * 16))

    assert request.headers["x-customer-id"] == "cust-ada"
    assert request.headers["x-customer-email"] == "ada@example.com"
    assert request.headers["authorization"] == "Bearer s3cret-key"
    assert request.headers["x-request-id"] == "ab" * 16
    assert request.headers["traceparent"].startswith(f"00-{'ab' * 16}-")


@pytest.mark.parametrize("name", ["X-Customer-Id", "authorization", "Idempotency-Key", "host"])
def test_no_argument_can_vouch_for_anybody(name: str) -> None:
    """
    Even where a document declares such a header, a customer's words never fill it.
    """
    operation = GET_ORDER.model_copy(update={"parameters_in": {"order_id": "path", name: "header"}})

    with pytest.raises(ConfigurationError):
        build(operation, a_call(arguments={"order_id": "A1", name: "cust-grace"}))


@given(st.text(max_size=60))
def test_no_words_of_a_customer_lead_to_another_path(text: str) -> None:
    """
    Whatever is typed is one encoded segment below /orders, or it is refused.
    """
    try:
        url = build(GET_ORDER, a_call(arguments={"order_id": text})).url
    except InvalidInput:
        return
    assert url.host == "shop.example"
    assert url.query == b""
    assert url.path == f"/api/orders/{text}"
    assert url.raw_path.count(b"/") == 3


@pytest.mark.parametrize("text", ["..", ".", "", "a/b", "a\\b", "a\nb", "a\x00"])
def test_a_path_segment_that_could_climb_is_refused(text: str) -> None:
    """
    Some servers decode %2F before they route.
    """
    with pytest.raises(InvalidInput):
        build(GET_ORDER, a_call(arguments={"order_id": text}))


def test_a_header_argument_cannot_smuggle_another_header() -> None:
    """
    Line breaks end here.
    """
    operation = GET_ORDER.model_copy(
        update={"parameters_in": {"order_id": "path", "note": "header"}}
    )

    with pytest.raises(InvalidInput):
        build(operation, a_call(arguments={"order_id": "A1", "note": "x\r\nX-Customer-Id: y"}))


def test_a_plain_url_has_its_arguments_in_path_query_and_body() -> None:
    """
    Without a document, what the path does not name goes into the query, or a write's body.
    """
    read = HttpOperation(method="GET", url="https://crm.example/people/{id}?v=2")
    write = HttpOperation(method="POST", url="https://crm.example/people/{id}/notes")
    call = a_call(arguments={"id": "7", "text": "hi & bye"})

    assert str(build(read, call).url) == "https://crm.example/people/7?v=2&text=hi+%26+bye"
    assert json.loads(build(write, call).content) == {"text": "hi & bye"}


@pytest.mark.parametrize(
    ("operation", "wrong"),
    [
        (HttpOperation(method="GET", url="https://{order_id}.example/x"), "host"),
        (HttpOperation(method="GET", url="/x", server="crm"), "no address"),
        (GET_ORDER.model_copy(update={"secret": "other"}), "no secret named"),
        (GET_ORDER.model_copy(update={"path_resolved": "/o/{order_id}/{line}"}), "nothing fills"),
        (GET_ORDER.model_copy(update={"parameters_in": {}, "path_resolved": "/o"}), "no parameter"),
        (GET_ORDER.model_copy(update={"headers": {"X-A": "b\r\nc"}}), "cannot be sent"),
    ],
)
def test_a_tenants_mistake_is_named(operation: HttpOperation, wrong: str) -> None:
    """
    It is not worth a retry, and the sentence says what to mend.
    """
    with pytest.raises(ConfigurationError, match=wrong):
        build(operation, a_call())


def test_a_secret_that_no_header_can_hold_is_not_in_the_error() -> None:
    """
    A stray newline at the end of a secret is common, and must not print the secret.
    """
    backends = TenantBackends(
        servers=BACKENDS.servers, secrets={"shop_key": SecretStr("s3cret-key\n")}
    )

    with pytest.raises(ConfigurationError, match="shop_key") as failure:
        build_request(a_tool(), GET_ORDER, a_call(), backends)

    assert "s3cret" not in str(failure.value)


def test_a_write_without_a_key_is_never_sent() -> None:
    """
    Repeated after a lost answer, it could happen twice.
    """
    with pytest.raises(ConfigurationError, match="idempotency key"):
        build(REFUND, a_call(), a_tool(effect=Effect.IRREVERSIBLE))


def test_a_key_of_any_text_fits_a_header_and_is_always_the_same() -> None:
    """
    Keys are made of a tenant's templates, and slots may hold anything.
    """
    keys = [
        build(REFUND, a_call(idempotency_key="A1:129,90 €")).headers["idempotency-key"]
        for _ in range(2)
    ]

    assert keys[0] == keys[1]
    assert len(keys[0]) == 64


def test_a_reconciling_read_asks_by_the_writes_key() -> None:
    """
    The operation declares `idempotency_key`, and the call has it.
    """
    operation = GET_ORDER.model_copy(
        update={"path_resolved": "/refunds", "parameters_in": {"idempotency_key": "query"}}
    )

    write = a_call(tool="issue_refund", arguments={"amount": "1.00 EUR"}, idempotency_key="A1:1")
    request = build(operation, write)

    assert request.url.query == b"idempotency_key=A1%3A1"
    assert "idempotency-key" not in request.headers


def test_a_look_up_gets_those_of_the_writes_arguments_that_it_names() -> None:
    """
    A backend without keys is asked by the order, say.
    """
    by_order = HttpOperation(method="GET", url="https://shop.example/orders/{order_id}/refunds")
    lookup = a_tool(inputs={"order_id": "order_id"})
    arguments = {"order_id": "A1", "amount": "1.00 EUR"}

    request = build(by_order, a_call(tool="issue_refund", arguments=arguments), lookup)

    assert str(request.url) == "https://shop.example/orders/A1/refunds"
