"""A typed formula becomes a surface with everything that a listed one has; its mathematics is done elsewhere."""

import json
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES, FormulaError, TypedSurface, from_formula
from surfaces.formula.assemble import TooLong, assemble, tree
from surfaces.formula.build import SYMBOLS, build, partial
from surfaces.formula.program import Machine, from_data
from surfaces.formula.reader import read
from surfaces.formula.text import text_of
from surfaces.formula.typed import _filled, parameter, typed
from surfaces.latex import to_latex
from tests.arithmetic import real_value_of
from tests.formulas import meaning
from tests.human_latex import matrix, worked_out
from tests.test_surfaces_formula import evaluate
from tests.written import PLACES as PEOPLE
from tests.written import WRITTEN

GOOD = json.loads((Path(__file__).parent / "data" / "good_formulas.json").read_text(encoding="utf-8"))
MORE = (  # that people write: the rest of the acceptance set
    "x^2 + 3y^2", "2xy", "sin(x)cos(y)", "π x² + √(y²+1)", "exp(-x^2-y^2)", "x^2 + a*y^2", "a x^2 + b y^2 + c x y",
    "(x^2+y-11)^2 + (x+y^2-7)^2", "20 + x^2 - 10cos(2πx) + y² − 10 cos(2 π y)", "abs(x) + abs(y)", "max(x^2, abs(y))",
    "min((x-1)^2, (x+1)^2) + y^2", "max(0, x) + y^2", "sign(x) sqrt(abs(x)) + y²", "x^4/4 - x^2/2 + y^2/2",
    "1/(1+x^2+y^2)", "(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2", "log(1+exp(-4(x+3))) + y^2/2",
    "x^2 y^2 / (1 + x^2)", "½(x² + 10y²)", "tanh(x)^2 + atan(y)^2", "exp(x+3y-0.1)+exp(x-3y-0.1)+exp(-x-0.1)",
    "sqrt((x-1)^2+y^2)+sqrt((x+1)^2+y^2)", "x^3 - 3xy^2", "sinh(x/2)^2+cosh(y/3)", "|x|^2".replace("|x|", "abs(x)"),
    "2^-x + 2^x + y^2", "x·y − y·x + x²", "e^(x y / 4)", "asin(x/4) + acos(y/4) + x^2", "tan(x/4)^2 + y^2",
    "a^2 x^2 + (b y)^2", "sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1", "x^-2 + y^2", "(x+y)/(2+sin(x))", "3/4x^2 + y^2/5",
    "x^1.5 + y^2", "(x^2)^(1/4) + y^2", "max(min(x,1),-1)^2+y^2", "-x^2-y^2", "-(x-1)^4 + x^2 - -y^2", "1e-3x + 1e3y^2",
    "sqrt(x)^2 + y^2", "exp(y+ln(x))", "exp(2ln(x)) + y", "ln(x) - ln(x) + y^2", "0*ln(x) + y", "sin(asin(x/4)) + y",
    "sqrt(-x^2)^2 + y^2", "x^0.3*x^0.7 + y", "(x^(1/3))^3 - y", "x/x + y^2", "1/(1/x) + y^2", "e^(-1/x^2) + y^2",
    "1^ln(x) + y^2", "ln(x)^0 + y^2", "min(y, sqrt(x))", "(1+ln(x))^a + y^2",
    "x^a + y^2", "(x^2+y^2)^b - a y", "(x+y)^(a+b)",
)  # fmt: skip
FORMULAS = [*(case["input"] for case in GOOD), *MORE]
EACH = pytest.mark.parametrize("text", FORMULAS)
PLACES = np.array([[0.7, 0.4], [1.3, 2.1], [2.2, 0.9], [0.31, 1.7]])  # where most are real
ELSEWHERE = np.array([[-0.7, 0.4], [0.9, -1.3], [-1.1, -0.6]])  # where many are not
ON_AXES = np.array([[0.0, 0.0], [0.0, 0.8], [-0.4, 0.0]])


