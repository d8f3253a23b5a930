"""What the walk sends to the API: the least that the OpenAPI document takes."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from amparo.doors.api.urls import openapi_document
from amparo.kernel import refs
from amparo.kernel.authority import Actor
from tests.walls.records import Record

Records = Mapping[str, list[Record]]
_FORMATS = {
    "date": "2026-05-01",
    "date-time": "2026-05-01T08:30:00Z",
    "time": "08:30:00",
    "duration": "PT1H",
}

# What a field of a body is called, where the record has another name.
_LIKE = {"other": "conversation"}


def body_for(route: str, method: str, who: Actor | None, records: Records) -> str:
    """A body that this operation can read, or nothing where it takes none."""
    schema = _schema(f"/{route}".replace("<uuid:", "{").replace("<", "{").replace(">", "}"), method)
    return json.dumps(example(schema, who, records)) if schema else ""


@cache
def _schema(path: str, method: str) -> dict[str, Any] | None:
    paths: dict[str, Any] = openapi_document()["paths"]
    for one, operations in paths.items():
        if _bare(one) == _bare(path) and method.lower() in operations:
            body = operations[method.lower()].get("requestBody", {"content": {}})
            found = body["content"].get("application/json", {}).get("schema")
            return dict(found) if found else None
    return None


def _bare(path: str) -> str:
    """The address without the kinds of its parameters."""
    return "/".join(
        "{" + part[1:-1].rsplit(":", 1)[-1] + "}" if part.startswith("{") else part
        for part in path.split("/")
    )


def example(schema: dict[str, Any], who: Actor | None, records: Records, name: str = "") -> Any:
    """The least that fits the schema; ids are of what was planted, where there is something."""
    if "$ref" in schema:
        named = openapi_document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return example(named, who, records, name)
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return example(schema[either][0], who, records, name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if schema.get("type") == "object":
        inner = schema.get("properties", {})
        wanted = schema.get("required", [])
        return {one: example(inner[one], who, records, one) for one in wanted}
    if schema.get("type") == "array":
        count = schema.get("minItems", 1)
        return [example(schema["items"], who, records, name.rstrip("s")) for _ in range(count)]
    return _plain(schema, who, records, name)


def _plain(schema: dict[str, Any], who: Actor | None, records: Records, name: str) -> Any:
    kind = schema.get("type")
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1)
    if schema.get("format") == "uuid":
        return _id(who, records, name)
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    words = {"language": "en", "need": "water", "number": "+509 3700 0000", "country": "HT"}
    return words.get(name, "x" * max(1, schema.get("minLength", 1)))


def _id(who: Actor | None, records: Records, name: str) -> str:
    """An own record of this name, then any, then one that is not there."""
    if name == "scope" and who and who.scopes:
        return str(who.scopes[0])
    known = records.get(_LIKE.get(name, name), [])
    own = [one.value for one in known if who and one.scope in who.scopes]
    return next(iter([*own, *(one.value for one in known)]), str(refs.new_ref()))
