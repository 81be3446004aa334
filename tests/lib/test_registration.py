"""Registration numbers and their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.registration import is_registration_number, with_dashes

NINE = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("digits", ["1208200009", "1234567891", "2208162517"])
def test_numbers_that_check(digits: str) -> None:
    assert is_registration_number(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "1208200001",
        "1234567890",
        "120820000",
        "12082000090",
        "",
        "120-82-00009",
        "１２０８２００００９",
    ],
)
def test_numbers_that_do_not(digits: str) -> None:
    assert not is_registration_number(digits)


@given(NINE)
def test_nine_digits_have_one_check_digit(nine: str) -> None:
    assert sum(is_registration_number(f"{nine}{last}") for last in range(10)) == 1


@given(NINE, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_shows(nine: str, place: int, by: int) -> None:
    right = next(f"{nine}{last}" for last in range(10) if is_registration_number(f"{nine}{last}"))
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    # The ninth is weighed by five with its carry: no two of its values weigh the same either.
    assert not is_registration_number(wrong)


def test_as_people_write_it() -> None:
    assert with_dashes("1208200009") == "120-82-00009"
    assert with_dashes("12") == "12"
