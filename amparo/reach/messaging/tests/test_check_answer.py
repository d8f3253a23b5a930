"""An SMS never repeats what they wrote and names no service."""

import pytest

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.rules import check_answer

THEIRS = ["My employer locked me in the house on hill street"]


@pytest.mark.parametrize(
    "text", ["We will come tonight.", "Are you able to talk?", "The house is known to us."]
)
def test_it_lets_an_answer_pass(text: str) -> None:
    check_answer(text, THEIRS, ["Clínica del Faro"])


@pytest.mark.parametrize(
    "text",
    [
        "So the EMPLOYER  locked me, in?",
        "Go to clínica del  faro tomorrow.",
        "   ",
    ],
)
def test_it_refuses_what_a_borrowed_phone_would_tell(text: str) -> None:
    with pytest.raises(InvalidError):
        check_answer(text, ["the employer locked me in"], ["Clínica del Faro"])
