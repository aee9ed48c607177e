"""What a run is, whatever the rule."""

import numpy as np
import pytest

from optimizers import ESCAPE, OPTIMIZERS, run
from tests.losses import BOWL, CONVEX, FLAT, GENTLE, HIMMELBLAU, RAVINE, ROSENBROCK, SADDLE, FormulaLoss, NoisyLoss
from tests.test_optimizers_proof import WRAPPERS, build, freeze

RULES = [(name,) for name in OPTIMIZERS] + [(name, i) for name in WRAPPERS for i in ("adam", "momentum", "nesterov")]
ALL = pytest.mark.parametrize("rule", RULES, ids="-".join)
GD = OPTIMIZERS["gradient_descent"]
STARTS = np.array([[2.0, -1.5], [-0.7, 0.4], [0.3, 2.2], [1.0, 1.0]])


@ALL
def test_a_batch_of_n_is_n_runs(rule):
    together = run(build(rule), GENTLE, STARTS, 60)
    for i, start in enumerate(STARTS):
        alone = run(build(rule), GENTLE, [start], 60)
        np.testing.assert_allclose(together.theta[:, i], alone.theta[:, 0], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(together.loss[:, i], alone.loss[:, 0], rtol=1e-12, atol=1e-12)


@ALL
def test_a_run_is_its_steps(rule):
    optimizer, loss = build(rule), CONVEX
    ran = run(optimizer, loss, STARTS, 12, keep_states=True)
    assert ran.theta.shape == (13, 4, 2)
    assert ran.loss.shape == (13, 4)
    counted = [[state.t for state in ran.states]]
    if len(rule) > 1 or rule[0] in WRAPPERS:
        counted.append([state.inner.t for state in ran.states])
    assert counted == [list(range(13))] * len(counted)
    np.testing.assert_array_equal(ran.theta[0], STARTS)
    np.testing.assert_array_equal(ran.diverged_at, -1)
    np.testing.assert_array_equal(ran.lr, [optimizer.lr] * 12)
    np.testing.assert_allclose(ran.loss, loss.value(ran.theta.reshape(-1, 2)).reshape(13, 4), rtol=1e-12)
    for t in range(1, 13):
        freeze((ran.theta, ran.states))
        theta, _ = optimizer.step(ran.theta[t - 1], loss, ran.states[t - 1], optimizer.lr)
        np.testing.assert_array_equal(theta, ran.theta[t])


@ALL
def test_twice_the_same(rule):
    one, two = (run(build(rule), NoisyLoss(GENTLE, 0.5), STARTS, 40) for _ in range(2))
    np.testing.assert_array_equal(one.theta, two.theta)


@ALL
def test_an_update_draws_its_loss_once(rule):
    """NoisyLoss refuses a gradient without a draw, and its draws refuse to be drawn from."""
    drawn = []

    class Counting(NoisyLoss):
        def at(self, t):
            drawn.append(t)
            return super().at(t)

    ran = run(build(rule), Counting(GENTLE, 0.5), STARTS, 15)
    assert drawn == list(range(1, 16))
    np.testing.assert_allclose(ran.loss[7], GENTLE.value(ran.theta[7]), rtol=1e-12)


@ALL
def test_no_slope_no_step(rule):
    """Weight decay is all that moves a rule on a plain; Newton's method has no parabola there and ends."""
    ran = run(build(rule), FLAT, STARTS, 10)
    if "weight_decay" in OPTIMIZERS[rule[0]].hypers():
        assert (np.abs(ran.theta[3]) < np.abs(STARTS)).all()
    elif rule[0] == "newton":
        np.testing.assert_array_equal(ran.diverged_at, 1)
    else:
        np.testing.assert_array_equal(ran.theta[10], STARTS)


@ALL
@pytest.mark.parametrize("loss", [ROSENBROCK, HIMMELBLAU, SADDLE, FormulaLoss("exp(x**2) + y**4")])
def test_nothing_escaped_is_reported_as_finite(rule, loss):
    ran = run(build(rule), loss, [[1e6, -1e6], [4.0, -5.0], [0.1, 0.2], [np.nan, 0.0]], 80, lambda t, steps: 40.0)
    for i, t in enumerate(ran.diverged_at):
        end = t if t >= 0 else 81
        assert np.isfinite(ran.theta[:end, i]).all()
        assert np.isfinite(ran.loss[:end, i]).all()
        assert (np.hypot(*ran.theta[:end, i].T) <= ESCAPE).all()
        assert np.isnan(ran.theta[end:, i]).all()
        assert np.isnan(ran.loss[end:, i]).all()
    assert ran.diverged_at[3] == 0


def test_divergence_of_gradient_descent_on_the_ravine():
    """Stable below 2/kappa; above it y grows by |1 - lr kappa| an update until it is out of sight."""
    ran = run(GD(lr=0.15), RAVINE, [[1.0, 1.0], [1.0, 0.0]], 60)
    assert ran.diverged_at[0] == np.ceil(np.log(ESCAPE) / np.log(2))
    assert ran.diverged_at[1] == -1
    np.testing.assert_allclose(ran.theta[60, 1], [0.85**60, 0], rtol=1e-12)


def test_a_step_to_where_the_loss_has_no_value_is_told_from_one_beyond_all_numbers():
    ran = run(GD(lr=0.15), FormulaLoss("log(x) + 10*y**2"), [[0.2, 0.0], [-1.0, 0.0], [np.nan, 0.0], [1e7, 1.0]], 60)
    assert ran.diverged_at[:3].tolist() == [1, 0, 0]
    assert ran.diverged_at[3] > 1
    assert ran.undefined.tolist() == [True, True, False, False]
    assert np.isnan(ran.loss[1:, 0]).all()


def test_schedule():
    asked = []

    def halving(t, steps):
        asked.append((t, steps))
        return 0.5**t

    ran = run(GD(lr=0.8), BOWL, [[1.0, -2.0]], 4, halving)
    assert asked == [(t, 4) for t in range(4)]
    np.testing.assert_array_equal(ran.lr, [0.8, 0.4, 0.2, 0.1])
    np.testing.assert_allclose(ran.theta[4, 0], np.array([1, -2]) * 0.2 * 0.6 * 0.8 * 0.9, rtol=1e-12)


def test_a_long_run_takes_its_losses_in_pieces():
    starts = np.random.default_rng(0).uniform(-2, 2, (1000, 2))
    ran = run(GD(lr=0.01), HIMMELBLAU, starts, 30)
    np.testing.assert_allclose(ran.loss[17], HIMMELBLAU.value(ran.theta[17]), rtol=1e-12)


def test_no_steps():
    ran = run(GD(), BOWL, [[1.0, 2.0]], 0)
    assert ran.theta.shape == (1, 1, 2)
    assert ran.lr.shape == (0,)
    assert ran.states == ()


def test_the_result_cannot_be_written_to():
    starts = np.array([[1.0, 2.0]])
    ran = run(GD(), BOWL, starts, 3)
    for array in (ran.theta, ran.loss, ran.lr, ran.diverged_at):
        assert not array.flags.writeable
    starts[:] = 7
    np.testing.assert_array_equal(ran.theta[0], [[1.0, 2.0]])


@pytest.mark.parametrize("starts", [[1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]]])
def test_starts_must_be_points(starts):
    with pytest.raises(ValueError, match="shape"):
        run(GD(), BOWL, starts, 3)


def test_steps_must_not_be_negative():
    with pytest.raises(ValueError, match="negative"):
        run(GD(), BOWL, [[1.0, 2.0]], -1)
