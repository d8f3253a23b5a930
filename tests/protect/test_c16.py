"""C16, small: ten kills lose nothing, and a hasty door loses something."""

from tests.protect import c16
from tests.protect.house import Whole


def test_it_loses_no_promise_when_processes_are_killed(whole: Whole) -> None:
    report = c16.run(whole, c16.SMALL)
    assert report.holds, report.words
    assert report.control_red, report.control_figure
