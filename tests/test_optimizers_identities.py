"""Kinships between the rules, and what pencil and paper say of them on quadratics."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Loss, run
from tests.losses import BOWL, GENTLE, HIMMELBLAU, RAVINE, FormulaLoss, NoisyLoss

STARTS = np.array([[2.0, -1.5], [-0.7, 0.4], [0.3, 2.2]])


def path(name, loss: Loss = GENTLE, steps=80, starts=STARTS, schedule=None, **settings):
    return run(OPTIMIZERS[name](**settings), loss, starts, steps, schedule).theta


def wave(t, steps):
    return 1 + 0.5 * np.cos(t)


SAME = {
    "adamw without decay is adam": ("adamw", {"weight_decay": 0.0}, "adam", {}),
    "momentum without memory": ("momentum", {"beta": 0.0}, "gradient_descent", {}),
    "nesterov without memory": ("nesterov", {"beta": 0.0}, "gradient_descent", {}),
    "adam without a mean is rmsprop but for the correction": (
        "adam",
        {"beta1": 0.0, "beta2": 0.0, "eps": 1e-8},
        "rmsprop",
        {"rho": 0.0},
    ),
    "lookahead that follows all the way": ("lookahead", {"alpha": 1.0}, "gradient_descent", {}),
    "sam that looks nowhere": ("sam", {"rho": 0.0}, "gradient_descent", {}),
}


@pytest.mark.parametrize("case", SAME)
@pytest.mark.parametrize("schedule", [None, wave])
def test_same_path(case, schedule):
    one, settings_one, two, settings_two = SAME[case]
    noisy = NoisyLoss(GENTLE, 0.3)
    np.testing.assert_allclose(
        path(one, noisy, schedule=schedule, lr=0.02, **settings_one)
        if OPTIMIZERS[one].inner is None
        else path(
            one, noisy, schedule=schedule, inner=OPTIMIZERS["gradient_descent"](lr=0.02), **settings_one
        ),
        path(two, noisy, schedule=schedule, lr=0.02, **settings_two),
        rtol=1e-9,
        atol=1e-9,
    )


# A quarter and an eighth of a turn of the ravine, and the same starts turned with it.
TURN = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
TURNED_RAVINE = FormulaLoss("((x + y)**2/2 + 20*(y - x)**2/2)/2")


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
def test_these_commute_with_a_rotation(name):
    straight = path(name, RAVINE, lr=0.01) @ TURN.T
    np.testing.assert_allclose(
        path(name, TURNED_RAVINE, lr=0.01, starts=STARTS @ TURN.T), straight, atol=1e-12
    )


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam", "nadam", "adamw"])
def test_these_do_not(name):
    straight = path(name, RAVINE, lr=0.01) @ TURN.T
    assert np.abs(path(name, TURNED_RAVINE, lr=0.01, starts=STARTS @ TURN.T) - straight).max() > 0.1


def test_gradient_descent_on_a_quadratic():
    t = np.arange(81)[:, None, None]
    np.testing.assert_allclose(
        path("gradient_descent", RAVINE, lr=0.03), STARTS * np.array([0.97, 0.4]) ** t, atol=1e-12
    )


def test_momentum_on_a_quadratic_is_a_recurrence_of_two_terms():
    """theta[t+1] = (1 + beta - lr h) theta[t] - beta theta[t-1]."""
    theta = path("momentum", RAVINE, lr=0.02, beta=0.8)
    h = np.array([1.0, 20.0])
    np.testing.assert_allclose(theta[2:], (1.8 - 0.02 * h) * theta[1:-1] - 0.8 * theta[:-2], atol=1e-12)


def test_nesterov_on_a_quadratic_shrinks_what_is_kept():
    """theta[t+1] = (1 + beta)(1 - lr h) theta[t] - beta (1 - lr h) theta[t-1]."""
    theta = path("nesterov", RAVINE, lr=0.02, beta=0.8)
    kept = 1 - 0.02 * np.array([1.0, 20.0])
    np.testing.assert_allclose(theta[2:], kept * (1.8 * theta[1:-1] - 0.8 * theta[:-2]), atol=1e-12)


def test_the_root_of_the_mean_square_and_the_decayed_rate_make_adagrad():
    """(lr/sqrt t) / RMS(g_1 ... g_t) = lr / sqrt(sum of squares): the lecture notes' two halves."""
    theta = path("adagrad", HIMMELBLAU, steps=50, lr=0.5, eps=0.0)
    g = np.stack([HIMMELBLAU.gradient(p) for p in theta[:-1]])
    t = np.arange(1, 51)[:, None, None]
    rms = np.sqrt(np.cumsum(g**2, axis=0) / t)
    np.testing.assert_allclose(np.diff(theta, axis=0), -0.5 / np.sqrt(t) * g / rms, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "first"), [("adam", 0.1), ("adagrad", 0.1), ("rmsprop", 0.1 / np.sqrt(0.1))]
)
def test_first_step_does_not_depend_on_the_slope(name, first):
    step = path(name, RAVINE, lr=0.1, steps=1)[1] - STARTS
    np.testing.assert_allclose(step, -first * np.sign(STARTS), rtol=1e-6)


def test_sharpness_aware_step_on_the_bowl():
    """From theta the slope is taken at theta + rho theta/|theta|."""
    theta = path("sam", BOWL, steps=1, inner=OPTIMIZERS["gradient_descent"](lr=0.1), rho=0.5)[1]
    length = np.linalg.norm(STARTS, axis=1, keepdims=True)
    np.testing.assert_allclose(theta, STARTS - 0.1 * STARTS * (1 + 0.5 / length), rtol=1e-12)
