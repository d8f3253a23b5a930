"""The served document tried out: what it says may be sent is sent, and what it says may not."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode

from amparo.doors.api.urls import openapi_document
from amparo.guard.tokens.rules import QUOTA
from amparo.kernel.authority import Actor
from amparo.wsgi import application
from tests import cast
from tests.walls.bodies import example
from tests.walls.canaries import EDITOR, bearer, editor
from tests.walls.records import Planted, Record

# What is held against each answer. That a good request is refused for a reason of its own (no
# such need, a colleague was faster) is no fault, so `positive_data_acceptance` is not asked.
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
    checks.unsupported_method,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Tried:
    """What was found."""

    answers: int = 0
    good: set[str] = field(default_factory=set)  # operations that answered 2xx at least once
    wrong: list[str] = field(default_factory=list)


def operations(document: dict[str, Any] | None = None, app: object = None) -> list[Any]:
    """Every operation of the document, to be called in this process."""
    schema = schemathesis.openapi.from_dict(document or openapi_document())
    schema.app = app or application
    return [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]


def names_for(operation: Any) -> Iterator[str]:
    """Those of the cast who may; a stranger where everyone may."""
    needs = [need for one in operation.definition.raw.get("security", []) for need in one.values()]
    for name in (*cast.NAMES, EDITOR):
        who = editor() if name == EDITOR else cast.actor(name)
        if all(power in who.powers for need in needs for power in need):
            yield name


def try_out(operation: Any, planted: Planted, tried: Tried, examples: int) -> None:
    """Some requests that fit and some that do not, by someone who may."""
    name = next(names_for(operation))
    who = editor() if name == EDITOR else cast.actor(name)
    for mode in MODES:
        for fixed in _fixed(operation, who, planted, mode):
            head = {"Accept-Encoding": "identity"}
            if operation.definition.raw.get("security"):
                head["Authorization"] = f"Bearer {bearer(who)}"
            _some(operation, mode, head, fixed, tried, min(examples, QUOTA // 4))


def _fixed(
    operation: Any, who: Actor, planted: Planted, mode: GenerationMode
) -> Iterator[dict[str, Any]]:
    """What is not left to chance: nothing; records of theirs; and a body that fits them, too."""
    yield {}
    names = [one.name for one in operation.path_parameters]
    filled = {name: _record(planted.records.get(name, []), who) for name in names}
    own: dict[str, Any] = {}
    if names and None not in filled.values():
        own["path_parameters"] = filled
    if any(one.name == "scope" for one in operation.query) and who.scopes:
        own["query"] = {"scope": str(who.scopes[0])}
    if own:
        yield own
    raw = operation.definition.raw.get("requestBody", {}).get("content", {})
    body = raw.get("application/json", {}).get("schema")
    if body and mode is GenerationMode.POSITIVE:
        yield {**own, "body": example(body, who, planted.records)}


def _record(known: list[Record], who: Actor) -> str | None:
    mine = [x for x in known if x.scope in (None, *who.scopes) and x.owner in (None, who.id)]
    return mine[0].value if mine else None


def _some(
    operation: Any,
    mode: GenerationMode,
    head: dict[str, str],
    fixed: dict[str, Any],
    tried: Tried,
    examples: int,
) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(mode, **fixed))
    def one(case: Any) -> None:
        answer = case.call(headers=head)
        tried.answers += 1
        if answer.status_code < 300:
            tried.good.add(operation.label)
        try:
            case.validate_response(answer, checks=CHECKS, headers=head)
        except (FailureGroup, Failure) as found:
            tried.wrong.append(
                f"{operation.label} {mode.value}: {answer.status_code}: {_says(found)}"
            )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            one()
        except Exception as error:
            if type(error).__name__ not in ("Unsatisfiable", "NoTestCaseGenerated"):
                raise


def _says(found: BaseException) -> str:
    inner = getattr(found, "exceptions", (found,))
    return "; ".join(f"{type(one).__name__} {str(one)[:300]}" for one in inner)
