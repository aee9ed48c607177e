"""What is shown is what ran: the equations, evaluated, are the step."""

import ast
import inspect
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from optimizers import OPTIMIZERS, equations, latex_lines, numbers, proof
from optimizers.notation import Searched
from tests.losses import CONVEX, GENTLE, NoisyLoss

WRAPPERS = [name for name, cls in OPTIMIZERS.items() if cls.inner is not None]
INNER = [name for name in OPTIMIZERS if name not in WRAPPERS]
RULES = [(name,) for name in OPTIMIZERS] + [(name, inner) for name in WRAPPERS for inner in INNER]
RULES += [
    ("sam", "lookahead", "rmsprop"),
    ("sam", "sam", "adam"),
    ("lookahead", "sam", "sam", "nesterov"),
    ("lookahead", "lookahead", "momentum"),
]
ALL = pytest.mark.parametrize("rule", RULES, ids="-".join)
START = np.array([[2.0, -1.5], [-0.7, 0.4], [0.3, 2.2]])


def draw(hyper, random):
    if hyper.whole:
        return int(random.integers(hyper.low, hyper.high, endpoint=True))
    if hyper.scale == "log":
        return float(np.exp(random.uniform(np.log(hyper.low), np.log(hyper.high))))
    return float(random.uniform(hyper.low, hyper.high))


def build(rule, random=None):
    """The rule, wrappers first, with its defaults or with settings drawn from the declared ranges."""
    cls = OPTIMIZERS[rule[0]]
    settings = {key: draw(hyper, random) for key, hyper in cls.hypers().items()} if random else {}
    return cls(**settings, **({"inner": build(rule[1:], random)} if len(rule) > 1 else {}))


def freeze(value):
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, tuple):
        for part in value:
            freeze(part)


def flat(state, prefix=""):
    found = {prefix + key: value for key, value in state._asdict().items() if key not in ("t", "inner")}
    return found | (flat(state.inner, prefix + "inner_") if hasattr(state, "inner") else {})


@ALL
@pytest.mark.parametrize("before", [0, 1, 7])
def test_the_equations_evaluate_to_the_step(rule, before):
    for seed in range(4):
        check_the_equations(rule, before, seed)


def check_the_equations(rule, before, seed):
    random = np.random.default_rng([seed, before])
    optimizer = build(rule, random)
    theta, loss = START.copy(), NoisyLoss(CONVEX if rule[-1] == "newton" else GENTLE, 0.1)
    state = optimizer.init(theta)
    for t in range(1, before + 1):
        theta, state = optimizer.step(theta, loss.at(t), state, optimizer.lr)
    freeze((theta, state))

    t, lr = before + 1, optimizer.lr * random.uniform(0.5, 1.0)
    new, new_state = optimizer.step(theta, loss.at(t), state, lr)
    again, again_state = optimizer.step(theta, loss.at(t), state, lr)
    np.testing.assert_array_equal(new, again)
    names = [equation.lhs.name for equation in equations(optimizer)]
    values = dict(zip(names, numbers(optimizer, loss.at(t), theta, state, new_state, lr, t), strict=True))

    scale = np.maximum(1, np.maximum(np.abs(theta), np.abs(new - theta)))
    assert np.isfinite(new).all(), optimizer
    assert (np.abs(values["theta"] - new) <= 1e-12 * np.abs(new) + 1e-12 * scale).all(), optimizer
    for name, value in flat(new_state).items():
        np.testing.assert_allclose(values[name], value, rtol=1e-12, atol=1e-12, err_msg=name)
        np.testing.assert_array_equal(flat(again_state)[name], value)


