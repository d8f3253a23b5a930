"""People of a case, and the cases of one family."""

from uuid import UUID

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.api.cases import ONE
from amparo.doors.api.fields import Key, Sent, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.kernel.authority import Power

noun = Noun("family")
LINK = f"{ONE}/links/{{uuid:link}}"


class Someone(Sent):
    """One person, as far as anyone said. Ages: baby, child, teen, adult, older, or nothing."""

    called: Word = ""
    relation: Word = ""
    age: Word = ""


class Tie(Sent):
    """The other case by its reference, and what its person is to this one's.

    Relations: partner, parent, child, sibling, family, household.
    """

    reference: Word
    relation: Key
    together: YesNo = False


class Together(Sent):
    """Whether the two must not be parted."""

    together: YesNo


@noun.post(f"{ONE}/people", Power.WORK_CASES, gives=Made)
def add_person(request: ApiRequest, case: UUID, body: Someone) -> Made:
    """One more person of this case. One word is enough."""
    person = actions.Person(called=body.called, relation=body.relation, age=body.age)
    return Made(id=actions.add_person(case=case, person=person, by=request.actor))


@noun.delete(f"{ONE}/people/{{uuid:person}}", Power.WORK_CASES)
def remove_person(request: ApiRequest, case: UUID, person: UUID) -> None:
    """Nothing is kept of this person any more."""
    cases.check_part(request.actor, case, "person", person)
    actions.remove_person(person=person, by=request.actor)


@noun.get(f"{ONE}/links", Power.READ_CASES, gives=list[cases.LinkRow])
def list_links(request: ApiRequest, case: UUID) -> list[cases.LinkRow]:
    """The cases of one family with this one."""
    found = cases.standing(request.actor, case)
    return list(cases.household(request.actor, found.id))


@noun.post(f"{ONE}/links", Power.WORK_CASES)
def link_cases(request: ApiRequest, case: UUID, body: Tie) -> None:
    """Tied to another case of ours, each as the other sees it."""
    actions.link_cases(
        case=case,
        reference=body.reference,
        relation=body.relation,
        together=body.together,
        by=request.actor,
    )


@noun.put(LINK, Power.WORK_CASES)
def keep_together(request: ApiRequest, case: UUID, link: UUID, body: Together) -> None:
    """Must stay together, or need not."""
    cases.check_part(request.actor, case, "link", link)
    actions.keep_together(link=link, together=body.together, by=request.actor)


@noun.delete(LINK, Power.WORK_CASES)
def unlink_cases(request: ApiRequest, case: UUID, link: UUID) -> None:
    """No longer tied; both stories say that they were."""
    cases.check_part(request.actor, case, "link", link)
    actions.unlink_cases(link=link, by=request.actor)
