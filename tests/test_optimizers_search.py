"""The searches along a line, on ways of every kind."""

import numpy as np
import pytest

from optimizers.search import backtrack, level

TRIAL = np.array([[1e-6], [0.05], [1.0], [40.0]])
WAYS = {
    "straight": (lambda a: a - 3, 3.0),
    "flat, then steep": (lambda a: a**9 - 1e-9, 0.1),
    "a wall": (lambda a: np.exp(1000 * a - 30) - 1, 0.03),
    "a wall out of range": (lambda a: np.where(a < 0.3, a - 0.2, np.nan), 0.2),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_level_point_is_found(way):
    slope, expected = WAYS[way]
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(level(slope, TRIAL), expected, rtol=1e-9)


def test_rows_do_not_wait_for_each_other():
    seen = level(lambda a: a**3 - 2, TRIAL)
    for i in range(len(TRIAL)):
        np.testing.assert_array_equal(level(lambda a: a**3 - 2, TRIAL[i : i + 1]), seen[i : i + 1])


def test_a_way_down_without_an_end_leads_out_of_sight():
    assert (level(lambda a: -1 - a, TRIAL) > 1e20).all()


def test_what_is_no_number_ends_the_search():
    with np.errstate(all="ignore"):
        level(lambda a: a * np.nan, TRIAL)
        np.testing.assert_array_equal(backtrack(lambda a: a * np.nan > 0, TRIAL, 0.5), 0.0)


def test_backtracking_takes_the_first_that_is_enough():
    np.testing.assert_array_equal(backtrack(lambda a: a < 0.3, np.array([[1.0], [0.2]]), 0.5), [[0.25], [0.2]])
