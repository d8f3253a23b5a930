"""Asks each gateway whether it lives, so that one that fell silent is noticed."""

import threading

import httpx

from amparo.kernel.authority import machine
from amparo.reach.messaging.actions import gateways

EVERY = 30.0  # seconds


def serve(status_url: str, stop: threading.Event) -> None:
    """Until told to stop: one question each half minute; the answer's time is kept."""
    with httpx.Client(timeout=5, trust_env=False) as client:
        while not stop.is_set():
            try:
                alive = client.get(status_url).status_code < 500
            except httpx.HTTPError:
                alive = False
            gateways.note_pulse(name="kannel", alive=alive, by=machine())
            stop.wait(EVERY)
