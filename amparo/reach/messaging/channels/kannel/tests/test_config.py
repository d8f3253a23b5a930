"""Our Kannel's configuration; what it does is proved with the real one in tests/door."""

from pathlib import Path

import pytest

from amparo.reach.messaging.channels.kannel.config import KannelSetup, kannel_conf

SETUP = KannelSetup(
    folder=Path("/var/lib/amparo/kannel"),
    door_url="http://127.0.0.1:8000",
    token="t0ken",
    username="amparo",
    password="word",
    admin_password="other",
    sender="700",
)


def test_it_never_asks_by_address_and_never_logs_texts() -> None:
    lines = [line for line in kannel_conf(SETUP).splitlines() if not line.startswith("#")]
    names = {line.partition(" = ")[0] for line in lines}
    assert not names & {"get-url", "access-log", "syslog-level"}
    assert {line for line in lines if line.startswith("log-level")} == {"log-level = 3"}


def test_it_says_all_that_was_set() -> None:
    text = kannel_conf(SETUP)
    assert 'post-url = "http://127.0.0.1:8000/intake/kannel/t0ken?id=%I"' in text
    assert 'default-sender = "700"' in text


@pytest.mark.parametrize("value", ['a"b', "a\nb", "a\\b"])
def test_it_refuses_what_would_end_a_line_of_the_file(value: str) -> None:
    with pytest.raises(ValueError, match="password"):
        kannel_conf(
            KannelSetup(Path("/x"), "http://x", "t", "u", password=value, admin_password="a")
        )


def test_it_keeps_secrets_out_of_its_own_description() -> None:
    assert "word" not in repr(SETUP) and "t0ken" not in repr(SETUP)
