"""Losses of data: the same contract as any surface, whole and in batches."""

import base64

import numpy as np
import pytest

from components.fit import fit_message
from experiments import data_edits, link
from experiments import experiment as edit
from experiments.batches import BLOCK, DRAWINGS, WIDE, Batches, per_epoch, seen
from experiments.conditions import Conditions
from experiments.limits import OWN_ROWS
from experiments.measure import raced
from experiments.noise_ball import expected, of_swarm, settled
from experiments.race import race
from optimizers import OPTIMIZERS, SCHEDULES, run
from surfaces import PROBLEMS, Surface, fit
from surfaces.samples import SCALINGS, deviation, mean_squared_error, pair, scaled, variance

POINTS = np.random.default_rng(0).normal(size=(6, 2)) * 2
every_fit = pytest.mark.parametrize(
    ("name", "scaling", "total"),
    [(name, scaling, total) for name in PROBLEMS for scaling in SCALINGS for total in (False, True)],
)


def differences(of, theta, h=1e-5):
    """Central differences of `of` along both coordinates, in a last axis."""
    return np.stack([(of(theta + d) - of(theta - d)) / (2 * h) for d in h * np.eye(2)], axis=-1)


def near(one, other):
    scale = np.abs(other).max()
    np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6 * scale)


@every_fit
def test_derivatives_and_the_sum_over_the_samples(name, scaling, total):
    """Whole: from the means; sample by sample: from the loss of one; and the expression that the browser gets."""
    surface = fit(PROBLEMS[name], scaling, total)
    samples = surface.batch(np.arange(len(surface.data)))
    for loss in (surface, samples):
        near(loss.gradient(POINTS), differences(loss.value, POINTS))
        near(loss.hessian(POINTS), differences(loss.gradient, POINTS))
    near(surface.value(POINTS), samples.value(POINTS))
    near(surface.gradient(POINTS), samples.gradient(POINTS))
    shown = [float(surface.formula.subs(dict(zip(surface.formula.free_symbols, (0.3, 0.3), strict=True))))]
    near(shown, surface.value(np.array([[0.3, 0.3]])))


@every_fit
def test_the_minimum_and_the_map(name, scaling, total):
    surface = fit(PROBLEMS[name], scaling, total)
    ((a, b),) = surface.minima
    sharpest = np.linalg.eigvalsh(surface.hessian(np.array([a, b])))[-1]
    assert np.hypot(*surface.gradient(np.array([a, b]))) <= 1e-9 * sharpest * (1 + np.hypot(a, b))
    for (low, high), coordinates in zip(
        surface.bounds, ((a, surface.starts[0][0]), (b, surface.starts[0][1])), strict=True
    ):
        assert all(low <= c <= high for c in coordinates)


def test_rows_with_batches_of_their_own_are_rows_alone():
    surface = fit(PROBLEMS["line20"])
    index = np.random.default_rng(1).integers(0, 20, size=(6, 3))
    together = surface.batch(index)
    for row, theta in enumerate(POINTS):
        alone = surface.batch(index[row])
        assert together.gradient(POINTS)[row].tolist() == alone.gradient(theta[None])[0].tolist()
        assert together.value(POINTS)[row] == alone.value(theta[None])[0]
        assert together.hessian(POINTS)[row].tolist() == alone.hessian(theta[None])[0].tolist()


@pytest.mark.parametrize("total", [False, True])
def test_a_logistic_loss_has_the_models_of_its_expression(total):
    """They are computed from the samples, for SymPy takes minutes where there are hundreds."""
    surface = fit(PROBLEMS["passed"], None, total)
    at = np.array([0.3, -0.4])
    for order in (1, 2, 3, 4):
        expected = Surface._partials(surface, order)(at)
        np.testing.assert_allclose(surface._partials(order)(at), expected, rtol=1e-12, atol=1e-12)
    gradient, hessian = surface.symbolic_derivatives
    scale = r"\sum_{i=1}^{n}" if total else r"\frac{1}{n} \sum_{i=1}^{n}"
    e = r"e^{w x_i + b}"
    column = r"\begin{pmatrix} x_i \\ 1 \end{pmatrix}"
    assert gradient == rf"{scale} \left( \frac{{{e}}}{{1 + {e}}} - y_i \right) {column}"
    square = r"\begin{pmatrix} x_i^{2} & x_i \\ x_i & 1 \end{pmatrix}"
    assert hessian == rf"{scale} \frac{{{e}}}{{\left(1 + {e}\right)^{{2}}}} {square}"


