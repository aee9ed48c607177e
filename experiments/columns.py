"""The numbers of a run as columns: the table, its CSV, and the curves of every quantity over the steps.

Names and symbols come from the state's fields and the equations of the rule, whatever rule it is.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from experiments.record import Array, Record
from optimizers import Optimizer, proof
from optimizers.notation import grad, hess, value
from sympy_lock import SYMPY_LOCK

Names = tuple[str, str]  # of the coordinates, as LaTeX


@dataclass(frozen=True, eq=False)
class Column:
    """One number of every step. `values` (count,), NaN where there is none, as the rate before the first update."""

    name: str  # plain, for files
    latex: str
    values: Array


@dataclass(frozen=True, eq=False)
class Trace:
    """One quantity over the steps: its components, and a limit it is to be held against, where there is one."""

    latex: str
    says: str
    columns: tuple[Column, ...]
    limit: Column | None = None


@lru_cache(maxsize=32)
def columns(record: Record) -> tuple[Column, ...]:
    """Point, loss, gradient, norm, rate, and every number of the optimizer's state."""
    gradient, theta, names, f = record.gradient, record.theta, record.surface.coordinates, record.surface.letter
    found = [
        *_vector("theta", r"\theta_{t}", theta, names),
        Column("loss", f, record.loss),
        *_vector("gradient", rf"\nabla {f}_{{t}}", gradient, names),
        Column("gradient_norm", rf"\lVert \nabla {f} \rVert", np.hypot(gradient[:, 0], gradient[:, 1])),
        rate(record),
    ]
    for name, (symbol, values) in _states(record).items():
        found += _components(name, symbol, values, names)
    return tuple(found)


def rate(record: Record) -> Column:
    """The rate of the update that led to each point."""
    values = np.concatenate([[np.nan], record.rate])[: record.count]
    return Column("rate", r"\eta", values)


def step_curve(changes: Array, count: int) -> Array:
    """Changes (count - 1,) of the steps t -> t + 1, each at its t; none at the last point."""
    return np.append(changes, np.nan)[:count]


