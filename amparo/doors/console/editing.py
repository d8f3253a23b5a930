"""Keeping the directory true: organisations and services, by hand, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.directory import actions, queries
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.entry_forms import OrganisationForm
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.guard.roster.queries import check_nobody_leans
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def add_organisation(request: StaffRequest) -> HttpResponse:
    """A new organisation."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    title = _("A new organisation")
    return _edit(request, form, title, lambda: _save(request, form, None))


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_organisation(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """An organisation, changed."""
    facts, seen = queries.organisation_for_editing(request.actor, organisation)
    names = [name for name in OrganisationForm.base_fields if name != "how"]
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(facts, name) for name in names},
    )
    title = _("Edit the organisation")
    save = lambda: _save(request, form, organisation, facts)  # noqa: E731
    return _edit(request, form, title, save, seen=seen, stands=facts)


def _save(
    request: StaffRequest,
    form: forms.Form,
    id: UUID | None,
    facts: queries.OrganisationFacts | None = None,
) -> HttpResponse:
    told = dict(form.cleaned_data)
    how = told.pop("how")
    if how:
        told["confirmed_on"] = clock.now().date()
    facts = replace(facts, **told) if facts else queries.OrganisationFacts(**told)
    crossing = id is not None and queries.crosses(queries.organisation(id).kind, facts.kind)
    if id and crossing:
        check_nobody_leans(id)
    saved = actions.save_organisation(
        facts=facts,
        by=request.actor,
        id=id,
        seen=seen_in(request),
        how=how,
        crossing=crossing,
    )
    return go("organisation", saved, then="saved" if how else "kept")


def seen_in(request: StaffRequest) -> datetime | None:
    """The state of the entry that the form was opened with."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None


def _edit(
    request: StaffRequest,
    form: forms.Form,
    title: str,
    save: Callable[[], HttpResponse],
    *,
    seen: datetime | None = None,
    stands: queries.OrganisationFacts | None = None,
) -> HttpResponse:
    overtaken: list[tuple[Any, Any]] = []
    if request.method == "POST" and form.is_valid() and not request.htmx:
        try:
            return save()
        except InvalidError as error:
            form.add_error(
                error.field if error.field in form.fields else None, in_words(error.reason)
            )
        except actions.OvertakenError:
            overtaken = differing(form, stands)
    context = {
        "form": form,
        "title": title,
        "part": "directory",
        "reader": get_language(),
        "seen": seen.isoformat() if seen and (overtaken or not form.is_bound) else _typed(request),
        "overtaken": overtaken,
        "was_overtaken": bool(overtaken),
        "alike": _alike(request, form) if stands is None else (),
        "draft": f"organisation:{request.path}",
    }
    if request.htmx:
        return show(request, "edit_check", context)
    return show(request, "edit", context, status=422 if form.errors or overtaken else 200)


def _alike(request: StaffRequest, form: forms.Form) -> tuple[tuple[UUID, str], ...]:
    """Organisations that may be the one that is being entered."""
    if not form.is_bound:
        return ()
    return queries.alike(
        request.actor, form.data.get("name", "")[:200], form.data.get("phone", "")[:64]
    )


def _typed(request: StaffRequest) -> str:
    return request.POST.get("seen", "")[:40]


def differing(form: forms.Form, stands: Any) -> list[tuple[Any, Any]]:
    """Fields of the form, each with what stands there now, where that is something else."""
    found = []
    for name, told in form.cleaned_data.items():
        now = getattr(stands, name, None)
        if hasattr(stands, name) and _plain(now) != _plain(told):
            found.append((form[name].label, _words(now)))
    return found


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "—")