def test_a_logistic_loss_neither_overflows_nor_loses_its_slope():
    surface = fit(PROBLEMS["passed"])
    far = np.array([[1e5, 3e4], [-1e5, 3e4]])
    assert np.isfinite(surface.value(far)).all()
    assert np.isfinite(surface.gradient(far)).all()
    assert np.abs(surface.gradient(far)).max() > 0.1


# Batches


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("optimizer", ["gradient_descent", "nesterov", "adam", "line_search_armijo", "sam"])
def test_a_full_batch_is_gradient_descent_bit_for_bit(name, optimizer):
    surface = fit(PROBLEMS[name])
    rule = OPTIMIZERS[optimizer](lr=0.05) if optimizer != "sam" else OPTIMIZERS[optimizer]()
    for drawing in ("reshuffled", "arriving"):
        whole = Conditions(batch=len(surface.data), drawing=drawing, seed=5).around(surface)
        one, other = (run(rule, loss, [surface.starts[0]], 40).theta for loss in (whole, surface))
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("size", [1, 3, 4, 20])
def test_an_epoch_sees_every_sample_once_and_each_epoch_in_another_order(size):
    loss = Batches(fit(PROBLEMS["line20"]), size, "reshuffled", seed=3)
    updates = per_epoch(20, size)
    epochs = [np.concatenate([loss.at(e * updates + t + 1).index()[0] for t in range(updates)]) for e in range(3)]
    for epoch in epochs:
        assert sorted(epoch.tolist()) == list(range(20))
    assert size == 20 or epochs[0].tolist() != epochs[1].tolist()
    assert seen(20, size, "reshuffled", updates) == 20
    assert seen(20, size, "reshuffled", 2 * updates + 1) == 40 + size


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_scatter_plot_gets_the_batches_that_the_racer_saw_and_their_means(drawing):
    e = data_edits.with_drawing(data_edits.with_shared_batch(edit.with_steps(edit.first_look("marks"), 9), 7), drawing)
    (one, *others) = fit_message(e, None)["batches"]
    assert len(others) == len(e.racers) - 1
    ends, index, means = (
        np.frombuffer(base64.b64decode(one[key]), kind)
        for key, kind in (("ends", "<u2"), ("index", "<u2"), ("means", "<f8"))
    )
    surface = fit(PROBLEMS["marks"])
    assert e.surface == surface
    batches = Batches(surface, 7, drawing, e.conditions.seed)
    u, v, z = surface.columns
    for t, part in enumerate(np.split(index, ends[:-1]), start=1):
        np.testing.assert_array_equal(part, batches.at(t).index()[0])
        products = [np.mean(a[part] * b[part]) for a, b in ((u, u), (u, v), (v, v), (u, z), (v, z))]
        np.testing.assert_allclose(means.reshape(-1, 5)[t - 1], products, rtol=1e-12, atol=1e-12)


def test_smaller_batches_are_portions_of_larger_ones_and_a_seed_decides():
    def of(size, seed):
        return Batches(fit(PROBLEMS["line20"]), size, "reshuffled", seed)

    singles = [int(of(1, 3).at(t).index()[0, 0]) for t in range(1, 9)]
    assert singles == np.concatenate([of(4, 3).at(t).index()[0] for t in (1, 2)]).tolist()
    assert singles != [int(of(1, 4).at(t).index()[0, 0]) for t in range(1, 9)]


def test_on_line_takes_them_as_they_come():
    loss = Batches(fit(PROBLEMS["line20"]), 3, "arriving", seed=0)
    assert [loss.at(t).index()[0].tolist() for t in (1, 2, 7, 8)] == [[0, 1, 2], [3, 4, 5], [18, 19], [0, 1, 2]]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_rows_draws_do_not_depend_on_the_number_of_rows(drawing):
    few, many = (Batches(fit(PROBLEMS["line20"]), 3, drawing, 7).at(11).index(n) for n in (1, 30))
    assert few[0].tolist() == many[0].tolist()
    if drawing != "arriving":
        assert many[0].tolist() != many[1].tolist()


