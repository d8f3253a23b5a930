"""Whether a posted form is one of ours.

Why no CSRF cookie: public pages set no cookie at all, so there is no session that a foreign page
could ride on; and a cookie would be a trace on a shared phone. Why not the Origin header: our own
`Referrer-Policy: no-referrer` makes browsers send `Origin: null`. What is left to stop is a
foreign page that sends a visitor's browser here to ask or to try codes in her place. Two signs:

* `Sec-Fetch-Site`, which a page cannot forge: anything but same-origin or none is not ours.
  Old browsers do not send it; then the token alone decides.
* a signed token in the form: it was we who made this form, at most a week ago.

A form that fails is never thrown away: the page comes back with everything still in it and a
fresh token, and pressing the button once more is enough.
"""

import secrets
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

_SALT = "amparo.public.form"
# A phone may lie without power or network for days with the half-filled page open.
_OLDEST = timedelta(days=7)


def token() -> str:
    """A fresh mark for a form that we hand out. It names nobody and is stored nowhere."""
    return signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(9))


def is_ours(request: HttpRequest) -> bool:
    """True if this post came from a form of ours in this browser."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return False
    try:
        signing.TimestampSigner(salt=_SALT).unsign(request.POST.get("form", ""), max_age=_OLDEST)
    except signing.BadSignature:
        return False
    return True