@ALL
def test_every_line_uses_what_stands_above_it(rule):
    optimizer = build(rule)
    known = {"theta_prev", "lr", "base_lr", "t"} | proof._settings(optimizer).keys()
    known |= proof._quantities(optimizer.init(START), "_prev").keys()
    names = [equation.lhs.name for equation in equations(optimizer)]
    assert names[-1] == "theta"
    assert len(set(names)) == len(names)
    assert flat(optimizer.init(START)).keys() <= set(names)
    for equation in equations(optimizer):
        used = {symbol.name for symbol in equation.symbols}
        if isinstance(equation.rhs, Searched):
            used = {name for name in used if name.rpartition("inner_")[2] != "a"}  # the rate that a search tries
        assert used <= known
        known.add(equation.lhs.name)
        assert equation.at is None or equation.at in known
        assert equation.of is None or equation.of in known
        assert equation.glyph in ("vector", "step", "square", "point", "ghost", "scalar", "matrix", "none")
        assert equation.says


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name not in WRAPPERS])
def test_code_and_equations_name_the_same_quantities_in_the_same_order(name):
    tree = ast.parse(textwrap.dedent(inspect.getsource(OPTIMIZERS[name].step)))
    targets = [node.targets[0] for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    assigned = [target.id for target in targets if isinstance(target, ast.Name)]
    assert [n for n in assigned if n != "t"] == [e.lhs.name for e in equations(OPTIMIZERS[name]())[:-1]]


@ALL
def test_shapes_of_the_numbers(rule):
    optimizer = build(rule)
    state = optimizer.init(START)
    new, new_state = optimizer.step(START, GENTLE, state, optimizer.lr)
    lines = numbers(optimizer, GENTLE, START, state, new_state, optimizer.lr, 1)
    shapes = {
        "vector": {(3, 2)},
        "square": {(3, 2)},
        "point": {(3, 2)},
        "ghost": {(3, 2)},
        "scalar": {(), (3, 1)},
        "matrix": {(3, 2, 2)},
    }
    for equation, value in zip(equations(optimizer), lines, strict=True):
        assert value.shape in shapes.get(equation.glyph, {value.shape})
    assert lines[-1].shape == new.shape


def test_latex_keeps_the_order_of_the_textbook():
    assert latex_lines(OPTIMIZERS["adam"]())[1:4:2] == (
        r"m_{t} = \beta_1 m_{t-1} + \left(1 - \beta_1\right) g_{t}",
        r"\hat{m}_{t} = \frac{m_{t}}{1 - \beta_1^{t}}",
    )
    assert latex_lines(OPTIMIZERS["nesterov"]())[0] == r"\tilde{\theta}_{t} = \theta_{t-1} - \eta \beta d_{t-1}"


def test_a_letter_used_twice_gets_a_prime():
    lines = latex_lines(OPTIMIZERS["sam"](inner=OPTIMIZERS["rmsprop"]()))
    assert r"+ \rho \frac" in lines[0]
    assert lines[2] == r"v_{t} = \rho^{\prime} v_{t-1} + \left(1 - \rho^{\prime}\right) g_{t}^{2}"


@ALL
def test_each_symbol_prints_in_its_own_way(rule):
    optimizer = build(rule)
    symbols = {symbol for e in equations(optimizer) for symbol in (e.lhs, *e.symbols)}
    printed = list(proof.latex_names(optimizer, symbols).values())
    assert len(set(printed)) == len(printed)
    for text in printed:
        opened = [text[:i].count("{") - text[:i].count("}") for i, char in enumerate(text) if char == "^"]
        assert opened.count(0) <= 1, "two superscripts on one letter are no LaTeX"


def test_a_misspelt_symbol_is_an_attribute_error():
    with pytest.raises(AttributeError, match="m_hatt"):
        proof.Symbols(OPTIMIZERS["adam"]()).m_hatt  # noqa: B018


def test_threads_build_the_same_equations(monkeypatch):
    alone = [latex_lines(build(rule)) for rule in RULES]
    monkeypatch.setattr(proof, "_BUILT", {})
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda rule: latex_lines(build(rule)), RULES * 4))
    assert together == alone * 4


def test_importing_builds_no_equation_and_loads_nothing_of_the_screen():
    code = """
import sys, optimizers
assert not optimizers.proof._BUILT
assert not optimizers.schedule._BUILT
assert not {"streamlit", "plotly", "surfaces"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", code], check=True)
