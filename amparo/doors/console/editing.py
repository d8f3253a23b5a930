"""Keeping the directory true: organisations and services, by hand, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.directory import actions, queries
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.entry_forms import OrganisationForm, ServiceForm
from amparo.doors.console.show import go, show
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def add_organisation(request: StaffRequest) -> HttpResponse:
    """A new organisation."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    title = _("A new organisation")
    return _edit(request, form, title, lambda: _save_organisation(request, form, None))


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_organisation(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """An organisation, changed."""
    facts = queries.organisation_for_editing(request.actor, organisation)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial={
            name: getattr(facts, name)
            for name in OrganisationForm.base_fields
            if name != "true_today"
        },
    )
    return _edit(
        request,
        form,
        _("Edit the organisation"),
        lambda: _save_organisation(request, form, organisation, facts),
    )


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def add_service(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """A new service of this organisation."""
    queries.organisation(organisation)
    form = ServiceForm(request.POST if request.method == "POST" else None)
    return _edit(
        request, form, _("A new service"), lambda: _save_service(request, form, organisation, None)
    )


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """A service, changed."""
    facts = queries.service_for_editing(request.actor, service)
    organisation = queries.service(service).organisation_id
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        initial={
            name: getattr(facts, name) for name in ServiceForm.base_fields if name != "true_today"
        },
    )
    return _edit(
        request,
        form,
        _("Edit the service"),
        lambda: _save_service(request, form, organisation, service, facts),
    )


@needs(Power.EDIT_DIRECTORY, "POST")
def confirm_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """Someone has asked, and all of it is still true."""
    actions.confirm_service(service=service, by=request.actor)
    return go("service", service, then="saved")


def _save_organisation(
    request: StaffRequest,
    form: OrganisationForm,
    id: UUID | None,
    facts: queries.OrganisationFacts | None = None,
) -> HttpResponse:
    told = _told(form)
    facts = replace(facts, **told) if facts else queries.OrganisationFacts(**told)
    return go(
        "organisation",
        actions.save_organisation(facts=facts, by=request.actor, id=id),
        then="saved",
    )


def _save_service(
    request: StaffRequest,
    form: ServiceForm,
    organisation: UUID,
    id: UUID | None,
    facts: queries.ServiceFacts | None = None,
) -> HttpResponse:
    told = _told(form)
    told["needs"], told["languages"] = tuple(told["needs"]), tuple(told["languages"])
    if told["free"] is None or facts is None or told["free"] != facts.free:
        told["free_at"] = None if told["free"] is None else clock.now()
    facts = replace(facts, **told) if facts else queries.ServiceFacts(**told)
    saved = actions.save_service(organisation=organisation, facts=facts, by=request.actor, id=id)
    return go("service", saved, then="saved")


def _told(form: forms.Form) -> dict[str, Any]:
    """What the form says; the day of confirmation only if someone says that all is true."""
    told = dict(form.cleaned_data)
    if told.pop("true_today", False):
        told["confirmed_on"] = clock.now().date()
    return told


def _edit(
    request: StaffRequest, form: forms.Form, title: str, save: Callable[[], HttpResponse]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except InvalidError as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
    context = {"form": form, "title": title, "part": "directory", "reader": get_language()}
    return show(request, "edit", context, status=422 if form.errors else 200)
