"""The lessons: their form, their mathematics, and every claim of their pages, run and asserted."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import data_edits, lesson, link, noise_ball
from experiments import experiment as edit
from experiments.around import around
from experiments.batches import per_epoch, seen
from experiments.circle import circle, walk
from experiments.derivations import DERIVATIONS
from experiments.lesson import parse, read
from experiments.measure import raced
from experiments.scalings import scalings, statistics
from experiments.scenes import LESSONS
from experiments.swarm import cloud
from figures.bell import bell

ROWS = {  # of the lecture notes, as far as lessons teach them
    "N2": "stochastic gradient descent",
    "N3a": "variance, standard deviation, mean squared error",
    "N3b": "feature scaling: standardization",
    "N3c": "normalization against standardization",
    "N4": "the principle of gradient descent",
    "N5": "off-line and on-line",
    "M1": "Taylor expansion",
    "M2": "batch, stochastic and mini-batch gradient descent",
}
every_lesson = pytest.mark.parametrize("name", LESSONS)
every_scene = pytest.mark.parametrize(("name", "scene"), [(name, scene) for name in LESSONS for scene in LESSONS[name]])


# The form


@every_lesson
def test_a_lesson_has_all_its_parts_and_they_are_short(name):
    one = read(name)
    assert set(one.scenes) == set(LESSONS[name])
    assert one.predictions
    assert 2 <= len(one.tries) <= 5
    assert one.remember.count(".") <= 2
    assert len(one.question) <= 300
    for prediction in one.predictions:
        assert len(prediction.asks) <= 320
        assert 2 <= len(prediction.options) <= 4
        assert all(len(option) <= 60 for option in prediction.options)
        assert prediction.answer
    for each in one.tries:
        assert len(each.title) <= 26
        assert len(each.text) <= 420


def test_the_headers_name_every_row_of_the_notes_once():
    taught = [row for name in LESSONS for row in read(name).rows]
    assert sorted(taught) == sorted(ROWS)


def test_every_file_is_a_lesson_and_in_the_course():
    assert {path.name.partition(".")[0] for path in lesson.FOLDER.glob("*.md")} == set(LESSONS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title: x\nrows: N4\n---\nWhy?\n", "header|not enough values"),
        ("---\ntitle: x\nrows: N4\n---\nWhy?\n## Slips\nnone\n", "lacks Mathematics, Remember"),
        (
            "---\ntitle: x\nrows: N4\n---\nWhy?\n## Predict: a\nAsk\n- yes\n- no\n## Mathematics\nm\n## Slips\ns\n"
            "## Remember\nr\n",
            "not 0",
        ),
    ],
)
def test_a_file_that_is_no_lesson_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        parse("x", text)


@every_scene
def test_a_scene_is_a_link(name, scene):
    e = LESSONS[name][scene]()
    assert link.parse(link.text(e)) == (e, ())
    for one in raced(e):
        assert np.isfinite(one.theta[: one.diverged_at]).all()
        assert len(one.theta[: one.diverged_at]) > 5


# The mathematics


@every_lesson
def test_every_line_of_a_derivation_holds_and_stands_in_the_text(name):
    lines = DERIVATIONS[name]()
    assert re.findall(r"\{\{(\w+)\}\}", read(name).mathematics) == list(lines)
    for label, line in lines.items():
        assert line.holds(), label
        assert line.latex


def test_a_line_that_does_not_hold_is_noticed():
    for line in DERIVATIONS["downhill"]().values():
        assert not replace(line, difference=line.difference + 1).holds()


# Why downhill is −∇L


def degrees(radius):
    e = LESSONS["downhill"]["small"]()
    found = circle(e.surface, e.start, radius).angle
    assert found is not None
    return np.degrees(found)


def test_the_walk_never_stops_and_the_ball_arrives():
    e = LESSONS["downhill"]["walk"]()
    (ball,) = raced(e)
    path = walk(e.surface, e.start, e.circle or 0, 400)
    np.testing.assert_allclose(np.hypot(*np.diff(path, axis=0).T), 0.3, rtol=1e-9)
    assert np.hypot(*path[60:].T).max() > 0.15
    assert ball.distance(0, 0)[60] < 0.03
    steps = np.hypot(*np.diff(ball.theta, axis=0).T)
    np.testing.assert_allclose(steps, 0.08 * np.hypot(*ball.surface.gradient(ball.theta[:-1]).T), rtol=1e-9)
    assert (np.diff(steps) < 0).all()


def test_the_angle_shrinks_in_proportion_to_the_radius():
    assert degrees(0.3) == pytest.approx(5.1, abs=0.05)
    assert degrees(0.03) == pytest.approx(0.42, abs=0.005)
    radii = np.array([0.003, 0.01, 0.03])
    slope = np.polyfit(np.log(radii), np.log([degrees(r) for r in radii]), 1)[0]
    assert slope == pytest.approx(1.0, abs=0.02)


def test_on_a_large_circle_it_is_another_direction():
    e = LESSONS["downhill"]["large"]()
    one = circle(e.surface, e.start, e.circle or 0)
    assert degrees(1.0) == pytest.approx(25, abs=0.5)
    assert one.lowest
    assert one.downhill
    assert one.lowest.value < one.downhill.value - 0.5
    promised = e.surface.value(np.array(e.start)) - np.hypot(*e.surface.gradient(np.array(e.start)))
    assert promised == pytest.approx(-0.94, abs=0.005)
    assert e.surface.lowest == 0


def test_the_models_of_taylor_err_by_powers_of_the_radius():
    e = LESSONS["downhill"]["taylor"]()
    models = {order: around(e.surface, e.start, order, 1.0, 0.01).errors for order in (1, 2, 4)}
    assert models[1]
    assert models[2]
    assert models[4]
    assert 2 ** -np.array([models[1].slope, models[2].slope]) == pytest.approx([1 / 4, 1 / 8], rel=0.01)
    assert models[4].errors == ()  # exact but for rounding


def test_a_smaller_circle_comes_nearer_later_and_does_not_stop_either():
    e = LESSONS["downhill"]["smaller"]()
    near, far = (walk(e.surface, e.start, r, 400) for r in (0.1, 0.3))
    within = [int(np.argmax(np.hypot(*path.T) < 0.3)) for path in (near, far)]
    assert within[0] / within[1] == pytest.approx(3, rel=0.15)
    assert 0.04 < np.hypot(*near[-100:].T).max() < 0.11 < np.hypot(*far[-100:].T).max()


# All samples, one, or a few


def above(name, **changes):
    """Every racer's loss above the lowest, (steps + 1,), in a scene of the lesson about batches."""
    e = replace(LESSONS["batches"][name](), **changes)
    assert e.surface.lowest is not None
    return [one.loss - e.surface.lowest for one in raced(e)]


