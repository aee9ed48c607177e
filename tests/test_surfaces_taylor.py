"""The Taylor model: its error shrinks with the power that its order promises."""

import numpy as np
import pytest
import sympy as sp
from numpy.polynomial.polynomial import polyval2d

from surfaces import SURFACES, Surface, h, k

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
RADII = 0.5 ** np.arange(1, 14)
ANGLES = np.linspace(0, 2 * np.pi, 24, endpoint=False)


def point_of(surface: Surface) -> tuple[float, float]:
    """Not a special point: near the first minimum, or near the middle of the map."""
    (left, right), (bottom, top) = surface.bounds
    a, b = surface.minima[0] if surface.minima else ((left + right) / 2, (bottom + top) / 2)
    return a + 0.0373 * (right - left), b - 0.0291 * (top - bottom)


@EACH
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_the_error_shrinks_as_the_order_promises(surface: Surface, order: int) -> None:
    a, b = point_of(surface)
    du, dv = (RADII[:, None] * part for part in (np.cos(ANGLES), np.sin(ANGLES)))
    exact = surface.value(np.stack([a + du, b + dv], axis=-1))
    error = np.abs(polyval2d(du, dv, surface.taylor_coefficients((a, b), order)) - exact).max(axis=1)

    rounding = 1e-12 * np.abs(exact).max()
    if np.all(error <= rounding):  # a polynomial of no higher degree is its own model
        assert sp.Poly(surface.formula, *surface.formula.free_symbols).total_degree() <= order
        return
    small = np.flatnonzero(error > 10 * rounding)[-3:]
    slope = np.polyfit(np.log(RADII[small]), np.log(error[small]), 1)[0]
    assert order + 0.6 <= slope <= order + 1.6


@EACH
def test_the_expression_is_the_coefficients(surface: Surface) -> None:
    point = point_of(surface)
    for order in (1, 2, 3, 4):
        model = surface.taylor(point, order)
        assert model.free_symbols <= {h, k}
        c = surface.taylor_coefficients(point, order)
        value = sp.lambdify((h, k), model)(0.3, -0.7)
        assert value == pytest.approx(polyval2d(0.3, -0.7, c), rel=1e-12)
    assert c[0, 0] == pytest.approx(float(surface.value(point)), rel=1e-13, abs=1e-13)
    np.testing.assert_allclose([c[1, 0], c[0, 1]], surface.gradient(point), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        [[2 * c[2, 0], c[1, 1]], [c[1, 1], 2 * c[0, 2]]], surface.hessian(point), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("order", [0, 5, -1])
def test_other_orders_are_refused(order: int) -> None:
    with pytest.raises(ValueError, match="order"):
        SURFACES["bowl"].taylor((0.0, 0.0), order)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_there_is_no_model_at_a_kink(order: int) -> None:
    with pytest.raises(ValueError, match="no Taylor model"):
        SURFACES["ackley"].taylor((0.0, 0.0), order)


def test_there_is_no_model_where_the_value_overflows() -> None:
    with pytest.raises(ValueError, match="no Taylor model"):
        SURFACES["rosenbrock"].taylor((1e200, 0.0), 2)
