"""Parameters: replaced by name, checked in words, and followed by the minima."""

import math
from typing import Any

import numpy as np
import pytest

from surfaces import SURFACES, Param, Surface, k

WITH_PARAMS = {name: surface for name, surface in SURFACES.items() if surface.params}
EACH = pytest.mark.parametrize("surface", WITH_PARAMS.values(), ids=WITH_PARAMS)
RAVINE = SURFACES["ravine"]


def test_some_have_parameters() -> None:
    assert {"ravine", "rotated_ravine", "dent", "sharp_flat", "sharp_flat_quadratic"} <= set(WITH_PARAMS)


@EACH
def test_each_parameter_is_declared_in_full(surface: Surface) -> None:
    for p in surface.params:
        assert p.name.isidentifier()
        assert p.latex
        assert p.help.endswith(".")
        assert p.low <= p.default <= p.high
        assert p.scale in ("linear", "log")
        assert p.scale == "linear" or p.low > 0
        assert p.symbol in surface.expr.free_symbols
    assert surface.values == {p.name: p.default for p in surface.params}


@EACH
def test_there_and_back_is_the_same_surface(surface: Surface) -> None:
    for p in surface.params:
        moved = surface.replace(**{p.name: p.high})
        assert moved != surface
        assert moved.values[p.name] == p.high
        assert moved.replace(**{p.name: p.default}) == surface
    assert surface.replace() is surface
    assert surface.replace(**surface.values) is surface


@EACH
def test_the_way_to_a_value_does_not_matter(surface: Surface) -> None:
    p = surface.params[0]
    direct = surface.replace(**{p.name: (p.low + p.high) / 2})
    assert surface.replace(**{p.name: p.high}).replace(**direct.values) == direct


def test_the_numbers_change_value_and_formula() -> None:
    steep = RAVINE.replace(kappa=25.0)
    assert steep.value((2.0, 1.0)) == 14.5
    np.testing.assert_array_equal(steep.gradient((2.0, 1.0)), (2.0, 25.0))
    np.testing.assert_array_equal(steep.hessian((2.0, 1.0)), [[1.0, 0.0], [0.0, 25.0]])
    assert RAVINE.value((2.0, 1.0)) == 7.0
    assert steep.latex == r"f(x, y) = \frac{x^{2}}{2} + \frac{25 y^{2}}{2}"
    assert steep.taylor((0.0, 1.0), 2).coeff(k, 2) == 12.5


def test_shift_moves_the_minima_with_it() -> None:
    for name in ("sharp_flat", "sharp_flat_quadratic"):
        surface = SURFACES[name]
        for shift in (-0.5, -0.1, 0.2, 0.5):
            moved = surface.replace(shift=shift)
            np.testing.assert_allclose(moved.minima, np.add(surface.minima, (shift, 0.0)), atol=1e-9)
            assert moved.lowest == pytest.approx(surface.lowest)


def test_without_its_bump_the_slope_has_one_minimum() -> None:
    (minimum,) = SURFACES["dent"].replace(amplitude=0).minima
    assert minimum == pytest.approx((3.0, 0.0))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("ten", "must be a number"),
        (None, "must be a number"),
        (True, "must be a number"),
        (1j, "must be a number"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (-math.inf, "finite"),
        (0.5, "between 1 and 1000"),
        (1001, "between 1 and 1000"),
        (10**400, "between 1 and 1000"),
    ],
)
def test_wrong_values_are_refused_in_words(value, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        RAVINE.replace(kappa=value)


def test_wrong_names_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="Ravine has no parameter called kapa; it has kappa"):
        RAVINE.replace(kapa=3)
    with pytest.raises(ValueError, match="Bowl has no parameter called kappa; it has none"):
        SURFACES["bowl"].replace(kappa=3)


def test_numbers_of_numpy_are_numbers() -> None:
    for twenty in (20, np.float64(20), np.int64(20), np.float32(20)):
        number: Any = twenty
        surface = RAVINE.replace(kappa=number)
        assert surface == RAVINE.replace(kappa=20.0)
        assert type(surface.values["kappa"]) is float


def test_a_parameter_is_a_value() -> None:
    assert Param("a", "a", 1.0, 0.0, 2.0) == Param("a", "a", 1.0, 0.0, 2.0)
