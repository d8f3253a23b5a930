"""The OpenAPI 3.1 document: made from the operations themselves, with every problem they may give.

What a query gives to the console is given here as it is. Two areas may each have a `Row`: their
names here are `messaging.Row` and `cases.Row`.
"""

import re
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import CoreModeRef, DefsRef, JsonSchemaMode

from amparo.doors.api.operations import KEY, LONGEST_KEY
from amparo.doors.api.problems import CONTENT_TYPE, KINDS

PREFIX = "/api/v1"
BEARER = "Bearer"
_PART = re.compile(r"([\w.]+):\d+")
_OF_ALL = frozenset({"operations", "paging", "fields"})
_USUAL = ("token", "denied", "missing", "state", "invalid", "many", "sealed")


class Names(NinjaGenerateJsonSchema):
    """JSON schemas under names that say whose they are."""

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        """The name by which this one is found; the area's name stands before it."""
        ref = super().get_defs_ref(core_mode_ref)
        names = [_short(one) for one in _PART.findall(str(core_mode_ref[0]))]
        if names:
            first = DefsRef("_".join(names))
            self._prioritized_defsref_choices[ref].insert(0, first)
        return ref


def _short(dotted: str) -> str:
    """`messaging.Row` for what an area shows, `duty.Number` for a noun's own, `Made` for all's."""
    parts = dotted.split(".")
    if parts[:3] == ["amparo", "doors", "api"]:
        noun = "" if parts[3] in _OF_ALL else parts[3]
    else:
        noun = parts[2] if parts[0] == "amparo" and len(parts) > 3 else ""
    return f"{noun}.{parts[-1]}" if noun else parts[-1]


class Document(OpenAPISchema):
    """The document of one API."""

    def _create_schema_from_model(
        self,
        model: Any,
        by_alias: bool = True,
        remove_level: bool = True,
        mode: JsonSchemaMode = "validation",
    ) -> tuple[Any, bool]:
        made = model.model_json_schema(
            ref_template=REF_TEMPLATE, by_alias=by_alias, schema_generator=Names, mode=mode
        )
        self.add_schema_definitions(made.pop("$defs", {}))
        if remove_level and len(made["properties"]) == 1:
            name, details = next(iter(made["properties"].items()))
            return details, name in made.get("required", [])
        return made, True

    def _extract_parameters(self, model: Any) -> list[dict[str, Any]]:
        """Each on its own; the class that holds them stands nowhere in the document."""
        before = self.schemas
        self.schemas = {}
        found: list[dict[str, Any]] = super()._extract_parameters(model)
        lists = {name: one for name, one in self.schemas.items() if "properties" not in one}
        self.schemas = before
        self.add_schema_definitions(lists)
        return found

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """They stand among the others; two things of one name are a mistake of ours."""
        for name, one in definitions.items():
            assert self.schemas.setdefault(name, one) == one, f"two schemas are called {name}"

    def responses(self, operation: Operation) -> dict[int, Any]:
        """What it gives, and every problem there may be."""
        found: dict[Any, Any] = super().responses(operation)
        media = (operation.openapi_extra or {}).get("x-media")
        if media:
            found[200]["content"] = {media: {"schema": {"type": "string", "format": "binary"}}}
        for name in _problems(operation):
            status = KINDS[name].status
            found.setdefault(str(status), {"$ref": f"#/components/responses/{name}"})
        head = {
            name: {"$ref": f"#/components/headers/{name}"}
            for name in ("RateLimit", "RateLimit-Policy")
        }
        if operation.auth_callbacks:
            for told in found.values():
                if "$ref" not in told:
                    told["headers"] = head
        return found

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """All of one operation, without an empty description and our own marks."""
        found: dict[str, Any] = super().operation_details(operation)
        found.pop("x-needs", None)
        found.pop("x-media", None)
        if not found.get("description", "").strip():
            found.pop("description", None)
        return found

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        """Those of the function, and the key of what is done once."""
        found: list[dict[str, Any]] = super().operation_parameters(operation)
        if "POST" in operation.methods and operation.auth_callbacks:
            found.append({"$ref": "#/components/parameters/Key"})
        return found

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """The scope that the token needs."""
        if not operation.auth_callbacks:
            return []
        need = str((operation.openapi_extra or {}).get("x-needs", ""))
        return [{BEARER: [] if need == "staff" else [need]}]

    def get_components(self) -> dict[str, Any]:
        """What the operations point to."""
        return {
            "schemas": {**dict(sorted(self.schemas.items())), "Problem": _PROBLEM},
            "responses": {name: _response(kind.title) for name, kind in KINDS.items()},
            "headers": _HEADERS,
            "parameters": {"Key": _KEY},
            "securitySchemes": {
                BEARER: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from `amparo token add` or the page «My tokens». "
                    "Its scopes are the powers named in each operation's `security`.",
                }
            },
        }


def _problems(operation: Operation) -> list[str]:
    """The kinds of problems that this operation may give."""
    names = [*(_USUAL if operation.auth_callbacks else ()), "method", "broken"]
    sources = {model.__ninja_param_source__ for model in operation.models}
    if "path" in sources:
        names.append("missing")
    if sources & {"query", "body", "form", "file"}:
        names.append("invalid")
    if sources & {"body", "form", "file"}:
        names += ["unreadable", "large", "content"]
    return names


def _response(title: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": title, "content": {CONTENT_TYPE: {"schema": schema}}}


_TEXT = {"type": "string"}
_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. `detail` is in the language of Accept-Language: English or Arabic.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "detail": _TEXT,
                    "pointer": {**_TEXT, "description": "Where in the body (RFC 6901)"},
                    "parameter": {**_TEXT, "description": "Which one of path, query or head"},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
_HEADERS = {
    "RateLimit": {
        "description": 'What is left, and seconds until it is whole again: "token";r=598;t=41',
        "schema": _TEXT,
    },
    "RateLimit-Policy": {
        "description": 'How often in how many seconds, as in "token";q=600;w=60',
        "schema": _TEXT,
    },
}
_KEY = {
    "in": "header",
    "name": KEY,
    "required": False,
    "description": "Asked again within 24 hours with the same key, it is answered as the first "
    "time and not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole document."""
    return dict(Document(api, PREFIX.lstrip("/") + "/"))
