"""Operations of a tenant's OpenAPI documents: where they are, and where their parameters go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

ParameterLocation = Literal["path", "query", "header", "body"]
METHODS = ("get", "post", "put", "patch", "delete")
_MAX_REFERENCES = 20


@dataclass(frozen=True)
class Operation:
    """One operation as its document describes it."""

    document: Mapping[str, Any]
    method: str
    path: str
    description: Mapping[str, Any]

    def parameters(self) -> dict[str, tuple[ParameterLocation, bool]]:
        """Name -> where it goes, and whether it is required."""
        found: dict[str, tuple[ParameterLocation, bool]] = {}
        for parameter in self.description.get("parameters", ()):
            known = resolve(self.document, parameter)
            if known.get("in") in {"path", "query", "header"}:
                found[str(known.get("name"))] = (known["in"], bool(known.get("required")))
        body = self._body()
        required = body.get("required", ())
        for name in body.get("properties", {}):
            found.setdefault(str(name), ("body", name in required))
        return found

    def result_schema(self) -> Mapping[str, Any] | None:
        """What the backend answers when all is well."""
        responses = self.description.get("responses", {})
        good = sorted(str(status) for status in responses if str(status).startswith("2"))
        for status in good:
            content = resolve(self.document, responses.get(status, {})).get("content", {})
            if schema := content.get("application/json", {}).get("schema"):
                return resolve(self.document, schema)
        return None

    def needs_key(self) -> bool:
        """Whether its document says that callers must authenticate."""
        return any(name.lower() == "authorization" for name in self.parameters()) or bool(
            self.description.get("security", self.document.get("security"))
        )

    def _body(self) -> Mapping[str, Any]:
        content = resolve(self.document, self.description.get("requestBody", {})).get("content", {})
        return resolve(self.document, content.get("application/json", {}).get("schema", {}))


def operations_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    """By operationId."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            description = item.get(method)
            if isinstance(description, Mapping) and "operationId" in description:
                name = str(description["operationId"])
                yield name, Operation(document, method.upper(), str(path), description)


def resolve(document: Mapping[str, Any], schema: Any) -> Mapping[str, Any]:
    """Follow references within the document; an empty mapping where one leads nowhere."""
    for _ in range(_MAX_REFERENCES):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if reference is None:
            return schema
        schema = document
        for key in str(reference).removeprefix("#/").split("/"):
            schema = schema.get(key, {}) if isinstance(schema, Mapping) else {}
    return {}


def unknown_field(document: Mapping[str, Any], schema: Mapping[str, Any], path: str) -> str | None:
    """The first field of a dotted path that the answer does not have; None where all are there."""
    for field in path.split("."):
        options = [schema, *schema.get("anyOf", ()), *schema.get("allOf", ())]
        properties: dict[str, Any] = {}
        for option in options:
            properties |= resolve(document, option).get("properties", {})
        if not properties:
            return None
        if field not in properties:
            return field
        schema = resolve(document, properties[field])
    return None


def item_schema(
    document: Mapping[str, Any], schema: Mapping[str, Any], path: str
) -> Mapping[str, Any] | None:
    """What each item of the list at this path is; None where that is not known to be a list.

    An answer that is itself a list is read under the name `items`.
    """
    if schema.get("type") == "array" and path == "items":
        return resolve(document, schema.get("items", {}))
    for field in path.split("."):
        schema = resolve(document, schema.get("properties", {}).get(field, {}))
    if schema.get("type") != "array":
        return None
    return resolve(document, schema.get("items", {}))


def fields_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The names of a schema's fields, sorted."""
    return sorted(resolve(document, schema).get("properties", {}))
