"""Values and derivatives as arrays: shapes, types, agreement with differences, silence on overflow."""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from surfaces import SURFACES, Surface, x, y

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


def points(surface: Surface, shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    low, high = np.transpose(surface.bounds)
    return np.random.default_rng(seed).uniform(low, high, size=(*shape, 2))


def slope(function, theta: np.ndarray, axis: int, width: float) -> np.ndarray:
    """Central difference of fourth order along one coordinate."""
    step = width * np.eye(2)[axis]
    near = function(theta + step) - function(theta - step)
    far = function(theta + 2 * step) - function(theta - 2 * step)
    return (8 * near - far) / (12 * width)


@EACH
def test_the_gradient_is_the_slope_of_the_value(surface: Surface) -> None:
    theta = points(surface, (60,))
    expected = np.stack([slope(surface.value, theta, axis, 1e-4) for axis in (0, 1)], axis=-1)
    scale = 1 + np.abs(surface.value(theta))[:, None] + np.abs(expected)
    assert np.all(np.abs(surface.gradient(theta) - expected) <= 1e-9 * scale)


@EACH
def test_the_hessian_is_the_slope_of_the_gradient(surface: Surface) -> None:
    theta = points(surface, (60,))
    expected = np.stack([slope(surface.gradient, theta, axis, 1e-4) for axis in (0, 1)], axis=-1)
    scale = 1 + np.abs(surface.gradient(theta)).max(axis=-1)[:, None, None] + np.abs(expected)
    hessian = surface.hessian(theta)
    assert np.all(np.abs(hessian - expected) <= 1e-8 * scale)
    np.testing.assert_array_equal(hessian[:, 0, 1], hessian[:, 1, 0])


@EACH
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4), (0,), (2, 0)])
def test_shapes(surface: Surface, shape: tuple[int, ...]) -> None:
    theta = points(surface, shape)
    for result, tail in ((surface.value(theta), ()), (surface.gradient(theta), (2,)), (surface.hessian(theta), (2, 2))):
        assert result.shape == (*shape, *tail)
        assert result.dtype == np.float64


@EACH
def test_one_point_gives_what_it_gives_among_many(surface: Surface) -> None:
    theta = points(surface, (50,))
    for function in (surface.value, surface.gradient, surface.hessian):
        many = function(theta)
        scale = np.abs(many).max()
        one_by_one = np.concatenate([function(theta[i : i + 1]) for i in range(len(theta))])
        np.testing.assert_allclose(one_by_one, many, rtol=1e-14, atol=1e-15 * scale)


@EACH
def test_points_are_only_read_and_may_be_integers(surface: Surface) -> None:
    theta = np.array([[1, 2], [0, 1]])
    frozen = theta.astype(float)
    frozen.setflags(write=False)
    for function in (surface.value, surface.gradient, surface.hessian):
        np.testing.assert_array_equal(function(theta), function(frozen))
        np.testing.assert_array_equal(function(theta.tolist()), function(frozen))


@EACH
@pytest.mark.parametrize("size", [1e3, 1e9, 1e155, 1e308])
def test_huge_points_do_not_warn(surface: Surface, size: float) -> None:
    corners = size * np.array([(1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (0, 1), (-1, 0), (0, -1), (0.5, 1e-300)])
    for function in (surface.value, surface.gradient, surface.hessian):
        function(corners)
        for corner in corners:
            function(corner[None])


@EACH
def test_not_a_number_stays_so(surface: Surface) -> None:
    assert np.isnan(surface.value([[np.nan, 1.0], [np.nan, np.nan]])).all()


@pytest.mark.parametrize("theta", [1.0, [1.0], [1.0, 2.0, 3.0], [[1.0, 2.0, 3.0]], [[1.0], [2.0]]])
def test_other_shapes_are_refused(theta) -> None:
    with pytest.raises(ValueError, match="shape"):
        SURFACES["bowl"].gradient(theta)


def test_the_kink_of_ackley() -> None:
    ackley = SURFACES["ackley"]
    assert ackley.kinks == ((0.0, 0.0),)
    theta = np.array([[0.0, 0.0], [1.0, 0.5], [1e-200, -1e-200]])
    np.testing.assert_array_equal(ackley.gradient(theta)[[0, 2]], 0.0)
    assert np.isnan(ackley.hessian(theta)[[0, 2]]).all()
    assert np.isfinite(ackley.hessian(theta)[1]).all()
    for function in (ackley.value, ackley.gradient, ackley.hessian):
        np.testing.assert_array_equal(function((0.0, 0.0)), function(theta)[0])
    assert np.hypot(*ackley.gradient((1e-9, 0.0))) == pytest.approx(4 / np.sqrt(2))  # not smooth: no slope of 0 nearby


def test_the_joined_wells_stay_finite_far_away() -> None:
    wells = SURFACES["sharp_flat_quadratic"]
    theta = np.array([[1e6, -1e6], [-300.0, 200.0]])
    quadratic = ((theta[:, 0] - 1.5) ** 2 + theta[:, 1] ** 2) / 2
    np.testing.assert_allclose(wells.value(theta), quadratic)
    np.testing.assert_allclose(wells.gradient(theta), theta - [1.5, 0.0])


def test_the_joined_wells_are_the_sum_of_two_exponentials() -> None:
    wells = SURFACES["sharp_flat_quadratic"]
    a, b = points(wells, (100,)).T
    expected = -np.log(np.exp(-8 * ((a + 1.5) ** 2 + b**2)) + np.exp(-((a - 1.5) ** 2 + b**2) / 2))
    np.testing.assert_allclose(wells.value(np.stack([a, b], axis=-1)), expected, rtol=1e-12, atol=1e-12)


EDGED = {
    "absolute": sp.Abs(x) * y + y**2,
    "largest of three": sp.Max(x, 2 * y, 1) * x,
    "smallest": sp.Min(x**2, y),
    "sign": sp.sign(x) * y,
    "power of an absolute value": sp.Abs(x) ** y,
    "exponential of an absolute value": sp.exp(sp.Abs(sp.sin(x))) + sp.atan(y),
    "high powers": (x + y) ** 12 / (2 + x**9),
    "only a number": sp.Integer(5),
}


@pytest.mark.parametrize("expr", EDGED.values(), ids=EDGED)
def test_formulas_with_edges_have_their_derivatives_beside_them(expr: sp.Expr) -> None:
    surface = replace(SURFACES["bowl"], expr=expr)
    theta = np.array([(1.2, 0.7), (-0.5, 0.3), (0.9, -0.8), (2.0, 1.5)])  # none near an edge
    for function, derivative in ((surface.value, surface.gradient), (surface.gradient, surface.hessian)):
        expected = np.stack([slope(function, theta, axis, 1e-3) for axis in (0, 1)], axis=-1)
        np.testing.assert_allclose(derivative(theta), expected, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(derivative(theta[:1]), derivative(theta)[:1], rtol=1e-14)
    assert "Dirac" not in surface.hessian_latex
