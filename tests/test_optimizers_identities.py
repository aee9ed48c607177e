"""Kinships between the rules, and what pencil and paper say of them on quadratics."""

from itertools import pairwise

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Loss, run
from optimizers.sam import Uphill
from tests.losses import BOWL, GENTLE, HIMMELBLAU, RAVINE, ROSENBROCK, SADDLE, FormulaLoss, NoisyLoss

STARTS = np.array([[2.0, -1.5], [-0.7, 0.4], [0.3, 2.2]])


def path(name, loss: Loss = GENTLE, steps=80, starts=STARTS, schedule=None, **settings):
    return run(build(name, **settings), loss, starts, steps, schedule).theta


def build(name, **settings):
    if OPTIMIZERS[name].inner is not None:
        settings["inner"] = OPTIMIZERS["gradient_descent"](lr=settings.pop("lr"))
    return OPTIMIZERS[name](**settings)


def wave(t, steps):
    return 1 + 0.5 * np.cos(t)


NO_MEMORY = {"beta1": 0.0, "beta2": 0.0}
EXACT = {"eps": 1e-12}  # where eps stands is then all the same
SAME = {
    "momentum without memory": ("momentum", {"beta": 0.0}, "gradient_descent", {}),
    "velocity without memory": ("momentum_v", {"beta": 0.0}, "gradient_descent", {}),
    "nesterov without memory": ("nesterov", {"beta": 0.0}, "gradient_descent", {}),
    "differences without memory": ("nesterov_difference", {"beta": 0.0}, "gradient_descent", {}),
    "no penalty": ("sgd_l2", {"weight_decay": 0.0}, "momentum", {}),
    "no penalty for adam": ("adam_l2", {"weight_decay": 0.0}, "adam", {}),
    "no decay": ("sgdw", {"weight_decay": 0.0}, "momentum_v", {}),
    "no decay for adam": ("adamw", {"weight_decay": 0.0}, "adam", {}),
    "without momentum a penalty is a decay": (
        "sgdw",
        {"beta": 0.0, "weight_decay": 0.3},
        "sgd_l2",
        {"beta": 0.0, "weight_decay": 0.3},
    ),
    "a window that is never full": ("adagrad_window", {"k": 100}, "adagrad", {}),
    "a window of one": ("adagrad_window", {"k": 1, "eps": 1e-8}, "rmsprop", {"rho": 0.0}),
    "adam without memory": ("adam", NO_MEMORY, "rmsprop", {"rho": 0.0}),
    "nothing to correct": ("adam_uncorrected", NO_MEMORY, "adam", NO_MEMORY),
    "bounds that never bind": ("adabound", {"gamma": 1e-4} | EXACT, "adam", EXACT),
    "bounds that never bind, largest squares": ("amsbound", {"gamma": 1e-4} | EXACT, "amsgrad", EXACT),
    "a switch that never comes": ("swats", {"k": 100} | EXACT, "adam", EXACT),
    "lookahead that follows all the way": ("lookahead", {"alpha": 1.0}, "gradient_descent", {}),
    "sam that looks nowhere": ("sam", {"rho": 0.0}, "gradient_descent", {}),
}


@pytest.mark.parametrize("case", SAME)
@pytest.mark.parametrize("schedule", [None, wave])
def test_same_path(case, schedule):
    one, settings_one, two, settings_two = SAME[case]
    noisy = NoisyLoss(GENTLE, 0.3)
    ours = path(one, noisy, schedule=schedule, lr=0.02, **settings_one)
    theirs = path(two, noisy, schedule=schedule, lr=0.02, **settings_two)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def test_velocity_and_sum_are_one_run_while_the_rate_is_constant():
    velocity, total = (run(build(name, lr=0.02), GENTLE, STARTS, 80, keep_states=True) for name in MOMENTA)
    np.testing.assert_allclose(velocity.theta, total.theta, rtol=1e-12, atol=1e-12)
    for v, d in zip(velocity.states, total.states, strict=True):
        np.testing.assert_allclose(v.v, -0.02 * d.d, rtol=1e-9, atol=1e-12)


