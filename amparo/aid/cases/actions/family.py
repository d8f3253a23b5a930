"""People of one case, and cases of one family: tied, marked, untied."""

from uuid import UUID

from amparo.aid.cases import story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Case, Link, Member
from amparo.aid.cases.people import AGES, Person
from amparo.aid.cases.states import BACK, EntryKind, Relation
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

MOST_PEOPLE = 40


def add_person(*, case: UUID, person: Person, by: Actor) -> UUID:
    """The new person's id. Needs nothing but one word."""
    by = by.within(Power.WORK_CASES)
    if person.age not in AGES:
        raise InvalidError("age", "Choose an age band, or leave it open.")
    if not (person.called.strip() or person.relation.strip() or person.age):
        raise InvalidError("called", "Say at least one thing of them. Nothing was kept.")
    kept = Person(person.called.strip()[:80], person.relation.strip()[:80], person.age)
    with room("aid", by):
        get(case)
    ref = refs.new_ref()
    blob = firewall.seal(what=[story.clear_member(case, ref, kept.to_text())], actor=by)[0]
    with room("aid", by):
        row = get(case)
        if Member.objects.filter(case_id=case).count() >= MOST_PEOPLE:
            raise InvalidError("called", "A case holds at most %(most)s people.", most=MOST_PEOPLE)
        member = Member(id=ref, scope_id=row.scope_id, case_id=case, sealed_person=blob)
        member.made_at, member.made_by_id = clock.now(), by.id
        member.save(force_insert=True)
        audit.write(by=by, verb="add_person", about=case)
    return ref


def remove_person(*, person: UUID, by: Actor) -> None:
    """Nothing of this person is kept in the case."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = Member.objects.select_for_update().filter(id=person).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        case = row.case_id
        row.delete()
        audit.write(by=by, verb="remove_person", about=case)


def link_cases(*, case: UUID, reference: str, relation: str, together: bool, by: Actor) -> None:
    """The two cases are tied, each as the other sees it. `reference` names the other one."""
    by = by.within(Power.WORK_CASES)
    if relation not in Relation.values:
        raise InvalidError("relation", "Choose what they are to each other.")
    with room("aid", by):
        mine, other = get(case), _other(case, reference)
        if Link.objects.filter(case_id=case, other_id=other.id).exists():
            raise InvalidError("reference", "These two are tied already. Nothing was changed.")
        pair = refs.new_ref()
        _half(pair, mine, other, Relation(relation), together, by)
        _half(pair, other, mine, BACK[relation], together, by)
        audit.write(by=by, verb="link_cases", about=case, detail={"other": str(other.id)})


def _other(case: UUID, reference: str) -> Case:
    wanted = reference.strip().upper()
    found = Case.objects.filter(reference=wanted).exclude(id=case).order_by("-opened_at").first()
    if found is None:
        raise InvalidError("reference", "No case of ours has this reference. Nothing was changed.")
    return found


def _half(
    pair: UUID, one: Case, other: Case, relation: Relation, together: bool, by: Actor
) -> None:
    Link(
        id=refs.new_ref(),
        scope_id=one.scope_id,
        pair_id=pair,
        case_id=one.id,
        other_id=other.id,
        other_reference=other.reference,
        relation=relation,
        together=together,
        made_at=clock.now(),
        made_by_id=by.id,
    ).save(force_insert=True)
    story.entry(one, EntryKind.FAMILY, by, state="linked").save(force_insert=True)


def keep_together(*, link: UUID, together: bool, by: Actor) -> None:
    """Whether the two must stay together, on both halves that we hold."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _link(link)
        Link.objects.filter(pair_id=row.pair_id).update(together=together)
        audit.write(by=by, verb="keep_together", about=row.case_id, detail={"together": together})


def unlink_cases(*, link: UUID, by: Actor) -> None:
    """The two are no longer tied; both stories say that they were."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _link(link)
        halves = list(Link.objects.filter(pair_id=row.pair_id).select_related("case"))
        for half in halves:
            story.entry(half.case, EntryKind.FAMILY, by, state="unlinked").save(force_insert=True)
            half.delete()
        audit.write(by=by, verb="unlink_cases", about=row.case_id)


def _link(link: UUID) -> Link:
    found = Link.objects.select_for_update().filter(id=link).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found
