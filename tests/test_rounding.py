"""What isn't known stays unknown when it is written down."""

from math import inf, nan

import pytest

from formcheck.rounding import rounded


def test_a_number_keeps_so_many_digits():
    assert rounded(1.2345, 2) == 1.23


@pytest.mark.parametrize("number", [None, nan, inf, -inf])
def test_what_is_no_number_is_none(number):
    assert rounded(number, 2) is None