def test_an_epoch_is_one_update_with_all_samples_and_twenty_with_one_each():
    e = LESSONS["batches"]["epoch"]()
    assert [per_epoch(20, edit.batch_of(e, racer)) for racer in e.racers] == [1, 20]
    everything, single = above("epoch")
    assert everything[0] == pytest.approx(7.6, abs=0.05)
    assert everything[1] == pytest.approx(6.2, abs=0.05)
    assert single[20] == pytest.approx(0.04, abs=0.005)
    assert int(np.argmax(everything < single[20])) == 26


def test_whatever_the_order_one_at_a_time_is_far_lower_after_an_epoch():
    e = LESSONS["batches"]["epoch"]()
    for seed in range(40):
        everything, single = (one.loss for one in raced(edit.with_seed(e, seed)))
        assert single[20] - 0.18 < (everything[1] - 0.18) / 20


def test_per_update_the_exact_step_is_the_better_one():
    everything, four, single = above("sizes")
    assert everything[-1] < four[-1] * 10 < single[-1]
    rises = [int((np.diff(one) > 0).sum()) for one in (everything, four, single)]
    assert rises[0] == 0 < rises[1] < rises[2]


def test_the_noise_ball_has_the_size_of_theory():
    e = LESSONS["batches"]["ball"]()
    fit = data_edits.fit_of(e)
    theory = noise_ball.of_swarm(e)
    assert theory is not None
    assert theory[-1] == pytest.approx(0.39, abs=0.006)
    assert noise_ball.measured(cloud(e, e.racers[0]), fit) == pytest.approx(noise_ball.settled(theory), rel=0.05)


def test_a_falling_rate_shrinks_it():
    balls = []
    for scene in ("ball", "decay"):
        e = LESSONS["batches"][scene]()
        theta = cloud(e, e.racers[0]).trajectory.theta[-1]
        theory = noise_ball.of_swarm(e)
        assert theory is not None
        balls.append(np.sqrt(((theta - e.surface.minima[0]) ** 2).sum(axis=1).mean()))
        assert balls[-1] == pytest.approx(theory[-1], rel=0.08)
    assert balls[1] / balls[0] == pytest.approx(1 / 5, abs=0.03)


