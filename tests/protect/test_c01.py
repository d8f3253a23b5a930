"""C01, small: nothing of two hundred people is found, and everything that was planted is."""

from tests.protect import c01
from tests.protect.house import Whole


def test_it_leaves_no_identifier_anywhere(whole: Whole) -> None:
    report = c01.run(whole, c01.SMALL)
    assert report.holds, report.words
    assert report.control_red, report.control_figure
