"""The services in an HSDS 3.0 document, whatever its shape, and whether each is as HSDS says.

Read are a page of services (`contents`), a list, one service, `services`, or organisations with
their services.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from amparo.commons.directory.facts import Problem
from amparo.kernel.errors import Sentence

MAX_BYTES: Final = 50_000_000
MAX_SERVICES: Final = 50_000
_BOUNDS: Final = {
    "minLength": "It is empty.",
    "maxLength": "It is longer than %(most)s letters.",
    "maxItems": "It holds more than %(most)s entries.",
    "minimum": "%(said)s is less than %(most)s.",
    "maximum": "%(said)s is more than %(most)s.",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A service in a document, and where it stands."""

    where: str
    service: dict[str, Any]


@cache
def _validator() -> Draft202012Validator:
    schema = files("amparo.commons.directory.hsds").joinpath("schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(schema))


def services(content: bytes) -> list[Found]:
    """Every service of the document; ValueError when it is none."""
    return list(_whole(_parse(content)))


def _parse(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise ValueError(
            Sentence(
                "The file has %(size)s bytes; at most %(most)s are read.",
                size=len(content),
                most=MAX_BYTES,
            )
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise ValueError(Sentence("Byte %(byte)s is not UTF-8.", byte=wrong.start)) from None
    except json.JSONDecodeError as wrong:
        raise ValueError(
            Sentence(
                "Line %(line)s, sign %(sign)s: %(why)s.",
                line=wrong.lineno,
                sign=wrong.colno,
                why=wrong.msg,
            )
        ) from None
    except RecursionError:
        raise ValueError("The document is nested too deeply.") from None


def _whole(document: Any) -> Iterator[Found]:
    """Every service of a document of any of the shapes we know; ValueError when it is none."""
    for where, thing in _things(document):
        if isinstance(thing, dict) and "services" in thing and "status" not in thing:
            inside = thing["services"]
            if not isinstance(inside, list):
                raise ValueError(Sentence("%(where)s.services is no list.", where=where))
            bare = {key: value for key, value in thing.items() if key != "services"}
            for at, service in enumerate(inside):
                whole = {"organization": bare, **service} if isinstance(service, dict) else service
                yield Found(f"{where}.services[{at}]", whole)
        else:
            yield Found(where, thing)


def _things(document: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(document, dict):
        for key in ("contents", "services", "organizations"):
            if isinstance(document.get(key), list) and "id" not in document:
                yield from ((f"{key}[{at}]", one) for at, one in enumerate(document[key]))
                return
        if "name" not in document:
            raise ValueError("This is no HSDS document: it holds no contents, services or service.")
        yield "service", document
    elif isinstance(document, list):
        if document and not any(isinstance(one, dict) and "name" in one for one in document):
            raise ValueError("This is no HSDS document: nothing in its list has a name.")
        yield from ((f"[{at}]", one) for at, one in enumerate(document[:MAX_SERVICES]))
    else:
        raise ValueError("This is no HSDS document: it is neither an object nor a list.")


def faults(found: Found) -> list[Problem]:
    """What is not as HSDS says. An organisation is a must: someone has to answer for a service."""
    wrong = [
        Problem(found.where, _path(error), _words(error))
        for error in map(
            _deepest, sorted(_validator().iter_errors(found.service), key=lambda one: str(one.path))
        )
    ]
    if not wrong and not found.service.get("organization"):
        wrong.append(Problem(found.where, "organization", "The service names no organization."))
    return list(dict.fromkeys(wrong))[:20]


def _path(error: ValidationError) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path]
    return "".join(steps).lstrip(".")


def _deepest(error: ValidationError) -> ValidationError:
    while error.context:  # of «null or an organization» the second is meant
        error = error.context[-1]
    return error


def _words(error: ValidationError) -> Sentence:
    """In words that need no knowledge of schemas."""
    rule = str(error.validator)
    told: Any = error.validator_value
    found: Any = error.instance
    if rule == "required":
        missing = ", ".join(one for one in told if one not in found)
        return Sentence("It has no «%(name)s».", name=missing)
    if rule == "type":
        wanted = [told] if isinstance(told, str) else told
        return Sentence("Not of the kind it should be: %(known)s.", known=", ".join(wanted))
    said = str(found)[:60]
    if rule == "enum":
        known = ", ".join(str(one) for one in told if one is not None)
        return Sentence("«%(said)s» is not one of: %(known)s.", said=said, known=known)
    if rule in _BOUNDS:
        return Sentence(_BOUNDS[rule], said=said, most=told)
    return Sentence("«%(said)s» is not as HSDS says.", said=said)
