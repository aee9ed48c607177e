"""The searches along a line, on ways of every kind."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from optimizers.search import backtrack, level, moving, telling
from tests.losses import BOWL, HIMMELBLAU, FormulaLoss

TRIAL = np.array([[1e-6], [0.05], [1.0], [40.0]])
NONE = np.zeros_like(TRIAL)  # no rate is too short to be felt
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
        np.testing.assert_allclose(level(slope, TRIAL, NONE), expected, rtol=1e-9)


def test_rows_do_not_wait_for_each_other():
    seen = level(lambda a: a**3 - 2, TRIAL, NONE)
    for i in range(len(TRIAL)):
        np.testing.assert_array_equal(level(lambda a: a**3 - 2, TRIAL[i : i + 1], NONE[i : i + 1]), seen[i : i + 1])


def test_a_way_down_without_an_end_leads_out_of_sight():
    assert (level(lambda a: -1 - a, TRIAL, NONE) > 1e20).all()


def test_what_is_no_number_ends_the_search():
    with np.errstate(all="ignore"):
        level(lambda a: a * np.nan, TRIAL, NONE)
        np.testing.assert_array_equal(backtrack(lambda a: a * np.nan > 0, TRIAL, 0.5, NONE + 1e-9), 0.0)


def test_backtracking_takes_the_first_that_is_enough():
    trial, shortest = np.array([[1.0], [0.2]]), np.full((2, 1), 1e-9)
    np.testing.assert_array_equal(backtrack(lambda a: a < 0.3, trial, 0.5, shortest), [[0.25], [0.2]])


def test_searches_end_at_the_shortest_rate_that_is_felt():
    """The last rate tried is the last one above it; the trial itself is always tried."""
    tried = []

    def never(a):
        tried.append(a[:, 0].tolist())
        return a < 0

    shortest = np.array([[0.25], [0.3], [5.0]])
    np.testing.assert_array_equal(backtrack(never, np.ones((3, 1)), 0.5, shortest), 0.0)
    assert tried == [[1, 1, 1], [0.5, 0.5, 1]]
    near = level(lambda a: a - np.pi, TRIAL[2:], np.full((2, 1), 0.01))
    assert (np.abs(near - np.pi) <= 0.01).all()


POINTS = np.array([[3.0, -2.0], [1e-3, 1.5], [1e6, 5.0], [3.0, 2.0 + 1e-9]])


def test_a_rate_shorter_than_that_does_not_move_the_point():
    g = np.array([[1e-9, 2.0], [-3.0, 1e-12], [1e-3, 1e-9], [1e-7, 1e-8]])
    short = moving(POINTS, g)
    assert (short > 0).all()
    np.testing.assert_array_equal(POINTS - 0.49 * short * g, POINTS)
    assert (POINTS - 2.01 * short * g != POINTS).any(axis=1).all()


def test_what_promises_less_than_that_leaves_the_height_as_it_is():
    g, height = np.array([[1e-9, 2e-9]] * 3), np.array([[1.0], [-300.0], [0.01]])
    short = telling(np.zeros((3, 2)), g, height)
    np.testing.assert_array_equal(height - 0.49 * short * 5e-18, height)
    assert (height - 2.01 * short * 5e-18 != height).all()


class Counted(FormulaLoss):
    """A loss that counts how often its value is asked for."""

    asked = 0

    def value(self, theta):
        Counted.asked += 1
        return super().value(theta)


@pytest.mark.parametrize(
    ("loss", "start"), [(HIMMELBLAU, (2.9, 2.1)), (BOWL, (0.3, 0.2)), (FormulaLoss("7 + x**2 + 3*y**2"), (1, 2))]
)
def test_at_a_minimum_backtracking_stays_and_gives_up_soon(loss, start):
    """The rate is then 0, unless there is no slope at all."""
    loss = Counted(loss.formula)
    ran = run(OPTIMIZERS["line_search_armijo"](), loss, [start], 100, keep_states=True)
    assert np.hypot(*loss.gradient(ran.theta[-1])[0]) < 1e-6
    Counted.asked = 0
    rest = run(OPTIMIZERS["line_search_armijo"](), loss, ran.theta[-1], 20, keep_states=True)
    assert (rest.theta == ran.theta[-1]).all()
    assert all(state.alpha == 0 or not loss.gradient(ran.theta[-1]).any() for state in rest.states[1:])
    assert Counted.asked <= 20 * 12
