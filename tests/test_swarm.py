"""Swarms: many runs at once are the runs one by one, and the counts add up."""

import base64
from dataclasses import replace

import numpy as np
import pytest

from components.packing import packed_changes
from components.swarm import AWAY, FULL, coded
from experiments import experiment as edit
from experiments.race import race
from experiments.swarm import _count, cloud, starts
from surfaces import SURFACES


def swarmed(experiment, slot, kind, n):
    e = edit.with_swarm(experiment, slot, kind, n)
    return e, cloud(e, edit.racer_at(e, slot))


@pytest.mark.parametrize("kind", edit.KINDS)
def test_the_first_row_is_the_racers_own_run(kind):
    e, swarm = swarmed(edit.with_noise(edit.default(), 0.3), 3, kind, 50)
    own = next(run for racer, run in race(e) if racer.slot == 3)
    np.testing.assert_allclose(swarm.trajectory.theta[:, 0], own.trajectory.theta[:, 0], rtol=1e-12, atol=1e-12)


def test_with_seeds_every_row_has_its_own_noise():
    _, swarm = swarmed(edit.with_noise(edit.default(), 0.3), 0, "seeds", 40)
    assert (swarm.trajectory.theta[0] == swarm.trajectory.theta[0, 0]).all()
    assert len(np.unique(swarm.trajectory.theta[1, :, 0])) == 40


def test_without_noise_all_seeds_run_alike():
    _, swarm = swarmed(edit.default(), 0, "seeds", 5)
    assert (swarm.trajectory.theta == swarm.trajectory.theta[:, :1]).all()


def test_starts_fill_the_map():
    e, _ = swarmed(edit.default(), 0, "starts", 2000)
    assert e.swarm is not None
    points = starts(e.swarm, e.surface, e.start)
    low, high = np.array(e.surface.bounds).T
    assert tuple(points[0]) == e.start
    assert (points[1:] >= low).all()
    assert (points[1:] <= high).all()
    np.testing.assert_allclose(points.mean(axis=0), (low + high) / 2, atol=0.1)


def test_the_counts_add_up_and_tell_the_basins_apart():
    e, swarm = swarmed(edit.with_steps(edit.default(), 400), 0, "starts", 500)
    assert (swarm.at.sum(axis=1) == 500).all()
    *minima, elsewhere, diverged = swarm.at[-1] / 500
    assert minima == pytest.approx([0.5, 0.5], abs=0.06)  # the ridge y = 0 halves the map
    assert elsewhere + diverged < 0.02
    assert len(minima) == len(e.surface.minima)


def test_mean_and_band_are_those_of_the_rows():
    _, swarm = swarmed(edit.with_noise(edit.default(), 0.3), 1, "seeds", 101)
    loss = swarm.trajectory.loss[60]
    assert swarm.mean[60] == pytest.approx(loss.mean())
    assert swarm.band[:, 60] == pytest.approx(np.percentile(loss, [10, 90]))


def test_diverged_rows_are_counted_and_leave_the_mean():
    e = replace(edit.first_look("beale"), start=(1.0, 1.0))
    e = edit.with_rate_for_all(e, 0.01)
    _, swarm = swarmed(e, 0, "starts", 300)
    gone = np.isnan(swarm.trajectory.theta[-1, :, 0])
    assert 0 < gone.sum() < 300
    assert swarm.at[-1, -1] == gone.sum()
    assert np.isfinite(swarm.mean).all()


def test_noise_floor_of_gradient_descent():
    """The stationary loss on a quadratic is the sum of η σ² / (2 (2 − η h)) over its curvatures h."""
    e = edit.first_look("ravine")
    e = edit.with_rate_for_all(edit.with_noise(edit.with_steps(e, 300), 1.0), 0.1)
    assert e.surface == SURFACES["ravine"]
    _, swarm = swarmed(e, 0, "seeds", 2000)
    floor = sum(0.1 / (2 * (2 - 0.1 * h)) for h in (1.0, 10.0))
    assert swarm.mean[100:].mean() == pytest.approx(floor, rel=0.03)


def test_a_run_between_two_minima_is_counted_once():
    twins = replace(SURFACES["bowl"], bounds=((-10.0, 10.0), (-10.0, 10.0)), minima=((0.0, 0.0), (1.0, 0.0)))
    at = _count(np.array([[[0.5, 0.0], [0.6, 0.0], [np.nan, np.nan], [4.0, 4.0]]]), twins)
    assert at.tolist() == [[1, 1, 1, 1]]


def test_points_travel_as_whole_numbers_and_come_back():
    """Within a part in 65534 of the box; outside of it, or diverged, they are away."""
    box = [(-2.0, 4.0), (-1.0, 1.0)]
    theta = np.random.default_rng(2).uniform((-2.5, -1.2), (4.5, 1.2), (40, 30, 2))
    theta[7:, 3] = np.nan
    numbers = coded(theta, box)
    away = (numbers == AWAY).any(axis=-1)
    low, high = np.array(box).T
    np.testing.assert_array_equal(away, ~((theta >= low) & (theta <= high)).all(axis=-1))
    back = low + (numbers / FULL + 1) / 2 * (high - low)
    assert np.abs(back - theta)[~away].max() <= (high - low).max() / (2 * FULL)
    raw = np.frombuffer(base64.b64decode(packed_changes(numbers)), dtype=np.uint8).reshape(2, -1).astype(np.int32)
    folded = raw[0] + 256 * raw[1]
    changes = ((folded >> 1) ^ -(folded & 1)).reshape(numbers.shape)
    np.testing.assert_array_equal(np.cumsum(changes, axis=0).astype(np.int16), numbers)
