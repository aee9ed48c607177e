"""Every listed surface is complete, and says of itself what is so."""

import pickle

import numpy as np
import pytest
import sympy as sp

from surfaces import GROUPS, SURFACES, Surface, x

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)

# The lowest value inside the bounds, from the literature or by hand; None: it falls for ever.
LOWEST = {
    "bowl": 0.0,
    "ravine": 0.0,
    "rotated_ravine": 0.0,
    "booth": 0.0,
    "matyas": 0.0,
    "rosenbrock": 0.0,
    "beale": 0.0,
    "bounded_saddle": -1.0,
    "saddle": None,
    "monkey_saddle": None,
    "plateau": 0.0,
    "dent": 0.0,
    "wall_meadow": 0.00003068,
    "easom": -1.0,
    "two_wells": -2.06309,
    "sharp_flat": -0.01114390,
    "sharp_flat_quadratic": -0.01108226,
    "linear_net": 0.0,
    "edge_of_stability": 0.0,
    "himmelblau": 0.0,
    "three_hump_camel": 0.0,
    "six_hump_camel": -1.031628,
    "mccormick": -1.913223,
    "styblinski_tang": -78.33233,
    "goldstein_price": 3.0,
    "griewank": 0.0,
    "rastrigin": 0.0,
    "ackley": 0.0,
    "levy_13": 0.0,
}


@EACH
def test_every_field_is_filled(surface: Surface) -> None:
    for text in (surface.id, surface.name, surface.teaches, surface.source):
        assert text.strip() == text != ""
    assert surface.teaches.endswith(".")
    assert surface.source.endswith(".")
    assert surface.group in GROUPS
    assert surface.minima_are in ("all", "global", "curve")
    assert SURFACES[surface.id] is surface
    (left, right), (bottom, top) = surface.bounds
    assert left < right
    assert bottom < top


def test_groups_stand_together_and_in_order() -> None:
    groups = [surface.group for surface in SURFACES.values()]
    assert list(dict.fromkeys(groups)) == list(GROUPS)
    assert groups == sorted(groups, key=GROUPS.index)


def test_names_are_unique() -> None:
    assert len({surface.name for surface in SURFACES.values()}) == len(SURFACES)
    assert len({surface.expr for surface in SURFACES.values()}) == len(SURFACES)
    assert set(LOWEST) == set(SURFACES)


@EACH
def test_two_to_four_starts_inside_the_bounds(surface: Surface) -> None:
    assert 2 <= len(set(surface.starts)) == len(surface.starts) <= 4
    for point in surface.starts:
        assert all(low <= c <= high for c, (low, high) in zip(point, surface.bounds, strict=True))


def test_the_first_screen_starts_beside_the_ridge() -> None:
    assert SURFACES["bounded_saddle"].starts[0] == (1.6, 0.001)


@EACH
def test_the_lowest_value_is_the_published_one(surface: Surface) -> None:
    expected = LOWEST[surface.id]
    if expected is None:
        assert surface.lowest is None
        assert surface.minima == ()
    else:
        assert surface.lowest == pytest.approx(expected, rel=1e-6, abs=2e-8)


@EACH
def test_a_surface_is_a_value(surface: Surface) -> None:
    surface.gradient((0.5, 0.5))
    copy = pickle.loads(pickle.dumps(surface))
    assert copy == surface
    assert {surface: "found"}[copy] == "found"
    assert surface.at(7) is surface
    np.testing.assert_array_equal(copy.gradient((0.5, 0.5)), surface.gradient((0.5, 0.5)))


def test_surfaces_that_differ_are_different_keys() -> None:
    ravine = SURFACES["ravine"]
    assert len({ravine, ravine.replace(kappa=25), ravine.replace(kappa=25.0), ravine.replace(kappa=26)}) == 3


def test_an_undeclared_symbol_is_refused() -> None:
    with pytest.raises(ValueError, match="not declared"):
        Surface(
            id="wrong",
            name="Wrong",
            group="Many minima",
            expr=x + sp.Symbol("z"),
            bounds=((0.0, 1.0), (0.0, 1.0)),
            minima=(),
            starts=(),
            teaches="",
            source="",
        )
