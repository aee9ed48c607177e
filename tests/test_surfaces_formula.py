"""The formula as it leaves Python: as a tree for the browser, and as LaTeX."""

import json
import math
import operator
from typing import Any

import numpy as np
import pytest
import sympy as sp

from surfaces import SURFACES, Surface, to_latex, x, y
from surfaces.tree import OPERATIONS, to_tree
from tests.arithmetic import power

EACH = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)

EVALUATE = {
    "add": lambda *a: math.fsum(a),
    "mul": lambda *a: math.prod(a),
    "div": operator.truediv,  # of a typed formula
    "pow": power,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "abs": abs,
    "sign": lambda a: float(np.sign(a)),
    "max": max,
    "min": min,
}


def evaluate(tree: Any, a: float, b: float) -> float:
    if isinstance(tree, list):
        return EVALUATE[tree[0]](*(evaluate(part, a, b) for part in tree[1:]))
    return {"x": a, "y": b}[tree] if isinstance(tree, str) else tree


def check_tree(surface: Surface) -> None:
    tree = json.loads(json.dumps(surface.tree, allow_nan=False))
    assert tree == surface.tree
    theta = np.random.default_rng(0).uniform(*np.transpose(surface.bounds), size=(200, 2))
    expected = surface.value(theta)
    found = [evaluate(tree, a, b) for a, b in theta.tolist()]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14 * np.abs(expected).max())


@EACH
def test_the_tree_is_the_value(surface: Surface) -> None:
    check_tree(surface)
    if surface.params:
        check_tree(surface.replace(**{p.name: 0.3 * p.low + 0.7 * p.high for p in surface.params}))


def test_every_operation_of_a_tree() -> None:
    one_operand = [kind for kind in OPERATIONS if kind not in (sp.Add, sp.Mul, sp.Pow, sp.Max, sp.Min)]
    for kind in one_operand:
        assert to_tree(kind(x)) == [OPERATIONS[kind], "x"]
    assert to_tree(sp.sqrt(x)) == ["sqrt", "x"]
    assert to_tree(x**3) == ["pow", "x", 3.0]
    assert to_tree(1 / y) == ["pow", "y", -1.0]
    assert to_tree(sp.Max(x, 2)) == ["max", 2.0, "x"]
    assert to_tree(sp.Min(x, 2)) == ["min", 2.0, "x"]
    assert to_tree(sp.Rational(1, 4) + 0 * x) == 0.25
    assert to_tree(sp.pi) == math.pi
    assert set(OPERATIONS.values()) | {"sqrt", "div"} == set(EVALUATE)


@pytest.mark.parametrize(
    "expr",
    [sp.gamma(x), sp.Piecewise((x, x > 0), (y, True)), sp.Symbol("z"), sp.I * x, sp.oo, sp.nan, sp.Integral(x, x)],
    ids=str,
)
def test_what_a_tree_does_not_know_it_refuses(expr: Any) -> None:
    with pytest.raises(TypeError, match="tree"):
        to_tree(expr)


@EACH
def test_latex_holds_the_formula_and_only_its_numbers(surface: Surface) -> None:
    for text in (surface.latex, surface.gradient_latex, surface.hessian_latex):
        assert text.count("{") == text.count("}")
        assert text.count(r"\left(") == text.count(r"\right)")
        for p in surface.params:
            assert p.latex not in text
            assert p.name not in text
    assert surface.latex.startswith("f(x, y) = ")
    assert surface.gradient_latex.startswith(r"\nabla f(x, y) = ")
    assert surface.hessian_latex.startswith(r"\nabla^2 f(x, y) = ")
    for p in surface.params:
        assert p.latex in surface.symbolic_latex


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("bowl", r"\frac{1}{2} \left(x^{2} + y^{2}\right)"),
        ("rosenbrock", r"\left(1 - x\right)^{2} + 100 \left(y - x^{2}\right)^{2}"),
        ("bounded_saddle", r"x^{2} - y^{2} + \frac{y^{4}}{4}"),
        ("plateau", r"1 - e^{-\frac{1}{2} \left(x^{2} + y^{2}\right)}"),
        ("matyas", r"0.26 x^{2} - 0.48 x y + 0.26 y^{2}"),
        ("himmelblau", r"\left(x^{2} + y - 11\right)^{2} + \left(x + y^{2} - 7\right)^{2}"),
        ("wall_meadow", r"\frac{x^{2}}{10} + \frac{y^{2}}{2} + 5 \ln{\left(1 + e^{- 4 x - 12} \right)}"),
    ],
)
def test_latex_stands_in_the_order_of_textbooks(name: str, formula: str) -> None:
    assert SURFACES[name].latex == f"f(x, y) = {formula}"


def test_symbolic_latex() -> None:
    assert SURFACES["ravine"].symbolic_latex == r"f(x, y) = \frac{1}{2} \left(x^{2} + \kappa y^{2}\right)"


def test_a_taylor_model_rises_from_its_constant() -> None:
    model = SURFACES["rosenbrock"].taylor((1.5, 2.0), 2)
    assert to_latex(model) == r"6.5 + 151 h - 50 k + 951 h^{2} - 600 h k + 100 k^{2}"


@pytest.mark.parametrize(
    ("number", "text"),
    [(2.0, "2"), (-0.5, "-0.5"), (1 / 3, "0.333333"), (1e-9, "10^{-9}"), (-2.5e20, r"-2.5 \cdot 10^{20}")],
)
def test_numbers_are_short(number: float, text: str) -> None:
    assert to_latex(sp.Float(number)) == text
