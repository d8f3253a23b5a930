"""Who did what: the newest lines, or those about one reference. Shows no person who is helped."""

from uuid import UUID

from django.http import HttpResponse

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import show
from amparo.guard.accounts import queries as accounts
from amparo.kernel import audit as lines
from amparo.kernel.authority import ANYONE_ID, MACHINE_ID, Power

NEWEST = 200


@needs(Power.READ_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """The newest lines; what is no reference finds nothing."""
    about = request.GET.get("about", "").strip()[:36]
    names = accounts.colleague_names() | {MACHINE_ID: "Amparo", ANYONE_ID: "–"}
    found = (
        ()
        if about and _uuid(about) is None
        else lines.newest(request.actor, about=_uuid(about), limit=NEWEST)
    )
    shown = [
        {
            "at": line.at,
            "who": names.get(line.actor_id, line.actor_kind),
            "verb": line.verb.replace("_", " "),
            "purpose": line.purpose,
            "outcome": line.outcome,
            "about_id": line.about_id,
            "detail": line.detail,
        }
        for line in found
    ]
    return show(request, "audit", {"lines": shown, "about": about, "part": "more"})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
