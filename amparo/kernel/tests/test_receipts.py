"""Receipt codes: how they are made, checked, read back and shown."""

import pytest

from amparo.kernel import receipts

CODE = "482719306504213" + receipts.check_digit("482719306504213")

WRITINGS = {
    "groups": receipts.pretty(CODE),
    "dashes": "-".join(receipts.groups(CODE)),
    "Arabic-Indic": CODE.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
    "Persian": CODE.translate({ord("0") + n: 0x06F0 + n for n in range(10)}),
    "Devanagari": CODE.translate({ord("0") + n: 0x0966 + n for n in range(10)}),
    "Bengali": CODE.translate({ord("0") + n: 0x09E6 + n for n in range(10)}),
    "full width": CODE.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    "direction marks": "\u2068" + receipts.pretty(CODE) + "\u2069",
    "words around it": f"my code is {CODE}.",
}


@pytest.mark.parametrize(
    ("body", "check"), [("0794", "5"), ("8609574271", "9"), ("6592997048", "9")]
)
def test_it_follows_the_published_method(body: str, check: str) -> None:
    assert receipts.check_digit(body) == check


def test_it_makes_sixteen_digits_that_it_accepts_again() -> None:
    codes = {receipts.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 16 and receipts.normalise(code) == code for code in codes)


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS.keys())
def test_it_reads_a_code_however_it_was_written(writing: str) -> None:
    assert receipts.normalise(writing) == CODE


def test_it_finds_every_single_wrong_digit() -> None:
    wrong = [
        CODE[:place] + digit + CODE[place + 1 :]
        for place in range(16)
        for digit in "0123456789"
        if digit != CODE[place]
    ]
    assert len(wrong) == 144
    assert not [code for code in wrong if receipts.normalise(code)]


def test_it_finds_nearly_every_swap_of_neighbours() -> None:
    swaps = missed = 0
    for _ in range(300):
        code = receipts.new_code()
        for place in range(15):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            swaps += swapped != code
            missed += swapped != code and receipts.normalise(swapped) is not None
    assert missed / swaps < 0.05


@pytest.mark.parametrize(
    "nothing", ["", "4827", CODE + "1", CODE[:-1], "not a code", "٤٨٢٧", "1" * 2_000_000, "²" * 16]
)
def test_it_refuses_what_can_be_no_code(nothing: str) -> None:
    assert receipts.normalise(nothing) is None


def test_it_shows_groups_of_four() -> None:
    assert receipts.pretty("4827193065042133") == "4827 1930 6504 2133"
