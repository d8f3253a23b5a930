"""People of a case, and the cases of one family."""

from uuid import UUID

from django.http import HttpResponse

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.show import go
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError


@needs(Power.WORK_CASES, "POST")
def add_person(request: StaffRequest, case: UUID) -> HttpResponse:
    """One more person of this case, as far as anyone said who they are."""
    given = {name: request.POST.get(name, "") for name in ("called", "relation", "age")}
    try:
        actions.add_person(case=case, person=actions.Person(**given), by=request.actor)
    except InvalidError as error:
        return _again(request, case, {"person_again": given, "person_wrong": in_words(str(error))})
    return go("case", case, then="person", mark="family")


@needs(Power.WORK_CASES, "POST")
def remove_person(request: StaffRequest, case: UUID, person: UUID) -> HttpResponse:
    """Nothing is kept of this person any more."""
    cases.check_part(request.actor, case, "person", person)
    actions.remove_person(person=person, by=request.actor)
    return go("case", case, then="person_gone", mark="family")


@needs(Power.WORK_CASES, "POST")
def link(request: StaffRequest, case: UUID) -> HttpResponse:
    """Tied to another case of ours, each as the other sees it."""
    given = {name: request.POST.get(name, "") for name in ("reference", "relation", "together")}
    try:
        actions.link_cases(
            case=case,
            reference=given["reference"],
            relation=given["relation"],
            together=given["together"] == "yes",
            by=request.actor,
        )
    except InvalidError as error:
        return _again(request, case, {"link_again": given, "link_wrong": in_words(str(error))})
    return go("case", case, then="linked", mark="family")


@needs(Power.WORK_CASES, "POST")
def change_link(request: StaffRequest, case: UUID, link: UUID) -> HttpResponse:
    """Must stay together, need not, or no longer tied."""
    cases.check_part(request.actor, case, "link", link)
    what = request.POST.get("what", "")
    if what == "unlink":
        actions.unlink_cases(link=link, by=request.actor)
    else:
        actions.keep_together(link=link, together=what == "together", by=request.actor)
    return go("case", case, then="saved", mark="family")


def _again(request: StaffRequest, case: UUID, again: dict[str, object]) -> HttpResponse:
    return case_page(request, cases.case(request.actor, case), again, status=422)
