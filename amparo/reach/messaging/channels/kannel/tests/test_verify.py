"""The gateway is known by its token."""

from amparo.reach.messaging.channels.kannel.verify import is_ours


def test_it_knows_the_token_and_nothing_else() -> None:
    assert is_ours("token", "token")
    assert not is_ours("token", "toke")
    assert not is_ours("token", "töken\ud800")


def test_it_lets_nobody_in_while_no_token_is_set() -> None:
    assert not is_ours("", "")
