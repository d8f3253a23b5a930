"""Full, hung or without its database the door says so within a second, and goes on by itself."""

import os
import signal
import threading
import time

import httpx
import psycopg
import pytest

from tests.door.house import House, Process, door, until
from tests.door.senders import Partner


def refused_soon(partner: Partner, id: str) -> None:
    """503, with the time to wait, in less than a second."""
    begun = time.monotonic()
    answer = partner.sms(id)
    took = time.monotonic() - begun
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "Send it again" in answer.json()["detail"]
    assert took < 1.0 + 0.2  # two cores are shared with other tests


@pytest.mark.usefixtures("running")
def test_it_refuses_while_the_database_is_stopped_and_then_goes_on(
    place: House, partner: Partner
) -> None:
    assert partner.sms("message-1").status_code == 202
    place.postgres.stop()
    for number in range(3):
        refused_soon(partner, f"message-{number}")
    place.postgres.start()
    until(lambda: partner.sms("message-2").status_code == 202, "the door to reconnect")
    assert {message.gateway_id for message in place.messages()} == {"message-1", "message-2"}


@pytest.mark.usefixtures("running")
def test_it_refuses_while_the_database_hangs_and_then_goes_on(
    place: House, partner: Partner
) -> None:
    assert partner.sms("message-1").status_code == 202
    worker = place.rows("SELECT pid FROM pg_stat_activity WHERE usename = 'amparo_door'")[0][0]
    # The server's process for the door, whose number the server itself just told us.
    signal.pidfd_send_signal(handle := os.pidfd_open(worker), signal.SIGSTOP)
    try:
        refused_soon(partner, "message-2")
        refused_soon(partner, "message-3")
        # The hung connection is cut, and another one takes its place.
        until(lambda: partner.sms("message-2").status_code == 202, "another connection")
    finally:
        signal.pidfd_send_signal(handle, signal.SIGCONT)
    until(lambda: place.count() >= 2, "the rows")
    assert partner.sms("message-3").status_code == 202
    assert place.count() == 3


def test_it_listens_before_the_database_does(place: House, partner: Partner) -> None:
    place.postgres.stop()
    with Process(place.write_papers()):
        refused_soon(partner, "message-1")
        place.postgres.start()
        until(lambda: partner.sms("message-1").status_code == 202, "the first connection")


def test_it_refuses_when_its_line_is_full(place: House, partner: Partner) -> None:
    with door(place, most_waiting=5), psycopg.connect(place.postgres.address()) as locking:
        locking.execute("LOCK TABLE reach_envelope IN ACCESS EXCLUSIVE MODE")
        answers: list[httpx.Response] = []
        senders = [
            threading.Thread(target=lambda n=n: answers.append(partner.sms(f"message-{n}")))
            for n in range(20)
        ]
        for sender in senders:
            sender.start()
        until(lambda: len(answers) >= 10, "the first refusals", 0.8)
        locking.rollback()
        for sender in senders:
            sender.join()
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {202, 503}
    assert place.count() == statuses.count(202) < 10
