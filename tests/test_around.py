"""The Taylor model on the stage: its steps, its error's order, and honest words where there is none."""

import math
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from experiments import link, taylor
from experiments.around import around, degrees, sentence
from experiments.experiment import first_look
from experiments.limits import Refused
from experiments.link_keys import read_model
from experiments.mathml import mathml
from surfaces import SURFACES, Surface, from_formula, x, y
from surfaces.formula import pool
from surfaces.formula.pool import POOL, Unanswered


def model(surface: Surface, point: tuple[float, float], order: int = 2, radius: float = 0.1, rate: float = 0.05):
    return around(surface, point, order, radius, rate)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("order", [1, 2])
def test_the_error_falls_with_the_power_that_the_order_promises(surface, order):
    (left, right), (bottom, top) = surface.bounds
    a, b = surface.minima[0] if surface.minima else (0.0, 0.0)
    shown = model(surface, (a + 0.0373 * (right - left), b - 0.0291 * (top - bottom)), order)
    assert shown.order == order
    assert shown.errors
    if shown.errors.slope is not None:  # else it is exact
        assert order + 0.6 <= shown.errors.slope <= order + 1.6
    assert list(shown.errors.radii) == sorted(shown.errors.radii, reverse=True)


def test_newtons_step_on_a_quadratic_ends_at_its_minimum():
    shown = model(SURFACES["rotated_ravine"], (2.0, -1.0))
    assert shown.newton
    assert shown.newton.to == pytest.approx((0, 0), abs=1e-12)
    assert "lowest" in shown.newton_is


def test_gradient_steps_have_the_rates_that_they_say():
    surface = SURFACES["ravine"]
    shown = model(surface, (1.0, 1.0), rate=0.02)
    g = surface.gradient((1.0, 1.0))
    largest = max(shown.eigenvalues)
    for step, rate in zip(shown.gradient_steps, (0.02, 1 / largest, 2 / largest), strict=True):
        assert step.to == pytest.approx((1 - rate * g[0], 1 - rate * g[1]))
        assert step.value == surface.value(step.to)
    assert shown.gradient_steps[2].to[1] == pytest.approx(-1)  # as far behind the minimum as it was before it


HILL = replace(SURFACES["bowl"], id="hill", expr=-(x**2) - 2 * y**2, minima=())
TROUGH = replace(SURFACES["bowl"], id="trough", expr=(x - y) ** 2, minima=())
EDGE = replace(SURFACES["bowl"], id="edge", expr=sp.Abs(x) ** sp.Rational(3, 2) + y**2, minima=())


def test_what_each_point_is_said_to_be():
    at_saddle = model(SURFACES["saddle"], (0.0, 0.0))
    assert at_saddle.kind.startswith("a saddle")
    assert at_saddle.gradient_steps == ()
    assert "saddle" in at_saddle.newton_is
    assert "no slope" in sentence(at_saddle, "f")
    on_hill = model(HILL, (0.0, 0.0))
    assert on_hill.kind.startswith("a maximum")
    assert "highest" in on_hill.newton_is
    trough = model(TROUGH, (0.5, 0.0))
    assert trough.newton is None
    assert "singular" in trough.newton_is
    kink = model(SURFACES["ackley"], (0.0, 0.0))
    assert (kink.order, kink.formula, kink.errors, kink.gradient) == (0, "", None, None)
    assert "kink" in kink.lacks[0]
    edge = model(EDGE, (0.0, 0.5))
    assert edge.order == 1  # there is a slope but no curvature
    assert "Hessian" in edge.lacks[0]
    for text in ("ln(x)+y^2", "ln(xy)", "max(ln(x),y)"):
        nothing = model(from_formula(text), (-1.0, 0.5))
        assert nothing.lacks == ("The loss is not defined at this point, so there is no model of it.",)
    bottom = model(SURFACES["bowl"], (0.0, 0.0))
    assert "no point is the lowest" in sentence(bottom, "f")


def test_the_circle_is_told():
    text = sentence(model(SURFACES["rosenbrock"], (-1.2, 1.0), radius=0.3), "f")
    assert "48° from" in text
    assert (degrees(0.0), degrees(math.pi), degrees(0.05)) == ("less than 0.01°", "180°", "2.9°")


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_all_four_orders_are_written_and_typeset(surface):
    point = (surface.starts[0][0] + 0.01, surface.starts[0][1])
    for order in (1, 2, 3, 4):
        shown = model(surface, point, order)
        lines = taylor.pieces(shown.formula)
        rows = taylor.rows(shown.formula)
        assert [term for row in rows for term in row] == lines
        assert all(len(row) <= k + 1 for k, row in enumerate(rows, order + 1 - len(rows)))  # h^i k^j with i + j = k
        assert rf"T_{{{order}}}(x, y)" in lines[0]
        for line in lines:
            assert "\\" not in mathml(line)
        assert np.array(shown.coefficients).shape == (order + 1, order + 1)


def test_nothing_symbolic_is_built_twice_for_the_same_surface_and_order(monkeypatch):
    surface = SURFACES["himmelblau"]
    for order in (1, 2, 3, 4):
        model(surface, (0.3, 0.4), order)

    def again(*_):
        raise AssertionError("built again")

    monkeypatch.setattr("surfaces.core.columns", again)
    monkeypatch.setattr(sp.Expr, "diff", again)
    for order in (1, 2, 3, 4):
        assert model(surface, (-1.7, 2.2), order).order == order


def test_a_model_travels_in_a_link():
    e = first_look("himmelblau")
    for asked in ((2, 0.25), (4, 0.1, 1.5, -2.0)):
        back, notes = link.parse(link.text(replace(e, model=asked)))
        assert (back.model, notes) == (asked, ())
    back, notes = link.parse(link.text(e) + "&model=9+0.1")
    assert back.model is None
    assert len(notes) == 1
    for wrong in ([], [2], [2, 0.0], [2, 1e9], [2, "x"], [2, 0.1, 1e9, 0], [2.5, 0.1], [2, 0.1, 3]):
        with pytest.raises(Refused):
            read_model(e, wrong)


@pytest.mark.parametrize(("said", "found"), [(pool.TOO_SLOW, 3), (pool.BUSY, 2)])
def test_a_model_of_less_than_the_order_asked_for_says_why(monkeypatch, said, found):
    """Where all wait for the pool nothing more is asked of it than the first order that is not at hand."""
    surface, asked, ask = from_formula(f"sin(x)y + x^2 y^2 + {found}x"), [], POOL.ask

    def late(request, ticket=""):
        asked.append(request["order"])
        if request["order"] == 4:
            raise Unanswered(said, lasts=said == pool.TOO_SLOW)
        return ask(request, ticket)

    monkeypatch.setattr(POOL, "ask", late)
    for _ in range(2):
        shown = model(surface, (0.7, 0.4), 4)
        assert shown.order == found
        assert shown.lacks == (f"This is the model of order {found}, not 4. {said}",)
    assert asked == ([4, 3] if said == pool.TOO_SLOW else [4, 4])  # what is too slow is asked for once
    assert model(surface, (0.7, 0.4), 2).lacks == ()


def test_derivatives_that_end_at_a_point_are_said_so():
    assert model(from_formula("abs(x)^3 + y^2"), (0.0, 0.5), 4).lacks == (
        "This is the model of order 2, not 4. There are no derivatives of order 4 at this point.",
    )
