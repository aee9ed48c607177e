"""On an edge of |u|, max and the like the tool says that there is one, and draws no model that is not one."""

import math
from dataclasses import replace

import numpy as np
import pytest

from experiments import experiment as edit
from experiments import race, taylor
from experiments.around import around, sentence
from experiments.circle import circle
from surfaces import SURFACES, from_formula
from ui import glass


@pytest.mark.parametrize(
    ("text", "point", "order"),
    [
        ("abs(x) + abs(y)", (0.0, 0.0), 1),
        ("abs(x) + abs(y)", (1.0, 0.0), 1),
        ("abs(x) + abs(y)", (0.3 - 0.1 - 0.1 - 0.1, 0.5), 1),  # zero but for rounding: where a racer stands
        ("abs(x) + abs(y)", (1e-3, -0.5), None),
        ("max(x, y)", (0.5, 0.5), 1),
        ("max(x, y)", (0.5, 0.51), None),
        ("max(0, 1 - x) + y^2", (1.0, 0.0), 1),
        ("max(0, 1 - x)^2 + y^2", (1.0, 0.0), 2),
        ("x abs(x) + y^2", (0.0, 0.5), 2),
        ("sign(x) + y^2", (0.0, 0.5), 0),
        ("abs(x)^3 + y^2", (0.0, 0.5), 3),
        ("abs(x)^2 + y^2", (0.3, 0.0), None),
        ("1e9 x^2 + abs(y)", (0.0, 1.0), None),
    ],
)
def test_the_order_of_what_jumps(text, point, order):
    surface = from_formula(text)
    assert surface.jump(point, 3) == order
    model = taylor.model(surface, point)
    assert bool(model.first) == (order is None or order > 1)
    assert bool(model.second) == (order is None or order > 2)
    assert bool(model.lacks) == (order is not None and order <= 2)
    shown = around(surface, point, 4, 0.1, 0.05)
    assert shown.order == (4 if order is None else max(order - 1, 0))
    assert (shown.circle.model is None) == (order is not None and order <= 2)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_listed_surfaces_have_no_jump_where_they_say_none(surface):
    points = [*surface.starts, *(point for point in surface.minima if point not in surface.kinks)]
    assert [surface.jump(point, 4) for point in points] == [None] * len(points)
    assert all(surface.jump(point) == 1 for point in surface.kinks)


def test_what_is_said_of_a_kink():
    surface = from_formula("abs(x) + abs(y)")
    shown = around(surface, (0.0, 0.5), 2, 0.2, 0.05)
    assert shown.kind == ""
    assert "kink" in shown.lacks[0]
    assert "the slope (0, 1)" in shown.lacks[0]
    assert (shown.gradient, shown.errors, shown.newton, shown.gradient_steps) == (None, None, None, ())
    assert sentence(shown, surface.letter).startswith("There is no slope here to follow; the lowest point")
    assert "The loss jumps at this point" in taylor.model(from_formula("sign(x) + y^2"), (0.0, 0.5)).lacks[0]
    assert "The Hessian jumps" in taylor.model(from_formula("x abs(x) + y^2"), (0.0, 0.5)).lacks[0]


def test_the_circle_around_a_kink_still_has_its_lowest_point():
    found = circle(from_formula("abs(x) + abs(y)"), (0.0, 0.5), 0.2)
    assert found.lowest
    assert found.lowest.angle == pytest.approx(-math.pi / 2)
    assert found.lowest.value == pytest.approx(0.3)
    assert (found.downhill, found.model, found.angle) == (None, None, None)


def test_level_by_convention_is_not_level():
    surface = from_formula("abs(x) + abs(y)")
    e = replace(edit.with_steps(edit.first_look("bowl"), 12), racers=(), surface=surface, start=(0.0, 0.0))
    e = edit.added(e, "gradient_descent")
    assert set(race.race(e)[0][1].status) == {race.MOVING}
    theta = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert surface.kinked(theta).tolist() == [True, True, False]


def test_an_opened_step_from_a_kink_has_no_tangent():
    e = replace(edit.with_steps(edit.first_look("bowl"), 12), racers=())
    e = edit.added(replace(e, surface=from_formula("abs(x) + y^2"), start=(0.0, 0.5)), "gradient_descent")
    shown = glass._step(e, {"slot": e.racers[0].slot, "step": 1})
    assert (shown["gradient"], shown["hessian"]) == (None, None)
    assert shown["end"]
