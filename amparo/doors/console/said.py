"""What a page says on top after something was done. The address carries a word of this list,
never a text."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: dict[str, str | Promise] = {
    "taken": _("It is yours now."),
    "given_back": _("Given back: it is free for others."),
    "sorted": _("Urgency decided. Everyone sees it with a solid line now."),
    "needs": _("Needs decided."),
    "place": _("Place decided."),
    "answered": _("The answer is on its way. Below it you see what became of it."),
    "translated": _("Translation kept, with your name."),
    "settled": _("Written down."),
    "phone": _("Written down whose phone it is."),
    "closed": _("Closed. If they write again, a new conversation begins."),
    "reopened": _("Open again."),
    "case": _("Case opened."),
    "noted": _("Note kept in the story."),
    "wish": _("The wish is kept, in their own words."),
    "case_closed": _("Case closed with its outcome."),
    "referred": _("Sent. They see exactly what was ticked, and nothing else."),
    "accepted": _("Accepted. The sender knows, and the person is told."),
    "declined": _("Declined. The sender knows why and can ask someone else."),
    "done": _("Written down: help was given. The person will be asked whether it helped."),
    "not_done": _("Written down: it could not be done. The sender knows why."),
    "saved": _("Saved, and true as of today."),
    "signed_out": _("You are signed out."),
    "ended": _(
        "Your sign-in has ended. Kept: your draft, sealed, on this device. "
        "Sign in again, and you are back where you were."
    ),
}


def said(word: str) -> str:
    """The sentence for a word, or nothing."""
    return str(SAID.get(word, ""))