MOMENTA = ("momentum_v", "momentum")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_half_the_schedule_is_half_the_rate(name):
    """Bounds that bind halve with it; what SWATS does after its switch has a test of its own."""
    known = OPTIMIZERS[name].hypers().keys()
    rates = {"lr": 0.02} | ({"final_lr": 0.1} if "final_lr" in known else {})
    others = {"gamma": 0.5} if "final_lr" in known else {"k": 100} if name == "swats" else {}
    halved = {key: rate / 2 for key, rate in rates.items()}
    scheduled = run(build(name, **rates, **others), GENTLE, STARTS, 80, lambda t, steps: 0.5)
    plain = run(build(name, **halved, **others), GENTLE, STARTS, 80)
    np.testing.assert_allclose(scheduled.theta, plain.theta, rtol=1e-9, atol=1e-9)


def test_under_a_schedule_they_part():
    velocity, total = (path(name, RAVINE, lr=0.01, schedule=lambda t, _: 1 / np.sqrt(1 + t)) for name in MOMENTA)
    assert np.abs(velocity - total).max() > 0.1


@pytest.mark.parametrize("loss", [GENTLE, HIMMELBLAU, ROSENBROCK])
def test_the_difference_form_of_nesterov_visits_the_points_at_which_nesterov_looks(loss):
    lr, beta = 0.0001, 0.9
    looking = run(build("nesterov", lr=lr, beta=beta), loss, STARTS, 80, keep_states=True)
    d = np.stack([state.d for state in looking.states])
    walked = path("nesterov_difference", loss, lr=lr, beta=beta)
    np.testing.assert_allclose(walked, looking.theta - lr * beta * d, rtol=1e-10, atol=1e-10)
    assert np.abs(walked - looking.theta).max() > 0.001


@pytest.mark.parametrize("loss", [GENTLE, HIMMELBLAU, ROSENBROCK])
def test_with_no_first_difference_it_takes_one_plain_step_and_then_starts_from_rest(loss):
    lr, optimizer = 0.0001, build("nesterov_difference", lr=0.0001, beta=0.9)
    theta, state = STARTS, optimizer.init(STARTS)._replace(g=loss.gradient(STARTS))
    walked = []
    for t in range(1, 61):
        theta, state = optimizer.step(theta, loss.at(t), state, lr)
        walked.append(theta)
    np.testing.assert_allclose(walked[0], STARTS - lr * loss.gradient(STARTS), rtol=1e-14)
    from_rest = run(optimizer, loss, walked[0], 59).theta
    np.testing.assert_allclose(walked, from_rest, rtol=1e-10, atol=1e-10)


# An eighth of a turn, of the ravine and of the starts alike.
TURN = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
TURNED_RAVINE = FormulaLoss("((x + y)**2/2 + 20*(y - x)**2/2)/2")


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov", "line_search_exact", "newton"])
def test_these_commute_with_a_rotation(name):
    straight = path(name, RAVINE, lr=0.01) @ TURN.T
    np.testing.assert_allclose(path(name, TURNED_RAVINE, lr=0.01, starts=STARTS @ TURN.T), straight, atol=1e-9)


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


@pytest.mark.parametrize(("name", "first"), [("adam", 0.1), ("adagrad", 0.1), ("rmsprop", 0.1 / np.sqrt(0.1))])
def test_first_step_does_not_depend_on_the_slope(name, first):
    step = path(name, RAVINE, lr=0.1, steps=1)[1] - STARTS
    np.testing.assert_allclose(step, -first * np.sign(STARTS), rtol=1e-6)


def test_adadeltas_rate_is_only_a_factor():
    """On a constant slope nothing else depends on it: three times the rate goes three times as far."""
    one, three = (path("adadelta", FormulaLoss("x + 3*y"), lr=lr) - STARTS for lr in (1.0, 3.0))
    np.testing.assert_allclose(three, 3 * one, rtol=1e-9)


