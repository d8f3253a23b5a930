"""Who knocks: a partner's program that signs, and a gateway that posts as Kannel does."""

import json
import time
from typing import Any

import httpx

from amparo.reach.messaging.channels.json.verify import sign

TEXT = "Mwen nan Delmas 19, nou bezwen dlo"
NUMBER = "+50937123456"


class Partner:
    """Sends to both ways in."""

    def __init__(self, client: httpx.Client, secret: str, token: str) -> None:
        self.client, self.secret, self.token = client, secret, token

    def raw(self, body: bytes, *, late: float = 0, **headers: str) -> httpx.Response:
        """This body, signed so many seconds ago."""
        signed = {"X-Amparo-Signature": sign(self.secret.encode(), body, time.time() - late)}
        return self.client.post("/intake/json", content=body, headers={**signed, **headers})

    def json(self, id: str, text: str = TEXT, **more: Any) -> httpx.Response:
        """A whole message."""
        return self.raw(json.dumps({"id": id, "from": NUMBER, "text": text, **more}).encode())

    def sms(
        self, id: str, body: bytes = TEXT.encode(), *, sender: str = NUMBER, **headers: str
    ) -> httpx.Response:
        """A message as Kannel hands it on."""
        kannel = {"X-Kannel-From": sender, "X-Kannel-To": "700", "X-Kannel-Coding": "0"}
        plain = {"Content-Type": 'text/plain; charset="UTF-8"'}
        return self.client.post(
            f"/intake/kannel/{self.token}?id={id}",
            content=body,
            headers={**plain, **kannel, **headers},
        )

    def report(self, query: str) -> httpx.Response:
        """A delivery report as Kannel calls it."""
        return self.client.get(f"/intake/kannel/{self.token}/report?{query}")