def close(found, wanted):
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["input"])
def test_the_good_set_has_the_right_value_and_gradient(case):
    surface = from_formula(case["input"])
    assert surface.value(case["at"]) == pytest.approx(case["value"], rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(surface.gradient(case["at"]), case["gradient"], rtol=1e-12, atol=1e-12)


def values_of(text):
    """The value of a formula and its browser's, without a process, as functions of a place; NaN where there is none."""
    node = read(text)
    symbols: Any = [SYMBOLS[name] for name in "xyabc"]
    machine, nested = Machine(assemble(symbols, [node], 300, node)), tree(node)

    def value(place):
        with np.errstate(all="ignore"):
            return float(machine(*(np.float64(place[name]) for name in "xyabc"))[0])

    def browser(place):
        return shown(_filled(nested, {name: place[name] for name in "abc"}), place["x"], place["y"])

    return value, browser


def shown(tree, x, y):
    """What a browser shows: NaN where a part has no value."""
    try:
        return evaluate(tree, x, y)
    except (ValueError, ZeroDivisionError):
        return math.nan


def test_what_people_write_has_the_value_that_they_mean():
    for text, meant in WRITTEN:
        for each in values_of(text):
            for place in PEOPLE:
                wanted = real_value_of(meant, place)
                assert each(place) == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True), (text, place)


def test_texts_at_random_have_a_value_where_and_only_where_they_mean_one():
    r, outcomes = random.Random(5), Counter()
    for text, meant in (meaning(r, r.randint(2, 5)) for _ in range(1500)):
        try:
            both = values_of(text)
        except FormulaError:  # too long, too deep, or without a value
            continue
        for place in PEOPLE:
            try:
                wanted = real_value_of(meant, place)
            except OverflowError:
                continue
            if not abs(wanted) >= 1e100:
                outcomes["undefined" if math.isnan(wanted) else "defined"] += 1
                for each in both:
                    assert each(place) == pytest.approx(wanted, rel=1e-6, abs=1e-9, nan_ok=True), (text, place)
    assert min(outcomes.values()) > 1000


@EACH
def test_derivatives_are_those_of_the_value(text):
    surface, places = from_formula(text), np.concatenate([PLACES, ELSEWHERE])
    for whole, part in ((surface.value, surface.gradient), (surface.gradient, surface.hessian)):
        step = 1e-5
        for axis in (0, 1):
            off = step * np.eye(2)[axis]
            slope = (whole(places + off) - whole(places - off)) / (2 * step)
            exact = part(places)[..., axis]
            finite = np.isfinite(slope)
            scale = np.abs(exact[finite]).max(initial=1.0)
            np.testing.assert_allclose(exact[finite], slope[finite], rtol=1e-5, atol=1e-5 * scale)


@EACH
def test_there_is_no_derivative_where_there_is_no_value(text):
    surface, places = from_formula(text), np.concatenate([PLACES, ELSEWHERE, ON_AXES])
    nowhere = ~np.isfinite(surface.value(places))
    for part in (surface.gradient, surface.hessian):
        together = part(places)
        assert np.isnan(together[nowhere]).all()
        for place, one in zip(places, together, strict=True):
            np.testing.assert_array_equal(part(place[None])[0], one)
    for order in (1, 2, 3, 4) if text in MORE[-19:] else ():
        for place in places[nowhere].tolist():
            assert np.isnan(surface._partials(order)(place)).all()
            with pytest.raises(ValueError, match="no Taylor model"):
                surface.taylor_coefficients(place, order)


@EACH
def test_latex_read_again_by_a_human_means_the_same(text):
    surface = from_formula(text)
    for x, y in [*PLACES.tolist(), *ELSEWHERE.tolist(), *ON_AXES.tolist()]:
        values = {"x": x, "y": y, **surface.values}
        value = worked_out(surface.symbolic_latex.removeprefix("f(x, y) = "), **values)
        close(value, surface.value((x, y)))
        close(worked_out(surface.latex.removeprefix("f(x, y) = "), x=x, y=y), value)
        if math.isnan(value) or not x * y:
            continue
        gradient, hessian = surface.symbolic_derivatives
        close(np.ravel(matrix(gradient, **values)), surface.gradient((x, y)))
        close(matrix(hessian, **values), surface.hessian((x, y)))


