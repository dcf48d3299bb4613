"""Tools and calls as a tenant's compiled files would have them, out of the shop's own document."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.messages import VerifiedCustomer
from domain.tools import Effect, ToolCall

DOCUMENT = Path(__file__).parents[3] / "tenants/acme/openapi/shop.json"
ADA = VerifiedCustomer(customer_id="cust-ada", email="ada@example.com")


@cache
def operation(operation_id: str) -> HttpOperation:
    document = json.loads(DOCUMENT.read_text())
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if described["operationId"] == operation_id:
                places = {found["name"]: found["in"] for found in described["parameters"]}
                if "requestBody" in described:
                    places |= dict.fromkeys(
                        document["components"]["schemas"]["Money"]["properties"], "body"
                    )
                return HttpOperation(
                    openapi="shop",
                    operation=operation_id,
                    server="shop",
                    secret="shop_api_key",
                    method_resolved=method.upper(),
                    path_resolved=path,
                    parameters_in=places,
                )
    raise LookupError(operation_id)


def a_tool(name: str, **changes: Any) -> Tool:
    return Tool.model_validate({"name": name, "returns": name} | changes)


def a_call(tool: str, **changes: Any) -> ToolCall:
    given = {
        "tenant_id": "acme",
        "conversation_id": "c-1",
        "revision": "r",
        "call_id": "call-1",
        "tool": tool,
        "arguments": {"order_id": "A100001"},
        "customer": ADA,
    }
    return ToolCall.model_validate(given | changes)


GET_ORDER = a_tool("get_order")
REFUND = a_tool("issue_refund", effect=Effect.IRREVERSIBLE)


def a_refund() -> ToolCall:
    return a_call(
        "issue_refund",
        arguments={"order_id": "A100001", "amount": "129.90 EUR"},
        idempotency_key="A100001:129.90",
        keep=("refund_id",),
    )
