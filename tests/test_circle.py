"""The circle's lowest point: below every sample, and where mathematics puts it."""

import math
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from experiments.circle import Quadratic, between, circle, lowest, walk
from optimizers.run import watched
from surfaces import SURFACES, Surface, x, y

SAMPLES = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)


def size(surface: Surface) -> float:
    return max(high - low for low, high in surface.bounds)


@pytest.mark.parametrize("share", [1e-4, 1e-2, 0.1, 0.4])
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_no_sample_is_lower(surface, share):
    radius = share * size(surface)
    for centre in surface.starts:
        found = lowest(surface, centre, radius)
        ring = np.array(centre) + radius * np.stack([np.cos(SAMPLES), np.sin(SAMPLES)], axis=-1)
        values = surface.value(ring)
        values = values[np.isfinite(values)]
        assert found is not None
        assert found.value <= values.min() + 1e-12 * np.abs(values).max()
        assert math.hypot(found.x - centre[0], found.y - centre[1]) == pytest.approx(radius, rel=1e-9)


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "bounded_saddle"])
def test_the_lowest_point_turns_to_the_steepest_direction_as_the_circle_shrinks(name):
    surface = SURFACES[name]
    angles = [circle(surface, surface.starts[0], r * size(surface)).angle or 0.0 for r in (1e-1, 1e-2, 1e-3, 1e-4)]
    assert angles == sorted(angles, reverse=True)
    assert angles[-1] < 0.02
    assert angles[2] / angles[3] == pytest.approx(10, rel=0.2)  # in proportion to the radius


def test_on_a_quadratic_the_model_finds_the_lowest_point_itself():
    found = circle(SURFACES["rotated_ravine"], (2.0, -1.0), 0.7)
    assert found.lowest
    assert found.model
    assert found.model.angle == pytest.approx(found.lowest.angle, abs=1e-9)


def test_the_model_of_a_saddle_has_its_lowest_point_along_the_way_down():
    model = Quadratic(np.zeros(2), np.zeros(2), np.diag([1.0, -2.0]))
    found = lowest(model, (0.0, 0.0), 0.5)
    assert found
    assert abs(found.x) < 1e-9
    assert found.value == pytest.approx(-0.25)


def test_a_slope_of_rounding_has_no_direction():
    tilted = replace(SURFACES["bowl"], expr=(x - sp.Rational(1, 3)) ** 2 + 2 * y**2 + x * y, minima=(), params=())
    bottom = np.linalg.solve([[2.0, 1.0], [1.0, 4.0]], [2 / 3, 0.0])
    beside = np.nextafter(bottom, 1)
    assert 0 < np.hypot(*tilted.gradient(beside)) < 1e-14
    found = circle(tilted, tuple(beside.tolist()), 0.5)
    assert found.lowest
    assert (found.downhill, found.angle) == (None, None)
    assert circle(tilted, tuple((bottom + 1e-13).tolist()), 0.5).downhill


def test_what_does_not_exist_is_none():
    bowl = circle(SURFACES["bowl"], (0.0, 0.0), 0.5)
    assert (bowl.lowest, bowl.downhill, bowl.model, bowl.angle) == (None, None, None, None)
    kink = circle(SURFACES["ackley"], (0.0, 0.0), 0.5)
    assert kink.downhill is None
    assert kink.model is None
    assert kink.lowest is not None


def test_an_edge_is_found_where_newton_cannot_see_it():
    surface = replace(SURFACES["bowl"], expr=abs(x - y) + y / 10, minima=(), id="edge")
    found = lowest(surface, (0.0, 0.0), 1.0)
    assert found
    assert found.angle == pytest.approx(-3 * math.pi / 4, abs=1e-9)


@pytest.mark.parametrize("radius", [0.0, -1.0, math.nan, math.inf])
def test_a_radius_is_positive(radius):
    with pytest.raises(ValueError, match="radius"):
        lowest(SURFACES["bowl"], (1.0, 1.0), radius)


def test_angles_between_directions():
    assert between(0.1, 2 * math.pi - 0.1) == pytest.approx(0.2)
    assert between(0.0, math.pi) == pytest.approx(math.pi)


def test_a_circle_of_fixed_radius_never_arrives():
    path = walk(SURFACES["bowl"], (1.0, 0.3), 0.25, 40)
    assert path.shape == (41, 2)
    assert np.hypot(*np.diff(path, axis=0).T) == pytest.approx(0.25)
    assert np.hypot(*path[10:].T).min() > 0.01  # it hops around the minimum for ever


def test_a_walk_says_how_far_it_is_and_ends_when_nobody_waits():
    told: list[float] = []

    def tick(share: float) -> None:
        told.append(share)
        if len(told) == 3:
            raise KeyError

    with watched(tick), pytest.raises(KeyError):
        walk(SURFACES["himmelblau"], (1.0, 0.25), 0.5, 4)
    assert told == [0.25, 0.5, 0.75]