def test_many_draws_at_once_are_those_of_one_generator_and_are_kept_small():
    """However few rows are drawn at a time, and however narrow the numbers are that are kept."""
    surface, rows, size = fit(PROBLEMS["line10000"]), 7, 900  # a draw of all rows has more than WIDE numbers
    assert rows * size * BLOCK > WIDE
    index = Batches(surface, size, "replaced", 3).at(2).index(rows)
    whole = np.random.default_rng([3, 0]).integers(0, 10_000, size=(rows, BLOCK, size))
    assert index.tolist() == whole[:, 1].tolist()
    order = Batches(surface, size, "reshuffled", 3).at(2).index(rows)
    whole = np.random.default_rng([3, 0]).permuted(np.broadcast_to(np.arange(10_000), (rows, 10_000)), axis=1)
    assert order.tolist() == whole[:, size : 2 * size].tolist()
    assert index.itemsize == order.itemsize == 2
    assert np.iinfo(index.dtype).max >= OWN_ROWS > len(surface.data)


def test_with_replacement_a_batch_of_all_is_still_a_draw():
    loss = Batches(fit(PROBLEMS["line20"]), 20, "replaced", 0).at(1)
    assert len(set(loss.index()[0].tolist())) < 20


def test_every_call_within_an_update_sees_one_batch():
    surface = fit(PROBLEMS["line20"])
    loss = Batches(surface, 2, "reshuffled", 1).at(4)
    samples = surface.batch(loss.index()[0])
    for of in ("value", "gradient", "hessian"):
        assert getattr(loss, of)(POINTS[:1]).tolist() == getattr(samples, of)(POINTS[:1]).tolist()


def test_all_racers_see_the_same_batches_and_twins_run_alike():
    e = data_edits.with_batch(edit.first_look("line20"), 2)
    e = edit.duplicated(e, 0)
    (_, one), *_, (_, twin) = race(e)
    assert one.trajectory.theta.tobytes() == twin.trajectory.theta.tobytes()
    alone = race(data_edits.with_batch_of(e, 0, 5))
    assert alone[0][1].trajectory.theta.tobytes() != one.trajectory.theta.tobytes()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_runs_on_batches(optimizer):
    for name in ("line20", "passed"):
        e = data_edits.with_batch(edit.first_look(name), 2)
        e = edit.added(edit.removed(edit.removed(edit.removed(e, 0), 1), 2), optimizer)
        (one,) = raced(e)
        end = one.diverged_at if one.diverged_at >= 0 else len(one.loss)
        assert np.isfinite(one.theta[:end]).all()
        assert np.ptp(one.theta[:end], axis=0).max() > 1e-3


# Noise and scaling


def radii(drawing, sizes, lr, steps=600, last=100):
    """The root mean square distance to the minimum, of many seeds over the last updates."""
    surface = fit(PROBLEMS["line20"])
    (minimum,) = surface.minima
    starts = np.repeat([minimum], 200, axis=0)
    for size in sizes:
        loss = Conditions(batch=size, drawing=drawing).around(surface)
        theta = run(OPTIMIZERS["gradient_descent"](lr=lr), loss, starts, steps).theta[-last:]
        yield float(np.sqrt(((theta - minimum) ** 2).sum(axis=-1).mean()))


def exponent(sizes, sizes_of_ball):
    return float(np.polyfit(np.log(sizes), np.log(sizes_of_ball), 1)[0])


def test_the_noise_ball_shrinks_as_the_root_of_the_batch_size_with_replacement():
    sizes = [1, 2, 4, 10]
    assert exponent(sizes, list(radii("replaced", sizes, 0.1))) == pytest.approx(-0.5, abs=0.06)


def test_reshuffled_it_shrinks_faster_about_as_the_batch_size():
    sizes = [1, 2, 4, 10]
    assert -1.25 < exponent(sizes, list(radii("reshuffled", sizes, 0.1))) < -0.75


def test_the_noise_ball_grows_as_the_root_of_the_rate():
    small, large = (next(radii("replaced", [2], lr, steps=1500)) for lr in (0.025, 0.1))
    assert large / small == pytest.approx(2.0, rel=0.12)


@pytest.mark.parametrize("r", [-0.99, -0.5, 0.0, 0.3, 0.9])
def test_z_scores_of_correlated_features_stay_ellipses(r):
    low, high = np.linalg.eigvalsh(fit(PROBLEMS["pair"], "zscore", r=r).hessian(np.zeros(2)))
    assert high / low == pytest.approx((1 + abs(r)) / (1 - abs(r)), rel=1e-9)
    z = scaled(pair(r).features, "zscore")
    assert float(np.mean(z[:, 0] * z[:, 1])) == pytest.approx(r, abs=1e-12)


