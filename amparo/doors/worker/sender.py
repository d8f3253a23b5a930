"""Hands outgoing messages to their gateway."""

import httpx

from amparo.kernel.authority import Actor
from amparo.reach.messaging.actions import outbox
from amparo.reach.messaging.actions.outbox import Outgoing, Sent
from amparo.reach.messaging.channels.kannel import send as kannel
from amparo.reach.messaging.channels.kannel.status import answer_of

PATIENCE = 10.0  # seconds; a gateway on this machine answers in milliseconds


class KannelSender:
    """Our Kannel, as one HTTP client that keeps its connection."""

    def __init__(self, gateway: kannel.Gateway) -> None:
        """Connect when the first message goes."""
        self._gateway = gateway
        self._client = httpx.Client(timeout=PATIENCE, trust_env=False)

    def close(self) -> None:
        """The connection is given back."""
        self._client.close()

    def __call__(self, one: Outgoing) -> Sent:
        """What Kannel said. A question that got no answer is *unknown*, never asked again."""
        try:
            request = kannel.build_send(
                kannel.Outgoing(str(one.id), one.to, one.text), self._gateway
            )
        except ValueError as wrong:
            return Sent("refused", str(wrong))
        try:
            answer = self._client.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                content=request.content,
            )
        except httpx.ConnectError:
            # It never had the message: waiting and sending later is safe.
            return Sent("again", "the gateway does not answer")
        except httpx.HTTPError as broken:
            return Sent("unknown", f"no answer: {type(broken).__name__}")
        return Sent(answer_of(answer.status_code), f"gateway says {answer.status_code}")


def step(send: outbox.Send, by: Actor) -> bool:
    """Whether it is worth looking again at once."""
    return outbox.send_waiting(send=send, by=by) > 0
