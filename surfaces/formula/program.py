"""Expressions as data: a list of operations on numbered values, which a small machine runs in NumPy.

That is how a formula of a stranger comes back from the process that worked it out: nothing is compiled, nothing is
unpickled. A program is checked before it runs: every operation is one of OPERATIONS, every operand a value before it.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

OPERATIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "add": (2, operator.add),  # of NumPy's numbers these four are ufuncs too, and cheaper to call
    "sub": (2, operator.sub),
    "mul": (2, operator.mul),
    "div": (2, operator.truediv),
    "neg": (1, operator.neg),
    "pow": (2, np.power),
    "sqrt": (1, np.sqrt),
    "exp": (1, np.exp),
    "log": (1, np.log),
    "sin": (1, np.sin),
    "cos": (1, np.cos),
    "tan": (1, np.tan),
    "asin": (1, np.arcsin),
    "acos": (1, np.arccos),
    "atan": (1, np.arctan),
    "sinh": (1, np.sinh),
    "cosh": (1, np.cosh),
    "tanh": (1, np.tanh),
    "abs": (1, np.abs),
    "sign": (1, np.sign),
    "min": (2, np.minimum),
    "max": (2, np.maximum),
    "times": (2, lambda factor, u: np.where(np.equal(factor, 0), 0.0, factor * u)),  # 0 of inf and nan too
    "choice": (4, lambda left, right, p, q: np.where(np.greater_equal(left, right), p, q)),
}
ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg"})


@dataclass(frozen=True)
class Program:
    """`inputs` numbers go in; `constants` follow them; each step makes one value more; `results` are values."""

    inputs: int
    constants: tuple[float, ...]
    steps: tuple[tuple[str, tuple[int, ...]], ...]
    results: tuple[int, ...]

    def as_data(self) -> list[Any]:
        """The program as JSON."""
        return [self.inputs, list(self.constants), [[name, *of] for name, of in self.steps], list(self.results)]


def from_data(data: Any, inputs: int, width: int, most: int) -> Program:
    """The program in JSON, checked. ValueError if it is anything but one of `inputs` numbers and `width` results."""
    if not (isinstance(data, list) and len(data) == 4 and data[0] == inputs):
        raise ValueError("not a program")
    _, constants, steps, results = data
    if not all(isinstance(number, float) for number in constants) or len(steps) > most or len(results) != width:
        raise ValueError("not a program")
    known = inputs + len(constants)
    for name, *of in steps:
        if name not in OPERATIONS or len(of) != OPERATIONS[name][0] or not _are_known(of, known):
            raise ValueError("not a step of a program")
        known += 1
    if not _are_known(results, known):
        raise ValueError("not a result of a program")
    return Program(inputs, tuple(constants), tuple((name, tuple(of)) for name, *of in steps), tuple(results))


def _are_known(of: Sequence[Any], known: int) -> bool:
    return all(type(one) is int and 0 <= one < known for one in of)


class Machine:
    """Runs a program. Called with its inputs, numbers or arrays, it gives the list of its results.

    `plain`: it is all arithmetic, so that Python's own floats do, with the same bits. Else they must be NumPy's.
    """

    def __init__(self, program: Program) -> None:
        self.plain = all(name in ARITHMETIC for name, _ in program.steps)
        self._steps = [(OPERATIONS[name][1], of) for name, of in program.steps]
        self._results = program.results
        self._constants = {float: list(program.constants), np.float64: list(map(np.float64, program.constants))}

    def __call__(self, *numbers: Any) -> list[Any]:
        kind = float if type(numbers[0]) is float else np.float64  # of settings and constants: x and y may be arrays
        values = [*numbers[:2], *map(kind, numbers[2:]), *self._constants[kind]]
        for operation, of in self._steps:
            if len(of) == 2:
                values.append(operation(values[of[0]], values[of[1]]))
            elif len(of) == 1:
                values.append(operation(values[of[0]]))
            else:
                values.append(operation(*(values[one] for one in of)))
        return [values[one] for one in self._results]