def test_scaling_does_what_it_says():
    x = pair(0.3).features
    z, m, c = (scaled(x, s) for s in ("zscore", "minmax", "centre"))
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose([variance(column) for column in z.T], 1)
    assert (m.min(axis=0).tolist(), m.max(axis=0).tolist()) == ([0, 0], [1, 1])
    np.testing.assert_allclose(c, x - x.mean(axis=0))
    assert scaled(np.full((4, 1), 3.0), "zscore").tolist() == [[0.0]] * 4
    with pytest.raises(ValueError, match="scaling"):
        scaled(x, "magic")


def test_variance_deviation_and_mean_squared_error():
    values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
    assert (variance(values), deviation(values)) == (4.0, 2.0)
    assert mean_squared_error([5.0] * 8, values) == variance(values)
    assert mean_squared_error(values, values) == 0
    assert mean_squared_error([6.0] * 8, values) == 5.0


def test_the_sum_needs_a_rate_n_times_smaller():
    mean, total = (fit(PROBLEMS["line20"], total=t).hessian(np.zeros(2)) for t in (False, True))
    np.testing.assert_allclose(total, 20 * mean)


# The link


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_race_on_data_survives_the_link(name):
    e = data_edits.with_drawing(data_edits.with_batch(edit.first_look(name), 3), "replaced")
    e = data_edits.with_batch_of(data_edits.with_total(data_edits.with_scaling(e, "minmax"), True), 1, 1)
    e = edit.with_seed(data_edits.with_axis(e, "epochs"), 12)
    if e.surface.params:
        e = edit.with_param(e, "r", 0.25)
    assert link.parse(link.text(e)) == (e, ())


def test_another_surface_ends_the_batches():
    e = data_edits.with_batch_of(data_edits.with_batch(edit.first_look("line20"), 3), 1, 1)
    back = edit.with_surface(e, "bowl")
    assert back.conditions.batch == 0
    assert [r.batch for r in back.racers] == [None] * 3
    assert back.axis == "updates"


@pytest.mark.parametrize(("lr", "size", "total"), [(0.1, 1, False), (0.4, 2, False), (0.1, 5, False), (0.02, 4, True)])
def test_the_theory_of_the_noise_ball(lr, size, total):
    """Against many runs, from the start on and where it stays; also where the rate is not small, or falls."""
    surface = fit(PROBLEMS["line20"], total=total)
    loss = Conditions(batch=size, drawing="replaced").around(surface)
    starts = np.repeat([surface.starts[0]], 1000, axis=0)
    steps = 200
    for schedule in (None, SCHEDULES["inverse_time"](decay=0.05)):
        found = run(OPTIMIZERS["gradient_descent"](lr=lr), loss, starts, steps, schedule)
        away = np.hypot(*np.moveaxis(found.theta - surface.minima[0], -1, 0))
        theory = expected(surface, found.lr, size, starts)
        assert theory is not None
        np.testing.assert_allclose(np.sqrt((away**2).mean(axis=1)), theory, rtol=0.12)
        assert settled(away) == pytest.approx(settled(theory), rel=0.05)


def test_the_theory_is_exact_over_all_draws_of_two_updates():
    surface = fit(PROBLEMS["line20"])
    rates, starts = np.array([0.3, 0.1]), np.array([[-2.0, -2.0], [1.0, 3.0]])
    ends = starts[None]
    for rate in rates:
        batches = [surface.batch(np.array([i])) for i in range(20)]
        ends = np.concatenate([ends - rate * batch.gradient(ends) for batch in batches])
    theory = expected(surface, rates, 1, starts)
    assert theory is not None
    assert theory[-1] == pytest.approx(np.sqrt(((ends - surface.minima[0]) ** 2).sum(axis=-1).mean()), rel=1e-12)
    assert expected(fit(PROBLEMS["passed"]), rates, 1, starts) is None
    assert expected(surface, np.full(2000, 3.0), 1, starts) is None  # it leaves the numbers


def test_there_is_a_theory_for_gradient_descent_on_such_batches_only():
    e = edit.with_swarm(data_edits.with_batch(edit.first_look("line20"), 4), 0, "seeds", 50)
    assert of_swarm(e) is None
    drawn = data_edits.with_drawing(e, "replaced")
    theory = of_swarm(drawn)
    assert theory is not None
    assert len(theory) == e.steps + 1
    for other in (edit.with_noise(drawn, 1.0), edit.with_clip(drawn, 1.0), edit.with_swarm(drawn, 2, "seeds", 50)):
        assert of_swarm(other) is None
