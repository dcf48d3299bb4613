"""Inputs of calls and flows: arguments, and where their values come from."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator


def inputs_by_name(value: Any) -> Any:
    """Read `[order_id, order.total]` as {order_id: order_id, total: order.total}."""
    if isinstance(value, Mapping | str) or not hasattr(value, "__iter__"):
        return value
    return {str(source).rsplit(".", 1)[-1]: source for source in value}


Inputs = Annotated[dict[str, str], BeforeValidator(inputs_by_name)]
"""Argument -> where its value comes from: a slot, a dotted result, or a 'literal' in quotes."""
