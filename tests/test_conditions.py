"""Conditions: the same for every racer, one draw an update, and off means off."""

import numpy as np
import pytest

from experiments.conditions import BLOCK, Clipped, Conditions, Noisy
from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

BOWL = SURFACES["bowl"]
HERE = np.array([[1.0, -2.0]])


def test_without_conditions_the_loss_is_the_surface_itself():
    assert Conditions().around(BOWL) is BOWL


def test_noise_has_the_stated_mean_and_deviation():
    noisy = Noisy(BOWL, 0.5, 3)
    draws = np.array([noisy.at(t).gradient(HERE)[0] for t in range(1, 4001)]) - BOWL.gradient(HERE)
    assert draws.mean() == pytest.approx(0, abs=0.02)
    assert draws.std() == pytest.approx(0.5, rel=0.03)


def test_one_draw_an_update_whoever_asks_and_however_often():
    noisy = Noisy(BOWL, 1.0, 7)
    first, again = noisy.at(5), noisy.at(5)
    error = first.gradient(HERE) - BOWL.gradient(HERE)
    elsewhere = first.gradient(HERE + 3) - BOWL.gradient(HERE + 3)
    np.testing.assert_allclose(error, elsewhere, atol=1e-12)
    np.testing.assert_array_equal(first.gradient(HERE), again.gradient(HERE))
    np.testing.assert_array_equal(Noisy(BOWL, 1.0, 7).at(5).gradient(HERE), again.gradient(HERE))
    assert not np.array_equal(noisy.at(6).gradient(HERE), first.gradient(HERE))
    assert not np.array_equal(Noisy(BOWL, 1.0, 8).at(5).gradient(HERE), first.gradient(HERE))


@pytest.mark.parametrize("t", [1, 2, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_row_does_not_depend_on_its_neighbours(t):
    many = Noisy(BOWL, 1.0, 7).at(t).gradient(np.repeat(HERE, 9, axis=0))
    np.testing.assert_array_equal(many[:1], Noisy(BOWL, 1.0, 7).at(t).gradient(HERE))
    assert len(np.unique(many[:, 0])) == 9


def test_the_base_loss_has_no_noise():
    trajectory = run(OPTIMIZERS["adam"](lr=0.1), Noisy(BOWL, 2.0, 1), HERE, 20)
    np.testing.assert_array_equal(trajectory.loss[:, 0], BOWL.value(trajectory.theta[:, 0]))


def test_clipping_shortens_and_never_turns():
    clipped = Clipped(BOWL, 1.0)
    theta = np.array([[3.0, -4.0], [0.3, 0.4], [0.0, 0.0]])
    g = clipped.gradient(theta)
    np.testing.assert_allclose(g, [[0.6, -0.8], [0.3, 0.4], [0.0, 0.0]], atol=1e-15)


def test_noise_is_clipped_too():
    loss = Conditions(noise=5.0, clip=0.5).around(BOWL)
    norms = [np.hypot(*loss.at(t).gradient(HERE)[0]) for t in range(1, 200)]
    assert max(norms) <= 0.5 + 1e-12