def test_with_the_sum_all_samples_diverge_and_one_at_a_time_does_not():
    e = LESSONS["batches"]["sum"]()
    everything, single = raced(e)
    mean = replace(e, surface=data_edits.with_total(e, False).surface)
    sharpest = [np.linalg.eigvalsh(one.surface.hessian(np.zeros(2)))[-1] for one in (e, mean)]
    np.testing.assert_allclose(sharpest[0], 20 * sharpest[1])
    assert 2 / sharpest[0] == pytest.approx(0.1)
    assert everything.diverged_at > 0
    assert single.diverged_at == -1
    assert single.distance(1.0, 0.5)[-1] < 0.6
    stable = edit.with_hyper(e, 0, "lr", 0.09)
    assert raced(stable)[0].diverged_at == -1


def test_as_they_arrive_one_at_a_time_is_ahead():
    e = LESSONS["batches"]["arriving"]()
    single, hundred = above("arriving")
    assert single[200] == pytest.approx(0.03, abs=0.005)
    assert hundred[2] == pytest.approx(4.9, abs=0.05)
    assert [seen(10_000, size, "arriving", t) for size, t in ((1, 200), (100, 2))] == [200, 200]
    assert e.conditions.drawing == "arriving"


# Scale the features


def scalings_of(name):
    e = LESSONS["scaling"][name]()
    return {one.surface.scaling: one for one in scalings(data_edits.fit_of(e), e.steps)}


def test_raw_marks_leave_nearly_all_of_the_way_though_the_loss_looks_converged():
    e = LESSONS["scaling"]["raw"]()
    (ball,) = raced(e)
    away = ball.distance(*e.surface.minima[0])
    assert e.surface.minima[0] == pytest.approx((0.8, 18.0))
    assert away[50] / away[0] == pytest.approx(0.998, abs=0.0005)
    assert ball.loss[0] == pytest.approx(2772, abs=0.5)
    assert ball.loss[[1, 50]] == pytest.approx([10.7, 10.6], abs=0.05)
    assert e.surface.lowest == pytest.approx(8)
    raw = scalings_of("raw")["raw"]
    assert raw.condition == pytest.approx(3.06e5, rel=0.01)
    assert raw.stable == pytest.approx(2 * 0.0002, rel=0.01)


def test_z_scores_make_circles_and_one_step_arrives():
    one = scalings_of("zscore")["zscore"]
    assert one.condition == pytest.approx(1, abs=1e-9)
    assert one.stable == pytest.approx(2)
    np.testing.assert_allclose(one.theta[1], one.surface.minima[0], atol=1e-9)


def test_min_max_makes_better_ellipses_and_no_circles():
    one = scalings_of("minmax")["minmax"]
    assert one.condition == pytest.approx(26, abs=0.5)
    assert abs(one.surface.hessian(np.zeros(2))[0, 1]) > 0.4  # w and b stay tied
    assert scalings_of("zscore")["zscore"].left < one.left < scalings_of("raw")["raw"].left


def test_correlated_features_stay_ellipses():
    assert scalings_of("correlated")["zscore"].condition == pytest.approx(19)
    e = edit.with_param(LESSONS["scaling"]["correlated"](), "r", 0.0)
    assert scalings(data_edits.fit_of(e), 50)[-1].condition == pytest.approx(1)


def test_what_is_called_what():
    told = statistics(data_edits.fit_of(LESSONS["scaling"]["raw"]()))
    assert (told.mean, told.variance, told.deviation) == pytest.approx((70, 81, 9))
    target = data_edits.fit_of(LESSONS["scaling"]["raw"]()).data.target
    assert told.error_of_mean == pytest.approx(np.var(target))
    assert told.error_of_model == pytest.approx(2 * 8)  # the loss is half of the mean square
    assert told.within == (0.7, 0.9)


def test_the_bell_curve_of_the_notes():
    """68 % within one deviation, 95 % within two: the areas under the drawn curve, and the intervals beside it."""
    drawn: Any = bell(data_edits.fit_of(LESSONS["scaling"]["raw"]()).data.features[:, 0], "light", 16.0)
    areas = [float(np.trapezoid(band.y, band.x)) for band in drawn.data[:2]]
    assert areas == pytest.approx([0.9545, 0.6827], abs=1e-3)
    assert [note.text for note in drawn.layout.annotations] == ["95 % in (52, 88)", "68 % in (61, 79)"]