def test_uncorrected_adam_starts_too_long_not_too_short():
    """On a constant slope the step is (1 - beta1^t)/sqrt(1 - beta2^t) times that of corrected Adam."""
    steps = -np.diff(path("adam_uncorrected", FormulaLoss("x + y"), 200, lr=0.1, eps=1e-12), axis=0)
    t = np.arange(1, 201)[:, None, None]
    expected = 0.1 * (1 - 0.9**t) / np.sqrt(1 - 0.999**t) * np.ones((3, 2))
    np.testing.assert_allclose(steps, expected, rtol=1e-9)
    assert steps[:, 0, 0].argmax() + 1 == 12


def test_amsgrads_divisor_never_falls():
    states = run(build("amsgrad", lr=0.05), HIMMELBLAU, STARTS, 80, keep_states=True).states
    assert all((b.v_max >= a.v_max).all() for a, b in pairwise(states))
    assert any((b.v < a.v).any() for a, b in pairwise(states))


def test_radam_begins_with_steps_of_plain_momentum():
    path_ = path("radam", RAVINE, steps=5, lr=0.01)
    g = np.stack([RAVINE.gradient(p) for p in path_[:-1]])
    for t in range(1, 6):
        m = sum(0.1 * 0.9 ** (t - i) * g[i - 1] for i in range(1, t + 1))
        np.testing.assert_allclose(path_[t] - path_[t - 1], -0.01 * m / (1 - 0.9**t), rtol=1e-9)


@pytest.mark.parametrize(
    ("loss", "start", "lr", "at", "rate"),
    [(HIMMELBLAU, (0.5, -1.0), 0.05, 99, 0.00331), (ROSENBROCK, (-1.2, 1.0), 0.1, 28, 0.000806)],
)
def test_swats_switches_once_and_goes_on_as_momentum(loss, start, lr, at, rate):
    ran = run(build("swats", lr=lr), loss, [start], 300, keep_states=True)
    switched = np.array([state.switched[0, 0] for state in ran.states])
    assert switched.nonzero()[0][0] == at
    assert (switched[at:] == switched[at]).all()
    np.testing.assert_allclose(switched[at], rate, rtol=1e-3)
    after = path("momentum", loss, 300 - at, ran.theta[at], lr=0.1 * switched[at], beta=0.9)
    np.testing.assert_allclose(ran.theta[at:], after, rtol=1e-9, atol=1e-9)
    halved = path("swats", loss, 300, np.array([start]), lambda t, _: 1.0 if t < at else 0.5, lr=lr)
    after = path("momentum", loss, 300 - at, ran.theta[at], lr=0.05 * switched[at], beta=0.9)
    np.testing.assert_allclose(halved[at:], after, rtol=1e-9, atol=1e-9)


