"""The equations of an optimizer: built once, as LaTeX, and as numbers computed independently of its `step`.

Building is lazy, once for each rule (and for each pair of wrapper and inner rule), under the process-wide
lock. What is kept are strings and compiled functions, which any thread may use.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp

from optimizers import algebra
from optimizers.core import Array, Equation, Loss, Optimizer, Points, State
from optimizers.notation import Searched, Symbols, flat, latex_names
from sympy_lock import SYMPY_LOCK


@dataclass(frozen=True)
class Line:
    """One equation, ready for use: compute(loss, *values) with the values named in `needs`; None if Searched.

    symbol is the LaTeX of the left-hand side; blank that of the right-hand side with `BLANK` in the place of symbols.
    """

    equation: Equation
    name: str
    latex: str
    symbol: str
    blank: str
    needs: tuple[str, ...]
    compute: Callable[..., Any] | None


BLANK = "«{}»"  # stands for the number of the quantity so named, in a line that is to be filled in

_BUILT: dict[tuple[type[Optimizer], ...], tuple[Line, ...]] = {}


def lines(optimizer: Optimizer) -> tuple[Line, ...]:
    """The lines of an update, in the order of `step`. They do not depend on the settings' values."""
    rule = kinds(optimizer)
    if rule not in _BUILT:
        with SYMPY_LOCK:
            if rule not in _BUILT:
                _BUILT[rule] = _build(optimizer)
    return _BUILT[rule]


def equations(optimizer: Optimizer) -> tuple[Equation, ...]:
    """The equations alone."""
    return tuple(line.equation for line in lines(optimizer))


def latex_lines(optimizer: Optimizer) -> tuple[str, ...]:
    """Each equation as LaTeX, `lhs = rhs`, in the textbook's order of terms."""
    return tuple(line.latex for line in lines(optimizer))


def numbers(
    optimizer: Optimizer,
    loss: Loss,
    theta_prev: Points,
    state_prev: State,
    state: State,
    lr: float,
    t: int,
) -> tuple[Array, ...]:
    """Every line of update t as numbers: evaluated from the equations, each line from the ones above it.

    loss is that of this update, `loss.at(t)`. Shapes: (n, 2) for vectors, (n, 1) for a number of each
    trajectory, (n, 2, 2) for matrices, () for a number that all rows share. The last line is the new theta.
    What a line search finds no formula gives: that one number is read from `state`, the state after the update.
    """
    known = quantities(optimizer, loss, theta_prev, state_prev, state, lr, t)
    return tuple(known[line.name] for line in lines(optimizer))


def quantities(
    optimizer: Optimizer,
    loss: Loss,
    theta_prev: Points,
    state_prev: State,
    state: State,
    lr: float,
    t: int,
) -> dict[str, Array]:
    """As `numbers`, by name and with all that the lines use: settings, t, and the state before the update."""
    shared = {"lr": lr, "base_lr": optimizer.lr, "t": t} | _settings(optimizer)
    known: dict[str, Any] = {name: np.float64(number) for name, number in shared.items()}  # 1/0 is inf, as in a step
    known |= {"theta_prev": theta_prev} | _quantities(state_prev, "_prev")
    with np.errstate(all="ignore"):
        for line in lines(optimizer):
            if line.compute is None:
                known[line.name] = _quantities(state, "")[line.name]
            else:
                known[line.name] = line.compute(loss, *(known[name] for name in line.needs))
    return {name: np.asarray(number, dtype=float) for name, number in known.items()}


def fields(state: State) -> dict[str, Any]:
    """The quantities in a state by name, an inner optimizer's with its prefix."""
    return _quantities(state, "")


def settings(optimizer: Optimizer) -> dict[str, float]:
    """The settings by name, an inner optimizer's with its prefix; without the rate."""
    return _settings(optimizer)


def kinds(optimizer: Optimizer) -> tuple[type[Optimizer], ...]:
    """The rule, from the outermost wrapper inwards: what the equations depend on."""
    return (type(optimizer), *(kinds(optimizer.inner) if optimizer.inner else ()))


def _settings(optimizer: Optimizer, prefix: str = "") -> dict[str, float]:
    own = {prefix + name: getattr(optimizer, name) for name in optimizer.hypers() if name != "lr"}
    return own | (_settings(optimizer.inner, prefix + "inner_") if optimizer.inner else {})


def _quantities(state: State, suffix: str, prefix: str = "") -> dict[str, Any]:
    found = {prefix + name + suffix: value for name, value in state._asdict().items() if name not in ("t", "inner")}
    return found | (_quantities(state.inner, suffix, prefix + "inner_") if hasattr(state, "inner") else {})


def _build(optimizer: Optimizer) -> tuple[Line, ...]:
    with sp.evaluate(False):
        written = [replace(e, rhs=flat(e.rhs)) for e in optimizer.equations(Symbols(optimizer))]
        symbols = {symbol for e in written for symbol in (e.lhs, *e.symbols)}
        names = latex_names(optimizer, symbols)
        texts = [sp.latex(e.rhs, order="none", symbol_names=names) for e in written]
        blanks = {symbol: BLANK.format(symbol.name) for symbol in symbols}
        filled = [sp.latex(e.rhs, order="none", symbol_names=blanks, mul_symbol="times") for e in written]
    return tuple(
        Line(e, e.lhs.name, f"{names[e.lhs]} = {text}", names[e.lhs], blank, *_compile(e))
        for e, text, blank in zip(written, texts, filled, strict=True)
    )


def _compile(equation: Equation) -> tuple[tuple[str, ...], Callable[..., Any] | None]:
    if isinstance(equation.rhs, Searched):
        return (), None
    needs = sorted(equation.symbols, key=lambda symbol: symbol.name)
    compute = sp.lambdify([sp.Symbol("loss"), *needs], equation.rhs, modules=[vars(algebra), "numpy"])
    return tuple(symbol.name for symbol in needs), compute
