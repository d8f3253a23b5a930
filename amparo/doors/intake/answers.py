"""What the door says: short answers, and errors in the sender's terms (RFC 9457)."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

Headers = list[tuple[bytes, bytes]]

_JSON: Final = (b"content-type", b"application/json")
_PROBLEM: Final = (b"content-type", b"application/problem+json")
_TEXT: Final = (b"content-type", b"text/plain; charset=UTF-8")
_HTML: Final = (b"content-type", b"text/html; charset=utf-8")
RETRY_SECONDS: Final = 2

_UNAVAILABLE_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Please try again in a minute</title>
<body style="font:1.1rem/1.5 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem">
<h1>Please try again in a minute</h1>
<p>The pages are not available just now. If you were sending something, we may not have it: please
send it again. What you sent before is kept.</p>
<p lang="ar" dir="rtl">الصفحات غير متاحة الآن. إذا كنت ترسل شيئا فقد لا يكون وصلنا: أرسله مرة أخرى
بعد دقيقة. ما أرسلته من قبل محفوظ.</p>
<p lang="ht">Paj yo pa disponib kounye a. Si w t ap voye yon bagay, li ka pa rive jwenn nou: tanpri
voye l ankò nan yon minit. Sa w te voye anvan an la toujou.</p>
<p lang="es">Las páginas no están disponibles ahora. Si estaba enviando algo, puede que no lo
tengamos: envíelo otra vez en un minuto. Lo que envió antes está guardado.</p>
<p lang="fr">Les pages ne sont pas disponibles pour le moment. Si vous étiez en train d'envoyer
quelque chose, il se peut que nous ne l'ayons pas : renvoyez-le dans une minute. Ce que vous avez
envoyé avant est gardé.</p>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, headers, body."""

    status: int
    headers: Headers
    body: bytes


def accepted(reference: str, *, sealed: bool) -> Answer:
    """The message is committed; this is how to speak of it."""
    rest = b',"kept":true,"sealed":true}' if sealed else b',"kept":true}'
    body = b'{"reference":"%s"%s' % (reference.encode(), rest)
    return Answer(202, [_JSON, _length(body)], body)


def to_gateway(text: str = "", *, ucs2: bool = False) -> Answer:
    """Kannel's answer: an empty one sends nothing, any other goes to the person as an SMS."""
    body = text.encode()
    headers = [_TEXT, _length(body)]
    if ucs2:
        headers.append((b"x-kannel-coding", b"2"))
    return Answer(202, headers, body)


def problem(status: HTTPStatus, detail: str, *, field: str = "", allow: str = "") -> Answer:
    """Nothing was kept, why, and what to do."""
    about: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "kept": False,
    }
    if field:
        about["field"] = field
    body = json.dumps(about).encode()
    headers = [_PROBLEM, _length(body)]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    if allow:
        headers.append((b"allow", allow.encode()))
    return Answer(status.value, headers, body)


def not_kept() -> Answer:
    """The store is full or away: to be sent again, with the same id."""
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "We could not make sure that this message is kept. Send it again, with the same id, in "
        f"{RETRY_SECONDS} seconds: however often it comes, it is stored once.",
    )


def too_large(limit: int) -> Answer:
    """More than the door takes in one piece."""
    answer = problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The message is larger than {limit:,} bytes. Nothing was kept. Send it in parts.",
    )
    answer.headers.append((b"connection", b"close"))
    return answer


def pages_away(status: HTTPStatus = HTTPStatus.BAD_GATEWAY) -> Answer:
    """The process that makes the pages does not answer."""
    body = _UNAVAILABLE_PAGE.encode()
    again = (b"retry-after", b"30")
    no_store = (b"cache-control", b"no-store")
    return Answer(status.value, [_HTML, _length(body), again, no_store], body)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", b"%d" % len(body))