def to_csv(record: Record) -> str:
    """Every step and every column, in full precision."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    shown = columns(record)
    writer.writerow(["step", *(column.name for column in shown)])
    for t, row in enumerate(zip(*(column.values.tolist() for column in shown), strict=True)):
        writer.writerow([t, *("" if number != number else repr(number) for number in row)])
    return out.getvalue()


@lru_cache(maxsize=32)
def traces(record: Record) -> tuple[Trace, ...]:
    """What can be drawn over the steps: the state, what follows from it alone, roots and rates, the sharpness."""
    found: list[Trace] = []
    roles, names = _roles(record.optimizer), record.surface.coordinates
    for name, symbol, values, says in _followed(record):
        found.append(Trace(_bare(symbol), says, _components(name, symbol, values, names)))
        if name not in roles.squares:
            continue
        with np.errstate(all="ignore"):
            root = np.sqrt(values)
            effective = rate(record).values[:, None] / root
        found.append(_of_coordinates(f"root_{name}", rf"\sqrt{{{symbol}}}", f"root of: {says}", root, names))
        if name in roles.divisors:
            says = "effective rate of each coordinate"
            found.append(_of_coordinates(f"rate_{name}", rf"\eta / \sqrt{{{symbol}}}", says, effective, names))
    sharpness = Column("sharpness", r"\lambda_{\max}", record.sharpness)
    with np.errstate(all="ignore"):
        limit = Column("limit", r"2 / \eta", 2 / np.append(record.rate, np.nan)[: record.count])
    found.append(Trace(sharpness.latex, "sharpness: the largest curvature", (sharpness,), limit))
    return tuple(found)


def _vector(name: str, symbol: str, values: Array, names: Names) -> tuple[Column, ...]:
    return tuple(
        Column(f"{name}_{_in_files(letter)}", _with_index(symbol, letter), values[:, i])
        for i, letter in enumerate(names)
    )


def _in_files(letter: str) -> str:
    return letter.replace("_", "")


def _of_coordinates(name: str, symbol: str, says: str, values: Array, names: Names) -> Trace:
    return Trace(_bare(symbol), says, _vector(name, symbol, values, names))


def _components(name: str, symbol: str, values: Array, names: Names) -> tuple[Column, ...]:
    """The numbers of one quantity, (count, ...), each as a column."""
    flat = values.reshape(len(values), -1)
    if flat.shape[1] == 1:
        return (Column(name, _bare(symbol), flat[:, 0]),)
    if values.ndim == 2:
        return _vector(name, symbol, values, names)
    second = range(1, values.shape[2] + 1)
    pairs = [(letter, index) for letter in names for index in second]
    return tuple(
        Column(f"{name}_{_in_files(letter)}_{index}", _with_index(symbol, f"{letter},{index}"), flat[:, i])
        for i, (letter, index) in enumerate(pairs)
    )


def _bare(symbol: str) -> str:
    return symbol.replace("_{t}", "")


def _with_index(symbol: str, index: str) -> str:
    return symbol.replace("_{t}", f"_{{{index}}}") if "_{t}" in symbol else f"{symbol}_{{{index}}}"


@dataclass(frozen=True)
class _Roles:
    """The parts that quantities play in the equations of a rule, by name."""

    squares: frozenset[str]  # they have the size of a square
    divisors: frozenset[str]  # what stands below a fraction bar contains them
    askers: frozenset[str]  # lines that ask the loss


_ROLES: dict[tuple[type[Optimizer], ...], _Roles] = {}


def _roles(optimizer: Optimizer) -> _Roles:
    rule = proof.kinds(optimizer)
    if rule not in _ROLES:
        equations = proof.equations(optimizer)
        with SYMPY_LOCK:
            below = [p.base for e in equations for p in e.rhs.atoms(sp.Pow) if p.exp.could_extract_minus_sign()]
            _ROLES[rule] = _Roles(
                frozenset(e.lhs.name for e in equations if e.glyph == "square"),
                frozenset(symbol.name for base in below for symbol in base.atoms(sp.Symbol)),
                frozenset(e.lhs.name for e in equations if e.rhs.has(grad, hess, value)),
            )
    return _ROLES[rule]


def _states(record: Record) -> dict[str, tuple[str, Array]]:
    """Every quantity of the state: its symbol, and its values (count, ...)."""
    symbols = {line.name: line.symbol for line in proof.lines(record.optimizer)}
    found: dict[str, tuple[str, Array]] = {}
    kept = [proof.fields(state) for state in record.states[: record.count]]
    for name in kept[0] if kept else ():
        values = np.array([np.asarray(state[name], dtype=float).reshape(np.shape(state[name])[1:]) for state in kept])
        found[name] = symbols[name], values if values.ndim > 1 else values[:, None]
    return found


def _followed(record: Record) -> Iterator[tuple[str, str, Array, str]]:
    """The state's quantities and those lines of the update that follow from it without asking the loss again."""
    count, askers = record.count, _roles(record.optimizer).askers
    states = _states(record)
    says = {line.name: line.equation.says for line in proof.lines(record.optimizer)}
    known: dict[str, Any] = {name: values for name, (_, values) in states.items()}
    known |= {"t": np.arange(count, dtype=float)[:, None], "lr": rate(record).values[:, None]}
    known |= {"base_lr": np.float64(record.optimizer.lr)}
    known |= {name: np.float64(number) for name, number in proof.settings(record.optimizer).items()}
    for line in proof.lines(record.optimizer):
        if line.name in states:
            yield line.name, line.symbol, states[line.name][1], says[line.name]
        elif line.compute and set(line.needs) <= set(known) and line.name not in askers:
            with np.errstate(all="ignore"):
                values = np.asarray(line.compute(None, *(known[name] for name in line.needs)), dtype=float)
            known[line.name] = values
            if values.ndim > 1 and len(values) == count:
                values = np.concatenate([np.full_like(values[:1], np.nan), values[1:]])  # no update led to the start
                yield line.name, line.symbol, values, says[line.name]
