"""The file of critical points: right, complete as far as an independent count can tell, and up to date."""

import math

import numpy as np
import pytest
import sympy as sp

from surfaces import SURFACES, Surface, x, y
from surfaces.critical_points import CriticalPoint, _file, critical_points_of, find

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
KINDS = {"minimum": (1, 1), "saddle": (-1, 1), "maximum": (-1, -1)}
INDEX = {"minimum": 1, "maximum": 1, "saddle": -1, "kink": 1}


def turns(surface: Surface, low: np.ndarray, high: np.ndarray) -> int:
    """How often the gradient turns as one walks around a rectangle once, counterclockwise."""
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    along = np.linspace(0, 4, 801)
    for _ in range(40):  # halve the steps in which it turns far
        path = np.stack([np.interp(along, range(5), corner) for corner in corners.T], axis=-1)
        u, v = surface.gradient(low + (high - low) * path).T
        angle = np.unwrap(np.arctan2(v, u))
        far = np.flatnonzero(np.abs(np.diff(angle)) > 0.5)
        if len(far) == 0:
            return round((angle[-1] - angle[0]) / (2 * np.pi))
        along = np.sort(np.concatenate([along, (along[far] + along[far + 1]) / 2]))
    raise AssertionError("the gradient is zero on the way")


def inside(point: CriticalPoint, low: np.ndarray, high: np.ndarray) -> bool:
    return bool(low[0] < point.x < high[0] and low[1] < point.y < high[1])


@EACH
def test_the_file_is_up_to_date(surface: Surface) -> None:
    assert _file()[surface.id]["formula"] == str(surface.formula)
    known, found = critical_points_of(surface), find(surface)
    assert (known.found, known.complete, known.curves) == (found.found, found.complete, found.curves)
    size = max(high - low for low, high in surface.bounds)
    for point in known.points:  # of mirror images, rounding decides which comes first, and the last that is kept
        near = [p for p in found.points if math.hypot(p.x - point.x, p.y - point.y) <= 1e-8 * size]
        cut = not known.complete and point.value > known.points[-1].value - 1e-9
        assert [p.kind for p in near] == [point.kind] or (cut and not near), point


def test_the_file_has_no_other_entries() -> None:
    assert list(_file()) == list(SURFACES)


@EACH
def test_each_point_is_what_it_is_called(surface: Surface) -> None:
    for point in critical_points_of(surface).points:
        assert point.value == surface.value((point.x, point.y))
        if point.kind == "kink":
            assert (point.x, point.y) in surface.kinks
            continue
        assert np.hypot(*surface.gradient((point.x, point.y))) <= 1e-8
        signs = np.sign(np.linalg.eigvalsh(surface.hessian((point.x, point.y))))
        assert point.kind == "degenerate" or tuple(signs) == KINDS[point.kind]


@EACH
def test_closed_forms_are_the_points_and_exactly_critical(surface: Surface) -> None:
    formula = sp.nsimplify(surface.formula, rational=True)
    for point in critical_points_of(surface).points:
        assert point.residual == np.hypot(*surface.gradient((point.x, point.y)))
        if point.exact is None:
            continue
        forms: dict = {x: sp.sympify(point.exact[0]), y: sp.sympify(point.exact[1])}
        assert (float(forms[x]), float(forms[y])) == pytest.approx((point.x, point.y), abs=1e-9)
        assert sp.simplify(formula.diff(x).subs(forms)) == sp.simplify(formula.diff(y).subs(forms)) == 0


def test_some_forms_are_known() -> None:
    saddle = [p.exact for p in critical_points_of(SURFACES["bounded_saddle"]).points]
    assert set(saddle) == {("0", "0"), ("0", "sqrt(2)"), ("0", "-sqrt(2)")}
    exact = {name for name, s in SURFACES.items() if any(p.exact for p in critical_points_of(s).points)}
    assert len(exact) >= 15


def countable(surface: Surface) -> bool:
    """All points are listed, and each counts as +1 or -1."""
    known = critical_points_of(surface)
    return known.complete and not known.curves and all(p.kind in INDEX for p in known.points)


def test_most_can_be_counted_twice() -> None:
    left_out = {"monkey_saddle", "easom", "linear_net", "edge_of_stability", "levy_13"}
    assert {name for name, surface in SURFACES.items() if not countable(surface)} == left_out


@pytest.mark.parametrize("name", [name for name, surface in SURFACES.items() if countable(surface)])
def test_a_second_count_agrees(name: str) -> None:
    """Around every rectangle the gradient turns as often as minima and maxima, less saddles, lie inside.

    The map is cut into 49 rectangles, so points that were missed would have to cancel within one of them.
    """
    surface = SURFACES[name]
    known = critical_points_of(surface)
    cuts = [
        low + (high - low) * np.array([0, 0.131, 0.277, 0.433, 0.571, 0.713, 0.859, 1]) for low, high in surface.bounds
    ]
    for i in range(7):
        for j in range(7):
            low, high = np.array([cuts[0][i], cuts[1][j]]), np.array([cuts[0][i + 1], cuts[1][j + 1]])
            expected = sum(INDEX[p.kind] for p in known.points if inside(p, low, high))
            assert turns(surface, low, high) == expected, (low, high)


def test_counts_that_are_known() -> None:
    def count(name: str) -> dict[str, int]:
        kinds = [p.kind for p in critical_points_of(SURFACES[name]).points]
        return {kind: kinds.count(kind) for kind in kinds}

    assert count("himmelblau") == {"minimum": 4, "maximum": 1, "saddle": 4}
    assert count("styblinski_tang") == {"minimum": 4, "maximum": 1, "saddle": 4}
    assert count("rastrigin") == {"minimum": 11 * 11, "maximum": 10 * 10, "saddle": 2 * 11 * 10}
    assert count("monkey_saddle") == {"degenerate": 1}
    assert count("linear_net") == {"saddle": 1}


def test_what_is_left_out_is_said() -> None:
    levy = critical_points_of(SURFACES["levy_13"])
    assert not levy.complete
    assert len(levy.points) == 500 < levy.found
    assert levy.points[0].kind == "minimum"
    assert [round(p.value, 9) for p in levy.points] == sorted(round(p.value, 9) for p in levy.points)
    assert critical_points_of(SURFACES["edge_of_stability"]).curves


def test_other_values_of_parameters_are_searched_anew() -> None:
    dent = SURFACES["dent"]
    assert [p.kind for p in critical_points_of(dent).points] == ["minimum", "minimum", "saddle"]
    assert [p.kind for p in critical_points_of(dent.replace(amplitude=0)).points] == ["minimum"]
