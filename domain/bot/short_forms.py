"""Tell editors that a value may also be written in its short form."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

STRING: dict[str, Any] = {"type": "string"}
STRINGS: dict[str, Any] = {"type": "array", "items": STRING}
PATIENCE: dict[str, Any] = {"type": "string", "pattern": r"^\d+(ms|s|m|h|d)( business)?$"}


@dataclass(frozen=True, eq=False)
class OrShort:
    """An annotation: in JSON Schema the value is its long form, or one of these."""

    forms: tuple[dict[str, Any], ...]
    single: bool = False
    """Whether one item may stand for a list of one."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        long = dict(handler(core_schema))
        default = {"default": long.pop("default")} if "default" in long else {}
        items = (long["items"],) if self.single and "items" in long else ()
        return {"anyOf": [*self.forms, *items, long], **default}
