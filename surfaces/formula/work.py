"""The symbolic work on one formula: what runs in a process that can be killed, and what it sends back, as JSON.

A request is {"do": ..., "text": ..., ...}; an answer {"done": ...}, or {"refused": ...} with a message for the student.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sympy as sp

from surfaces.formula.assemble import TooLong, assemble, tree
from surfaces.formula.build import SYMBOLS, build, partial
from surfaces.formula.error import FormulaError
from surfaces.formula.functions import Power
from surfaces.formula.limits import LATEX, OPERATIONS
from surfaces.formula.nodes import PARAMETERS, Node, names
from surfaces.formula.reader import read
from surfaces.formula.typed import Reading, TypedSurface, parameters
from surfaces.latex import column

TOO_LONG = "The derivatives of this formula are too long to work with. Try a simpler one."
TOO_LARGE = "The derivatives of this formula take too much memory. Try a simpler one."
NO_WAY = "This formula has no derivatives that can be worked out."
DIGITS = 12  # of a decimal number in typeset derivatives


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request."""
    work = {"read": _read, "search": _search, "order": _order, "derivatives": _derivatives}[request.pop("do")]
    try:
        return {"done": work(**request)}
    except FormulaError as error:
        return _refused(error.message, error.start, error.end, error.fix)
    except TooLong:
        return _refused(TOO_LONG)
    except MemoryError:
        return _refused(TOO_LARGE)
    except (TypeError, ValueError, ArithmeticError, RecursionError, NotImplementedError):  # how SymPy gives up
        return _refused(NO_WAY)


def _refused(message: str, start: int = 0, end: int = 0, fix: str | None = None) -> dict[str, Any]:
    return {"refused": {"message": message, "place": [start, end], "fix": fix}}


@lru_cache(maxsize=16)
def _expression(text: str) -> tuple[Node, sp.Expr, tuple[sp.Symbol, ...]]:
    """The formula as typed and as SymPy's, and the symbols that a program of it gets: x, y and its parameters."""
    node = read(text)
    used = [name for name in PARAMETERS if name in names(node)]
    symbols: Any = tuple(SYMBOLS[name] for name in ("x", "y", *used))
    return node, build(node), symbols


def _read(text: str) -> dict[str, Any]:
    """All that a surface needs from the first, with the parameters as symbols."""
    node, expr, symbols = _expression(text)
    gradient = [partial(expr, 1, 0), partial(expr, 0, 1)]
    mixed = partial(expr, 1, 1)
    hessian = [partial(expr, 2, 0), mixed, mixed, partial(expr, 0, 2)]
    return {
        "programs": [
            assemble(symbols, part, most, node).as_data()
            for part, most in zip(([node], gradient, hessian), OPERATIONS, strict=False)
        ],
        "tree": tree(node),
        "latex": _typeset(gradient, hessian),
    }


def _typeset(gradient: Sequence[Any], hessian: Sequence[Any]) -> list[str]:
    """Gradient and Hessian as LaTeX, each "" if it is too long for any screen."""
    first, second = ([one.replace(Power, Power.written) for one in part] for part in (gradient, hessian))
    columns = column(first, digits=DIGITS), column([second[:2], second[2:]], digits=DIGITS)
    return [text if len(text) <= LATEX else "" for text in columns]


def _derivatives(text: str, values: Sequence[float]) -> list[str]:
    """Gradient and Hessian as LaTeX, with numbers in the place of the parameters."""
    _, expr, (_, _, *used) = _expression(text)
    numbers = [sp.Integer(int(value)) if value.is_integer() else sp.Float(value) for value in values]
    expr = expr.subs(list(zip(used, numbers, strict=True)))
    mixed = partial(expr, 1, 1)
    return _typeset(
        [partial(expr, 1, 0), partial(expr, 0, 1)], [partial(expr, 2, 0), mixed, mixed, partial(expr, 0, 2)]
    )


def _order(text: str, order: int) -> list[Any]:
    """The program of all derivatives up to this order, each total degree after the other."""
    node, expr, symbols = _expression(text)
    powers = [(total - j, j) for total in range(1, order + 1) for j in range(total + 1)]
    return assemble(symbols, [node, *(partial(expr, i, j) for i, j in powers)], OPERATIONS[order], node).as_data()


@lru_cache(maxsize=16)
def _reading(text: str) -> Reading:
    return Reading.from_data(text, _read(text))


def _search(text: str, bounds: Sequence[Sequence[float]], values: Sequence[float]) -> list[Any]:
    """Minima, maxima and saddles within the bounds: [x, y, kind] each, the lowest first."""
    from surfaces.formula.search import search

    (left, right), (bottom, top) = bounds
    reading = _reading(text)
    surface = TypedSurface.of(reading, ((left, right), (bottom, top)), parameters(reading), tuple(values), ())
    return [list(point) for point in search(surface)]
