"""What the gateway tells a person while the keys are sealed away: their message is not lost."""

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.channels.kannel.send import fits_gsm

# Names no service and nothing that was written: the phone may be borrowed.
_WORDS: Final = {
    "en": "We have your message. It is safe. We will answer as soon as we can. Reference {}",
    "ht": "Nou resevwa mesaj ou a. Li an sekirite. N ap reponn ou le pli vit posib. Referans {}",
    "ar": "وصلتنا رسالتك وهي محفوظة. سنجيب في أقرب وقت. الرقم المرجعي {}",
    "es": "Tenemos su mensaje. Está a salvo. Responderemos lo antes posible. Referencia {}",
    "fr": "Nous avons votre message. Il est en sécurité. Nous répondrons dès que possible. Réf. {}",
    "pt": "Temos a sua mensagem. Está segura. Responderemos assim que pudermos. Referência {}",
}
# Short codes and names are machines: answering one can go back and forth without end.
_PERSON: Final = re.compile(r"\+?[0-9]{7,15}")
_ONCE_IN: Final = 3600.0
_MOST_REMEMBERED: Final = 50_000
_LOOK_EVERY: Final = 1.0


class SealedReply:
    """Who is told, once an hour, in the languages of the crisis."""

    def __init__(self, languages: Sequence[str]) -> None:
        chosen = [_WORDS[code] for code in dict.fromkeys(languages) if code in _WORDS]
        self._words = chosen or [_WORDS["en"]]
        # Numbers are remembered as hashes under a key that dies with the process.
        self._key = os.urandom(32)
        self._told: dict[bytes, tuple[bytes, float]] = {}

    def to(self, message: Inbound, envelope: bytes, reference: str) -> str:
        """The text for this sender, or "". A repeat of the same message is told the same."""
        later_piece = message.part is not None and message.part.number != 1
        if later_piece or not _PERSON.fullmatch(message.sender):
            return ""
        now = time.monotonic()
        who = hashlib.blake2b(message.sender.encode(), key=self._key, digest_size=16).digest()
        before = self._told.get(who)
        if before and before[0] != envelope and now - before[1] < _ONCE_IN:
            return ""
        if len(self._told) >= _MOST_REMEMBERED:
            self._told.clear()
        self._told[who] = (envelope, now)
        return "\n".join(words.format(reference) for words in self._words)


def needs_ucs2(text: str) -> bool:
    """True if Kannel must be told to send more than the GSM letters."""
    return not fits_gsm(text)


class SealWatch:
    """Knows whether the keys are sealed away, from asking once a second, off the hot path."""

    def __init__(self, ask: Callable[[], Awaitable[bool | None]]) -> None:
        self._ask = ask
        self.sealed = False

    async def run(self) -> None:
        """Asks until cancelled. While nobody can say, what was last heard goes on being true."""
        while True:
            told = await self._ask()
            self.sealed = self.sealed if told is None else told
            await asyncio.sleep(_LOOK_EVERY)