@EACH
def test_the_browser_evaluates_the_same(text):
    surface = from_formula(text)
    tree = json.loads(json.dumps(surface.tree, allow_nan=False))
    for x, y in [*PLACES.tolist(), *ELSEWHERE.tolist(), *ON_AXES.tolist()]:
        close(shown(tree, x, y), surface.value((x, y)))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_listed_surface_can_be_typed(surface):
    found = text_of(surface)
    assert found is not None
    text, named = found
    params = tuple(parameter(name, p.low, p.high) for p, name in named)
    own = typed(text, surface.bounds, params, surface.settings)
    theta = np.random.default_rng(0).uniform(*np.transpose(surface.bounds), size=(20, 2))
    np.testing.assert_allclose(own.value(theta), surface.value(theta), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(own.gradient(theta), surface.gradient(theta), rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(own.hessian(theta), surface.hessian(theta), rtol=1e-9, atol=1e-6)


def test_one_point_and_many_give_the_same_bits():
    for text in ("x^2 + 3y^2", "sin(x)cos(y)/(x^2+1)", "x^7 - x/y"):
        surface = from_formula(text)
        whole = surface.gradient(PLACES)
        for row, theta in enumerate(PLACES):
            assert np.array_equal(surface.gradient(theta[None])[0], whole[row])
            assert np.array_equal(surface.gradient(theta), whole[row])


def test_edges_have_the_stated_convention():
    at = (0.0, 0.0)
    assert from_formula("abs(x) + y^2").gradient(at).tolist() == [0, 0]
    assert from_formula("sign(x) + y^2").gradient(at).tolist() == [0, 0]
    assert from_formula("max(2x, 5x) + y^2").gradient(at).tolist() == [2, 0]  # of the first one
    assert from_formula("min(2x, 5x) + y^2").gradient(at).tolist() == [2, 0]
    assert from_formula("sqrt(x^2) + y^2").gradient((-3.0, 1.0)).tolist() == [-1, 2]
    for text in ("abs(x)^3", "max(x,y)^4 + abs(xy)", "sign(x)x^4 + y^2", "min(x, abs(y))^4"):
        surface = from_formula(text)
        for order in (1, 2, 3, 4):
            assert np.isfinite(surface.taylor_coefficients((0.5, -0.25), order)).all()


@pytest.mark.parametrize(
    ("text", "dials", "like"),
    [
        ("x^a + y^2", {"a": 2.0}, "x^2 + y^2"),
        ("x^a + y^b", {"a": 3.0, "b": 4.0}, "x^3 + y^4"),
        ("x^a y", {"a": 0.0}, "x^0 y"),
        ("(x^2+y^2)^a", {"a": 1.0}, "x^2 + y^2"),
        ("(x^2+y^2)^a", {"a": 2.0}, "(x^2+y^2)^2"),
        ("(x-y)^(a+b)", {"a": 1.0, "b": 2.0}, "(x-y)^3"),
        ("abs(x)^a + abs(y)^a", {"a": 3.0}, "abs(x)^3 + abs(y)^3"),
        ("2^x (x y)^a", {"a": 2.0}, "2^x (x y)^2"),
        ("x^a", {"a": 2.5}, "x^2.5"),
        ("x^-a + y", {"a": 1.0}, "x^-1 + y"),
    ],
)
def test_a_dial_as_an_exponent_has_the_derivatives_of_that_exponent(text, dials, like):
    one, other = from_formula(text).replace(**dials), from_formula(like)
    places = np.concatenate([PLACES, ELSEWHERE, ON_AXES, [[0.0, 1.0], [0.5, 0.5]]])
    close(one.value(places), other.value(places))
    close(one.gradient(places), other.gradient(places))
    close(one.hessian(places), other.hessian(places))
    for order in (3, 4):
        close(one._partials(order)(places), other._partials(order)(places))


def test_gradient_descent_arrives_where_the_exponent_is_a_dial():
    surface = from_formula("x^a + y^2").replace(a=2.0)
    path = run(OPTIMIZERS["gradient_descent"](lr=0.5), surface, np.array([[1.0, 1.0]]), 5)
    np.testing.assert_array_equal(path.theta[1:], np.zeros_like(path.theta[1:]))


def test_powers_of_dials_are_typeset_as_in_a_textbook():
    gradient, hessian = from_formula("x^a + y^2").symbolic_derivatives
    assert gradient == r"\begin{pmatrix} a x^{a - 1} \\ 2 y \end{pmatrix}"
    assert hessian == (r"\begin{pmatrix} a x^{a - 2} \left(a - 1\right) & 0 \\ 0 & 2 \end{pmatrix}")


def test_a_flat_half_has_the_slope_0():
    surface = from_formula("sqrt(max(0,x)) + y^2")
    assert surface.gradient((-1.0, 1.0)).tolist() == [0, 2]
    assert surface.hessian((-1.0, 1.0)).tolist() == [[0, 0], [0, 2]]
    assert surface.gradient((0.25, 1.0)).tolist() == [1, 2]


def test_what_sympy_makes_a_cotangent_of_is_a_surface():
    for text in ("tan(x+pi/2) + y", "tan(π/2-x)", "x - tan(y+pi/2)^2"):
        surface = from_formula(text)
        step = 1e-6 * np.eye(2)
        slope = [(surface.value(PLACES + d) - surface.value(PLACES - d)) / 2e-6 for d in step]
        np.testing.assert_allclose(surface.gradient(PLACES), np.transpose(slope), rtol=1e-6)


def test_taylor_models_up_to_the_fourth_order():
    surface = from_formula("x^4 + a x y^3 - y")
    exact = sp.Poly(surface.taylor((1.0, -2.0), 4), *sp.symbols("h k", real=True))
    h, k = sp.symbols("h k", real=True)
    wanted = sp.Poly(sp.expand((1 + h) ** 4 + (1 + h) * (k - 2) ** 3 - (k - 2)), h, k)
    assert max(map(abs, (exact - wanted).coeffs())) < 1e-9


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_optimizer_descends_it_as_it_does_the_listed_one(optimizer):
    own, listed = from_formula("x^2/2 + 5y^2 + 0*x"), SURFACES["ravine"]
    one, two = (run(optimizer(), surface, np.array([[2.0, 1.0]]), 20) for surface in (own, listed))
    np.testing.assert_allclose(one.theta, two.theta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "minima"),
    [
        ("x^2 + 3y^2", [(0, 0)]),
        ("(x^2-1)^2 + y^2", [(-1, 0), (1, 0)]),
        ("abs(x-1) + abs(y)", [(1, 0)]),
        ("sqrt((x-1)^2 + y^2)", [(1, 0)]),
        ("max(abs(x), 2abs(y-0.5))", [(0, 0.5)]),
        ("abs(y-x^2)*10 + (x-1)^2/10", [(1, 1)]),
        ("x^2 - y^2", []),
        ("max(x, 0) + y^2", []),  # a whole half-line
        ("abs(x-0.3y)*10 + (x-4)^2/10", []),  # a steep straight valley that falls all the way to the edge
        ("x + y", []),
        ("1e-6(x^2 + y^2)", [(0, 0)]),
        ("1e6(x^2 + y^2)", [(0, 0)]),
        ("x^2 + y^2 + sign(x)", []),  # ever lower towards the edge from the left, and higher on it
        ("x^2 + y^2 - sign(abs(x))", []),
    ],
)
def test_minima_are_found_on_smooth_ground_and_on_edges(text, minima):
    surface = from_formula(text)
    assert surface.minima_are == "found"
    assert len(surface.minima) == len(minima)
    for found, wanted in zip(sorted(surface.minima), sorted(minima), strict=True):
        assert found == pytest.approx(wanted, abs=2e-3)


@pytest.mark.parametrize(
    "text", ["log(x^2+y^2)", "log((x-1/3)^2+y^2)", "-1/(x^2+y^2)", "-1/((x-0.3)^2+(y-0.1)^2)", "-1/abs(x-1/3)+y^2"]
)
def test_a_pole_is_no_minimum(text):
    surface = typed(text)
    assert surface.found == ()
    assert surface.lowest is None


@pytest.mark.parametrize("text", ["exp(3x^2+y^2)", "exp(4x^2)+y^2", "1000000*x^2+y^2/1000", "10^-9*(x^2+y^2)"])
def test_what_is_flat_beside_the_steepest_place_of_the_map_may_be_a_minimum(text):
    assert typed(text).found == ((0.0, 0.0, "minimum"),)
    assert typed("x^3+y^2").found == ((0.0, 0.0, "degenerate"),)


def test_saddles_and_maxima_are_told():
    kinds = sorted(kind for _, _, kind in from_formula("x^4/4 - x^2/2 - y^2").found)
    assert kinds == ["maximum", "saddle", "saddle"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("(x^2+y^2)^1.5", ["minimum"]),
        ("sqrt(x^2+y^2)^3", ["minimum"]),
        ("(x^2+y^2)^1.25", ["minimum"]),
        ("-(x^2+y^2)^1.5", ["maximum"]),
        ("x (x^2+y^2)^0.75", ["degenerate"]),  # a slope on both sides
        ("x^2*ln(x^2)+y^2", []),  # there is no value
    ],
)
def test_a_level_point_without_a_hessian_is_what_surrounds_it(text, kinds):
    assert [kind for x, y, kind in from_formula(text).found if np.hypot(x, y) < 1e-3] == kinds


