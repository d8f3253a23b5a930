"""The words of the protection pages: answers, special needs, signs, and the history's lines."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[tuple[str, str | Promise], ...]

ANSWERS: Words = (
    ("not_asked", _("Not asked yet")),
    ("no", _("Asked: no, neither")),
    ("fears", _("Fears a return")),
    ("asylum", _("Wants to ask for asylum")),
    ("pending", _("Has asked for asylum: claim pending")),
    ("not_saying", _("Does not want to say")),
)
NEEDS: Words = (
    ("child", _("Child")),
    ("woman_at_risk", _("Woman at risk")),
    ("disability", _("Disability")),
    ("lgbti", _("LGBTI")),
    ("older", _("Older person")),
    ("crime_victim", _("Harmed by a crime")),
    ("indigenous", _("Indigenous")),
    ("stateless", _("Stateless")),
    ("family", _("Family that must stay together")),
    ("safety", _("Worried about safety after a return")),
)
SIGNS: Words = (
    ("deceived", _("The work or the place is not what was promised")),
    ("papers_held", _("Someone else keeps the passport or papers")),
    ("not_free", _("May not go out alone, or is locked in or watched")),
    ("cut_off", _("May not phone, or someone listens in and answers for them")),
    ("debt", _("Must work off a debt that does not get smaller")),
    ("unpaid", _("Wages are kept back or never paid")),
    ("hours", _("Has to work without rest, or ill")),
    ("threats", _("They or their family are threatened, also with the authorities")),
    ("violence", _("Was beaten or forced, sexually too")),
    ("lodging", _("Has to live where they work, in bad conditions")),
    ("child_works", _("A child works, or travels with someone who is not family")),
)
CONTACTS: Words = (
    ("", _("Not asked yet")),
    ("safe", _("Yes, it is safe")),
    ("unsafe", _("No: only in the way they say")),
)
WATCHED: Words = (
    ("employer", _("Employer")),
    ("recruiter", _("Recruiter")),
    ("landlord", _("Landlord")),
    ("other", _("Someone else")),
)
PAST: Words = (
    ("answer", _("Asylum and return")),
    ("signs", _("Signs of exploitation")),
    ("needs", _("Special needs")),
)
_ALL = dict((*NEEDS, *SIGNS, *ANSWERS))


def past_words(what: str, keys: tuple[str, ...]) -> str:
    """One line of the history in words."""
    said = ", ".join(str(_ALL.get(key, key)) for key in keys)
    title = str(dict(PAST).get(what, what))
    return f"{title}: {said}" if said else title
