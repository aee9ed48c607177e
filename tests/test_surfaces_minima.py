"""Stated minima are minima, and they are all there where that is claimed."""

from itertools import product

import numpy as np
import pytest

from surfaces import SURFACES, Surface
from surfaces.critical_points import find

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


def those(claim: str) -> list[str]:
    return [name for name, surface in SURFACES.items() if surface.minima_are == claim]


def at_ends(surface: Surface) -> list[Surface]:
    """The surface at every combination of lowest, default and highest values, and at some between."""
    if not surface.params:
        return [surface]
    names = [p.name for p in surface.params]
    ends = [surface.replace(**dict(zip(names, v, strict=True))) for v in product(*map(values_of, surface.params))]
    rng = np.random.default_rng(0)
    between = [surface.replace(**{p.name: float(rng.uniform(p.low, p.high)) for p in surface.params}) for _ in range(4)]
    return [*ends, *between]


def values_of(param) -> tuple[float, float, float]:
    return param.low, param.default, param.high


def check_each_minimum(surface: Surface) -> None:
    rng = np.random.default_rng(0)
    size = min(high - low for low, high in surface.bounds)
    for point in surface.minima:
        assert all(low <= c <= high for c, (low, high) in zip(point, surface.bounds, strict=True))
        assert np.hypot(*surface.gradient(point)) <= 1e-8
        angle, radius = rng.uniform(0, 2 * np.pi, 200), size * 10 ** rng.uniform(-4, -2, 200)
        around = np.add(point, np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1))
        value = surface.value(point)
        assert np.all(surface.value(around) >= value - 1e-14 * (1 + np.abs(value)))
        if point in surface.kinks:
            continue
        smallest, largest = np.linalg.eigvalsh(surface.hessian(point))
        if surface.minima_are == "curve":
            assert abs(smallest) <= 1e-9 * largest
        else:
            assert smallest > 0


@EACH
def test_stated_minima_are_minima(surface: Surface) -> None:
    for variant in at_ends(surface):
        check_each_minimum(variant)


@pytest.mark.parametrize("name", those("all"))
def test_all_minima_are_stated_where_that_is_claimed(name: str) -> None:
    for variant in at_ends(SURFACES[name]):
        found = sorted((p.x, p.y) for p in find(variant, lattice=81).points if p.kind == "minimum")
        assert len(found) == len(variant.minima)
        if found:
            size = max(high - low for low, high in variant.bounds)
            distances = np.linalg.norm(np.subtract(found, np.array(variant.minima)[:, None]), axis=-1)
            assert distances.min(axis=1).max() <= 1e-6 * size
            assert len(set(distances.argmin(axis=1))) == len(found)


@pytest.mark.parametrize("name", [name for name, surface in SURFACES.items() if surface.minima])
def test_no_point_of_the_map_is_lower(name: str) -> None:
    surface = SURFACES[name]
    assert surface.lowest is not None
    axes = [np.linspace(low, high, 401) for low, high in surface.bounds]
    values = surface.value(np.stack(np.meshgrid(*axes), axis=-1))
    assert values.min() >= surface.lowest - 1e-12 * (1 + abs(surface.lowest))


@pytest.mark.parametrize("name", those("global"))
def test_all_the_deepest_are_stated(name: str) -> None:
    surface = SURFACES[name]
    assert surface.lowest is not None
    deepest = [p for p in find(surface).points if p.value <= surface.lowest + 1e-9]
    assert len(deepest) == len(surface.minima)


@pytest.mark.parametrize("name", those("curve"))
def test_the_curve_of_minima(name: str) -> None:
    along = np.geomspace(0.25, 4.0, 50)
    theta = np.stack([along, 1 / along], axis=-1)
    surface = SURFACES[name]
    np.testing.assert_allclose(surface.value(theta), 0.0, atol=1e-30)
    factor = 2 if name == "linear_net" else 4
    sharpness = np.linalg.eigvalsh(surface.hessian(theta))[:, 1]
    np.testing.assert_allclose(sharpness, factor * (theta**2).sum(axis=-1), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "index", "eigenvalues"),
    [
        ("rosenbrock", 0, (0.399, 1001.6)),
        ("booth", 0, (2.0, 18.0)),
        ("matyas", 0, (0.04, 1.0)),
        ("ravine", 0, (1.0, 10.0)),
        ("rotated_ravine", 0, (1.0, 10.0)),
        ("sharp_flat", 0, (15.909, 16.011)),
        ("sharp_flat", 1, (1.0, 1.0)),
        ("sharp_flat_quadratic", 0, (15.734, 15.834)),
        ("sharp_flat_quadratic", 1, (1.0, 1.0)),
    ],
)
def test_curvatures_that_lessons_name(name: str, index: int, eigenvalues: tuple[float, float]) -> None:
    surface = SURFACES[name]
    found = np.linalg.eigvalsh(surface.hessian(surface.minima[index]))
    np.testing.assert_allclose(found, eigenvalues, rtol=1e-3)