def test_parameters_are_dials():
    surface = from_formula("x^2 + a y^2 + b x")
    assert [p.name for p in surface.params] == ["a", "b"]
    assert surface.values == {"a": 1.0, "b": 1.0}
    other = surface.replace(a=-2.0, b=0.0)
    assert other.value((1.0, 2.0)) == 1 - 8
    assert other.hessian((0.0, 0.0)).tolist() == [[2, 0], [0, -4]]
    assert other.minima == ()
    assert surface.replace(b=0.0).minima == ((0.0, 0.0),)
    assert other == surface.replace(a=-2.0, b=0.0)
    assert hash(other) == hash(surface.replace(a=-2.0, b=0.0))
    assert other != surface
    assert "-4" in other.hessian_latex
    with pytest.raises(ValueError, match="between"):
        surface.replace(a=6.0)
    with pytest.raises(ValueError, match="no parameter"):
        surface.replace(c=1.0)


def test_starts_are_on_a_slope():
    for text in ("x^2 + y^2", "max(x,0) + max(y,0)", "log(x) + y^2"):
        surface = from_formula(text)
        assert np.isfinite(surface.value(surface.starts)).all()
        assert (surface.gradient(surface.starts) != 0).any(axis=-1).all()
    assert from_formula("0*x + 0*y").starts == ((0.0, 0.0),)


