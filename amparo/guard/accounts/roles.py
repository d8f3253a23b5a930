"""What each role may do. A lawyer should be able to read this page.

A membership gives its role in one scope. Nobody who manages the platform reads about a person.
"""

from enum import StrEnum

from amparo.kernel.authority import Power


class Role(StrEnum):
    """The roles there are. The name is stored; it never changes."""

    OFFICER = "officer"
    TRANSLATOR = "translator"
    CASEWORKER = "caseworker"
    PROTECTION = "protection"
    COORDINATOR = "coordinator"
    RECEIVER = "receiver"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


# What someone at a State body can have here: nothing of it shows a person.
WITHOUT_PERSONS = frozenset(
    {
        Power.EDIT_DIRECTORY,
        Power.EDIT_CRISIS,
        Power.MANAGE_STAFF,
        Power.READ_FIGURES,
        Power.READ_AUDIT,
    }
)

POWERS: dict[Role, frozenset[Power]] = {
    # Reads the line, takes and answers messages, opens a case.
    Role.OFFICER: frozenset(
        {Power.READ_QUEUE, Power.WORK_QUEUE, Power.WORK_CASES, Power.READ_CASES}
    ),
    # Reads the line to translate, and what the public pages say; answers nobody.
    Role.TRANSLATOR: frozenset({Power.READ_QUEUE, Power.REVIEW_WORDING}),
    # Works cases and refers, with the person's consent.
    Role.CASEWORKER: frozenset({Power.READ_CASES, Power.WORK_CASES, Power.ANSWER_REFERRALS}),
    # A caseworker who is trained to ask about danger, and keeps the watch list.
    Role.PROTECTION: frozenset({Power.READ_CASES, Power.WORK_CASES, Power.PROTECT}),
    # Plans shifts, sees that nothing waits unseen, takes rows and counts out; answers nobody.
    Role.COORDINATOR: frozenset(
        {
            Power.READ_QUEUE,
            Power.READ_CASES,
            Power.PLAN_SHIFTS,
            Power.EXPORT_ROWS,
            Power.READ_FIGURES,
        }
    ),
    # Sees what is referred to the organisation, and says yes, no, done.
    Role.RECEIVER: frozenset({Power.ANSWER_REFERRALS}),
    # Keeps organisations and services true, and the words of the public pages.
    Role.EDITOR: frozenset({Power.EDIT_DIRECTORY, Power.EDIT_CRISIS, Power.REVIEW_WORDING}),
    # Manages staff. Sees no person at all.
    Role.ADMINISTRATOR: frozenset({Power.MANAGE_STAFF, Power.EDIT_CRISIS}),
    # Reads who did what. Sees no person at all.
    Role.AUDITOR: frozenset({Power.READ_AUDIT}),
}
