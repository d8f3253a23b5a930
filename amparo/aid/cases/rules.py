"""What may be done with a case or a referral, and what a referral may carry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from amparo.aid.cases.states import CASE_MOVES, REFERRAL_MOVES, TASK_MOVES, TaskKind, WishKind
from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError, word

OUTCOMES = {
    "helped": "Helped",
    "partly": "Partly helped",
    "not_helped": "Not helped",
    "lost_touch": "Lost touch",
    "withdrawn": "The person did not want to go on",
}

# Hours within which a receiver should answer, by urgency.
ANSWER_WITHIN_HOURS = {4: 1, 3: 4, 2: 24, 1: 72, 0: 24}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a referral may carry."""

    key: str
    label: str
    # The least that lets a receiver say yes: ticked to begin with. She may untick any.
    least: bool


FIELDS = (
    Field("needs", "What is needed", True),
    Field("people", "How many people", True),
    Field("language", "Language", True),
    Field("urgency", "How urgent", True),
    Field("area", "Area, about 5 km²", False),
    Field("place", "The place in her words", False),
    Field("wish", "Her own wish", False),
    Field("protection", "What they must know to protect her", False),
)

STAYS = (
    "Her messages, word for word",
    "Her number: the receiver answers through us",
    "Her name, unless she writes it in her wish",
    "The code that opens her conversation",
    "Everything that other organisations know of her",
)


def check_case_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError."""
    if then not in CASE_MOVES[now]:
        raise WrongStateError(
            "A case that is «%(now)s» can't become «%(then)s». Nothing was changed.",
            now=word(now),
            then=word(then),
        )


def check_referral_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError."""
    if then not in REFERRAL_MOVES[now]:
        raise WrongStateError(
            "This referral is «%(now)s» already. Nothing was changed: look at it again.",
            now=word(now),
        )


def check_same_referral(*facts: bool) -> None:
    """Nothing, or WrongStateError: news of a referral that is not what both sides say it is."""
    if not all(facts):
        raise WrongStateError("This is not the news of this referral. Nothing was changed.")


def check_receiver(kind: str) -> None:
    """Nothing, or DeniedError with the reason that the page shows before anyone asks the person."""
    if kind == OrganisationKind.ENFORCEMENT:
        raise DeniedError("Enforcement bodies receive nothing about anyone.")
    if kind in STATE_BODIES:
        raise DeniedError("No State body or consulate can be a receiver yet.")


def check_reason(accept: bool, reason: str) -> None:
    """Nothing, or InvalidError: a no has a reason, so that the next place is chosen better."""
    if not accept and not reason.strip():
        raise InvalidError("reason", "Say in a few words why not. Nothing was sent yet.")


def check_fields(fields: tuple[str, ...]) -> None:
    """Nothing, or InvalidError."""
    unknown = sorted(set(fields) - {field.key for field in FIELDS})
    if unknown:
        raise InvalidError("fields", "There is no field %(unknown)s.", unknown=", ".join(unknown))
    if not fields:
        raise InvalidError("fields", "Choose at least one thing that she agreed to pass on.")


# Steps that go against a wish by their very kind. Staff may say the same of any other step.
AGAINST: dict[str, frozenset[str]] = {
    WishKind.STAY: frozenset({TaskKind.RETURN, TaskKind.ONWARD}),
    WishKind.SAFE: frozenset({TaskKind.RETURN}),
    WishKind.FAMILY: frozenset({TaskKind.RETURN}),
    WishKind.HOME: frozenset({TaskKind.ONWARD}),
}
LONGEST_WORDS = 500


def goes_against(wish_kind: str, step: str) -> bool:
    """Whether a step of this kind goes against a wish of that kind."""
    return step in AGAINST.get(wish_kind, frozenset())


def check_against(against: bool, reason: str) -> None:
    """Nothing, or InvalidError: a step against her wish has a written reason."""
    if against and not reason.strip():
        raise InvalidError(
            "against", "This goes against the wish. Write down why. Nothing was changed."
        )


def check_task_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError."""
    if then not in TASK_MOVES[now]:
        raise WrongStateError("Someone was faster: look at the task again. Nothing was changed.")


def check_running(state: str) -> None:
    """Nothing, or WrongStateError: nothing is planned in a case that is closed."""
    if state == "closed":
        raise WrongStateError("This case is closed. Open it again first. Nothing was changed.")


# Preparing, asking the firewall and delivering take well under a second together.
HALF_WAY = timedelta(minutes=5)


def check_not_moving(*, moving: bool) -> None:
    """Nothing, or WrongStateError: the case is between two organisations."""
    if moving:
        raise WrongStateError("This case is on its way already. Nothing was changed.")


# Beyond this it is a slip of the hand, and no calendar can carry every year there is.
FURTHEST = timedelta(days=3 * 366)


def check_due(due: datetime | None, now: datetime) -> None:
    """Nothing, or InvalidError: a time that nobody means."""
    if due is not None and abs(due - now) > FURTHEST:
        raise InvalidError("due", "This is years away. Look at the year. Nothing was kept.")


def check_words(words: str) -> str:
    """The words, or InvalidError."""
    if not words.strip():
        raise InvalidError("words", "Say in a few words what is to be done. Nothing was kept.")
    return words.strip()[:LONGEST_WORDS]


def check_return(stopped: bool) -> None:
    """Nothing, or DeniedError: no step towards going back while nobody knows that it is safe."""
    if stopped:
        raise DeniedError(
            "No step towards going back: trained staff have not asked, or the answer speaks "
            "against it. Nothing was changed."
        )


def check_closing(outcome: str, words: str, *, team: bool, said_no: bool) -> None:
    """Nothing, or InvalidError: who needs more than a tick to close a case."""
    if outcome not in OUTCOMES:
        raise InvalidError("outcome", "Choose one of the outcomes.")
    if team and not words.strip():
        raise InvalidError(
            "words", "A team keeps this case. Write down what came of it. The case stays open."
        )
    if said_no and outcome == "helped" and not words.strip():
        raise InvalidError(
            "words",
            "They said that it did not help. Write down why the outcome is «helped» all the same. "
            "The case stays open.",
        )


LONGEST_NAME = 120
# The need whose pathway asks a State about its own people.
CONSULAR = "consular"


def check_said(words: str) -> str:
    """The words, or InvalidError: nothing is asked or told without words."""
    if not words.strip():
        raise InvalidError("words", "Nothing was written. Nothing was sent.")
    return words.strip()[:LONGEST_WORDS]


def check_consular(need: str, stopped: bool) -> None:
    """Nothing, or DeniedError: nothing consular while asylum or fear was not ruled out."""
    if need == CONSULAR and stopped:
        raise DeniedError(
            "Nothing consular: trained staff have not asked about asylum or fear of return, "
            "or the answer speaks against it. Nothing was sent."
        )


def check_allowed(fields: tuple[str, ...], most: tuple[str, ...]) -> None:
    """Nothing, or InvalidError: a pathway lets no more go than it names."""
    beyond = sorted(set(fields) - set(most))
    if beyond:
        words = ", ".join(one.label for one in FIELDS if one.key in beyond)
        raise InvalidError(
            "fields", "This pathway does not carry: %(words)s. Nothing was sent.", words=words
        )
