"""Several small questions to one room in one statement, so that a page asks once and not ten times.

Each question is a query of its own; the answers come as JSON and are made into what they were.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Model, QuerySet, Value
from django.db.models.functions import JSONObject

T = TypeVar("T")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Which rows, which of their fields, and what is made of them.

    `worked` names what is worked out in the database, as expressions; with `values` in `rows` it
    may be counts. Fields come back as the model has them, what is worked out as JSON has it.
    """

    rows: QuerySet[Any, Any]
    fields: str
    read: Callable[[Rows], T]
    worked: Mapping[str, Any] = field(default_factory=dict)


def ask(questions: Mapping[str, Question[Any]]) -> dict[str, Any]:
    """What each question came to, by its name. Call it in a room; it is one statement."""
    if not questions:
        return {}
    first, *others = [_part(name, one) for name, one in questions.items()]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in questions}
    for name, row in first.union(*others, all=True) if others else first:
        model = questions[name].rows.model
        found[name].append({key: plain(model, key, value) for key, value in row.items()})
    return {name: one.read(found[name]) for name, one in questions.items()}


def counted(rows: QuerySet[Any, Any]) -> Question[int]:
    """How many rows there are."""
    every = rows.order_by().annotate(all=Value(1)).values("all")
    return Question(every, "", lambda found: int(found[0]["count"]), {"count": Count("pk")})


def _part(name: str, one: Question[Any]) -> QuerySet[Any, Any]:
    wanted = {key: key for key in one.fields.split()}
    rows = one.rows.annotate(_of=Value(name), _row=JSONObject(**wanted, **one.worked))
    answer: QuerySet[Any, Any] = rows.values_list("_of", "_row")
    return answer


def plain(model: type[Model], key: str, value: Any) -> Any:
    """What came as JSON, as this field of the model has it."""
    try:
        return model._meta.get_field(key).to_python(value)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return value
