"""My tokens: for programs that ask in my name, with some of what I may, until a day I choose."""

from uuid import UUID

from django.http import HttpResponse

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.guard.tokens import actions
from amparo.guard.tokens import queries as tokens
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError, word

DAYS = (30, 90, 365)


@needs("staff", "GET", "POST")
def my_tokens(request: StaffRequest) -> HttpResponse:
    """Those that I have; a new one is shown this once."""
    made, wrong = None, ""
    if request.method == "POST":
        try:
            wanted = _wanted(request)
            made = actions.make_token(wanted=wanted, staff=request.actor.id, by=request.actor)
        except (InvalidError, WrongStateError) as error:
            wrong = in_words(str(error))
    post = request.POST
    context = {
        "part": "more",
        "made": made,
        "wrong": wrong,
        "cards": [(one, _names(one.powers)) for one in tokens.cards(request.actor)],
        "powers": [(one, in_words(word(one))) for one in Power if request.actor.can(one)],
        "days": DAYS,
        "name": "" if made else post.get("name", "")[:60],
        "ticked": () if made else post.getlist("power"),
        "chosen": post.get("days", "90"),
    }
    return show(request, "tokens", context, status=422 if wrong else 200)


def _wanted(request: StaffRequest) -> actions.Wanted:
    post = request.POST
    days = post.get("days", "")
    return actions.Wanted(
        name=post.get("name", ""),
        powers=tuple(Power(one) for one in post.getlist("power") if one in set(Power)),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
    )


def _names(powers: tuple[str, ...]) -> str:
    return " · ".join(in_words(word(one)) for one in powers)


@needs("staff", "POST")
def revoke_token(request: StaffRequest, token: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    actions.revoke_token(token=token, by=request.actor)
    return go("tokens", then="token_revoked")