def test_what_sympy_alone_sees_has_a_message_too():
    for text in ("sqrt(-x^2)", "log(x-x)", "y + 1/(x-x)", "(x-x)^-1", "acos(2+0x)", "y + acos(2+0x)"):
        with pytest.raises(FormulaError, match="no value"):
            from_formula(text)
    with pytest.raises(FormulaError, match="no derivatives"):
        from_formula("0^x + y")


def test_only_programs_are_run():
    x, y = SYMBOLS["x"], SYMBOLS["y"]
    good = assemble([x, y], [build(read("x^2 + sin(y)"))], 50).as_data()
    machine = Machine(from_data(good, 2, 1, 50))
    assert machine(np.float64(2), np.float64(0)) == [4]
    for bad in (
        None,
        {},
        [2, [], [], []],
        [3, *good[1:]],
        [2, ["1"], [], [0]],
        [2, [1.0], [["eval", 0]], [0]],
        [2, [1.0], [["mul", 0]], [0]],
        [2, [1.0], [["mul", 0, 3]], [0]],
        [2, [1.0], [["mul", 0, -1]], [0]],
        [2, [1.0], [["mul", 0, True]], [0]],
        [2, [1.0], [["mul", 0, 1]] * 51, [0]],
        [2, [1.0], [["mul", 0, 1]], [4]],
    ):
        with pytest.raises(ValueError, match="program"):
            from_data(bad, 2, 1, 50)


def test_a_program_has_an_end():
    x, y = SYMBOLS["x"], SYMBOLS["y"]
    with pytest.raises(TooLong):
        assemble([x, y], [partial(build(read("sin(xy)^8 cos(x-y)^8")), 2, 2)], 60)


def test_typed_and_listed_surfaces_print_alike():
    surface = from_formula("x^2 + 3y^2")
    assert isinstance(surface, TypedSurface)
    assert surface.latex == surface.symbolic_latex == "f(x, y) = x^{2} + 3 y^{2}"
    assert surface.gradient_latex == r"\nabla f(x, y) = \begin{pmatrix} 2 x \\ 6 y \end{pmatrix}"
    assert to_latex(surface.taylor((1.0, 0.0), 1)) == "1 + 2 h"
