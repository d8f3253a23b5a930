"""The plan of a case: tasks added, changed, taken, done, given up and opened again."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.commons.directory import queries as directory
from amparo.doors.console import lists, moments
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.show import back_to, go, guarded
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError


@needs(Power.WORK_CASES, "POST")
def add_task(request: StaffRequest, case: UUID) -> HttpResponse:
    """One more step; a wrong one comes back with the reason."""
    return _save(
        request,
        case,
        "",
        lambda facts: actions.add_task(case=case, facts=facts, by=request.actor),
    )


@needs(Power.WORK_CASES, "POST")
def change_task(request: StaffRequest, case: UUID, task: UUID) -> HttpResponse:
    """The step as told now."""
    cases.check_part(request.actor, case, "task", task)
    return _save(
        request,
        case,
        str(task),
        lambda facts: actions.change_task(task=task, facts=facts, by=request.actor),
    )


@needs(Power.WORK_CASES, "POST")
def take_task(request: StaffRequest, case: UUID, task: UUID) -> HttpResponse:
    """It is mine, or free again if it was."""
    cases.check_part(request.actor, case, "task", task)
    mine = request.POST.get("free") != "yes"
    actions.assign_task(task=task, to=request.actor.id if mine else None, by=request.actor)
    return _back(request, case, "task_taken" if mine else "task_free")


@needs(Power.WORK_CASES, "POST")
def end_task(request: StaffRequest, case: UUID, task: UUID) -> HttpResponse:
    """Done, no longer needed, or to do again."""
    cases.check_part(request.actor, case, "task", task)
    state = request.POST.get("state", "")
    try:
        if state == "open":
            actions.reopen_task(task=task, by=request.actor)
        elif state in ("done", "dropped"):
            actions.end_task(task=task, state=state, by=request.actor)
        else:
            raise InvalidError("state", _("Choose what became of it."))
    except WrongStateError as error:
        return stopped(request, error)
    return _back(request, case, f"task_{state}")


def _save(
    request: StaffRequest, case: UUID, task: str, save: Callable[[actions.TaskFacts], object]
) -> HttpResponse:
    found = cases.case(request.actor, case)
    try:
        save(_facts(request, found))
    except (InvalidError, DeniedError) as error:
        typed = {name: request.POST.get(name, "") for name in _FIELDS}
        again = {"task_again": typed, "task_wrong": in_words(str(error)), "task_of": task}
        return case_page(request, found, again, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="task_kept", mark="plan")


_FIELDS = ("words", "kind", "due", "assigned", "promiser", "against", "why_against")


def _facts(request: StaffRequest, found: cases.CasePage) -> actions.TaskFacts:
    given = {name: request.POST.get(name, "") for name in _FIELDS}
    return actions.TaskFacts(
        words=given["words"],
        kind=given["kind"] or "other",
        due_at=moments.read_moment(given["due"], moments.here()),
        assigned=_colleague(given["assigned"], found.scope_id),
        promiser=organisation_named(given["promiser"]),
        is_against=given["against"] == "yes",
        why_against=given["why_against"],
    )


def _colleague(text: str, scope: UUID) -> UUID | None:
    if not text:
        return None
    found = accounts.colleagues_with(scope, Power.WORK_CASES)
    for ref in found:
        if str(ref) == text:
            return ref
    raise InvalidError("assigned", _("Nobody of this case's colleagues: choose from the list."))


def organisation_named(text: str) -> UUID | None:
    """The organisation of the directory with exactly this name, whatever its case."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    known = lists.fresh("organisations", "", directory.receiver_names)
    others = {one.id: one.name for one in directory.organisations(text=text[:120]).cards}
    for ref, name in {**known, **others}.items():
        if name.casefold() == wanted:
            return ref
    raise InvalidError("organisation", _("The directory has no organisation of exactly this name."))


def _back(request: StaffRequest, case: UUID, then: str) -> HttpResponse:
    """To the day's list if the button stood there, otherwise to the case."""
    address = back_to(request)
    if address:
        return guarded(HttpResponseRedirect(address))
    return go("case", case, then=then, mark="plan")