def test_swats_counts_the_schedule_once():
    """Half of twice the rate is the rate, after the switch as before it."""
    plain, scheduled = (
        run(build("swats", lr=lr), HIMMELBLAU, [(0.5, -1.0)], 300, lambda t, _, factor=factor: factor, keep_states=True)
        for lr, factor in ((0.05, 1.0), (0.1, 0.5))
    )
    assert plain.states[-1].switched > 0
    np.testing.assert_allclose(scheduled.theta, plain.theta, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(scheduled.states[-1].switched, 2 * plain.states[-1].switched, rtol=1e-9)


def test_swats_tells_when_it_switched_and_to_which_rate():
    optimizer = build("swats", lr=0.05)
    states = run(optimizer, HIMMELBLAU, [(0.5, -1.0)], 300, keep_states=True).states
    (event,) = optimizer.events(states)
    assert (event.t, event.says) == (99, "SGD from step 99 on, Λ = 0.00331 (our tolerance ρ)")
    assert optimizer.events(states[:99]) == ()
    around = OPTIMIZERS["lookahead"](inner=optimizer)
    (event,) = around.events(run(around, HIMMELBLAU, [(0.5, -1.0)], 300, keep_states=True).states)
    assert event.says.startswith("SGD from step")
    assert build("adam").events(states) == ()


def test_swats_decides_for_each_trajectory():
    states = run(build("swats"), HIMMELBLAU, STARTS, 300, keep_states=True).states
    first = (np.stack([state.switched[:, 0] for state in states]) > 0).argmax(axis=0)
    assert len(set(first)) == 3


def test_newton_needs_one_step_on_a_quadratic():
    np.testing.assert_allclose(path("newton", TURNED_RAVINE, 1, lr=1.0)[1], np.zeros((3, 2)), atol=1e-12)
    np.testing.assert_allclose(path("newton", SADDLE, 1, lr=0.5)[1], STARTS / 2, atol=1e-12)


def test_newton_ends_where_the_hessian_is_singular_and_there_only():
    ran = run(build("newton"), FormulaLoss("x**3 + y**2"), [[0.0, 1.0], [1.0, 1.0]], 3)
    np.testing.assert_array_equal(ran.diverged_at, [1, -1])


def test_exact_line_search_on_a_quadratic():
    """The rate is g.g / g.Hg."""
    ran = run(build("line_search_exact"), RAVINE, STARTS, 20, keep_states=True)
    g = ran.theta[:-1] * np.array([1.0, 20.0])
    rates = (g**2).sum(axis=-1) / (g**2 * np.array([1.0, 20.0])).sum(axis=-1)
    np.testing.assert_allclose(np.stack([s.alpha for s in ran.states])[1:, :, 0], rates, rtol=1e-9)


@pytest.mark.parametrize("loss", [ROSENBROCK, HIMMELBLAU, GENTLE])
@pytest.mark.parametrize("lr", [1e-4, 0.05])
def test_after_an_exact_line_search_the_next_slope_is_at_right_angles(loss, lr):
    theta = path("line_search_exact", loss, 15, lr=lr)
    g = np.stack([loss.gradient(p) for p in theta])
    size = np.linalg.norm(g, axis=2)
    steep = size[:-1] > 1e-3  # below, rounding has the last word
    assert steep.sum() > 10
    assert (np.abs((g[1:] * g[:-1]).sum(axis=2)) <= 1e-9 * size[:-1] ** 2)[steep].all()


@pytest.mark.parametrize("loss", [ROSENBROCK, HIMMELBLAU, GENTLE])
@pytest.mark.parametrize(("rho", "gamma"), [(0.5, 1e-4), (0.8, 0.4), (0.2, 0.1)])
def test_backtracking_stops_at_the_first_rate_that_is_enough(loss, rho, gamma):
    ran = run(build("line_search_armijo", rho=rho, gamma=gamma), loss, STARTS, 15, keep_states=True)
    for t in range(1, 16):
        theta, alpha = ran.theta[t - 1], ran.states[t].alpha
        g = loss.gradient(theta)
        steep = np.linalg.norm(g, axis=1) > 1e-3  # below, rounding has the last word

        def falls_enough(a, theta=theta, g=g):
            fall = loss.value(theta) - loss.value(theta - a * g)
            return fall >= gamma * a[:, 0] * (g**2).sum(axis=1)

        assert falls_enough(alpha)[steep].all()
        assert (~falls_enough(alpha / rho) | (alpha[:, 0] == 1.0))[steep].all()
        shortenings = np.log(alpha) / np.log(rho)
        np.testing.assert_allclose(shortenings, np.round(shortenings), atol=1e-9)


def test_sharpness_aware_step_on_the_bowl():
    """From theta the slope is taken at theta + rho theta/|theta|."""
    theta = path("sam", BOWL, steps=1, lr=0.1, rho=0.5)[1]
    length = np.linalg.norm(STARTS, axis=1, keepdims=True)
    np.testing.assert_allclose(theta, STARTS - 0.1 * STARTS * (1 + 0.5 / length), rtol=1e-12)


def test_sam_shows_everything_as_it_is_at_the_worst_point():
    g = HIMMELBLAU.gradient(STARTS)
    worst = STARTS + 0.3 * g / np.linalg.norm(g, axis=1, keepdims=True)
    seen = Uphill(HIMMELBLAU, 0.3)
    for ask in ("value", "gradient", "hessian"):
        np.testing.assert_allclose(getattr(seen, ask)(STARTS), getattr(HIMMELBLAU, ask)(worst), rtol=1e-12)
