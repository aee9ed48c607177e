"""A surface whose formula somebody typed. It does all that a listed one does; SymPy's part was done elsewhere.

What this process gets of a formula are programs, LaTeX and numbers: see `work`, which makes them, and `program`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

import numpy as np
import sympy as sp

from surfaces import edges
from surfaces.core import Param, Point, Surface, x, y
from surfaces.derived import derived
from surfaces.formula import typeset
from surfaces.formula.error import FormulaError
from surfaces.formula.limits import OPERATIONS
from surfaces.formula.nodes import PARAMETERS, Node, names
from surfaces.formula.once import Once
from surfaces.formula.pool import POOL, TOO_LARGE, TOO_SLOW, Unanswered
from surfaces.formula.program import Machine, Program, from_data
from surfaces.formula.reader import read
from surfaces.numeric import Columns, of_points
from surfaces.tree import Tree
from sympy_lock import SYMPY_LOCK

ID = "formula"
NAME = "Your own formula"
BOUNDS = ((-3.0, 3.0), (-3.0, 3.0))
RANGE = (-5.0, 5.0)  # of a parameter, until somebody changes it
VALUE = 1.0  # of a parameter, likewise
STARTS = ((0.2, 0.75), (0.8, 0.65), (0.3, 0.2), (0.9, 0.15), (0.45, 0.55), (0.05, 0.4))  # shares of the map
KEPT = 128  # formulas whose work is kept; likewise surfaces, and what else is worked out
KINDS = {"minimum", "kink"}  # of critical points, that a map marks

Bounds = tuple[Point, Point]
Critical = tuple[float, float, str]  # x, y, kind


@dataclass(frozen=True, eq=False)
class Reading:
    """All that was worked out of a text, in x, y and its parameters."""

    text: str
    node: Node
    names: tuple[str, ...]  # of the parameters in it
    value: Program
    gradient: Program
    hessian: Program
    tree: Tree
    latex: tuple[str, str]  # of gradient and Hessian; "" if too long

    @classmethod
    def from_data(cls, text: str, data: dict[str, Any]) -> Self:
        """From the answer of the process that worked it out. ValueError if it is not one."""
        node = read(text)
        used = tuple(name for name in PARAMETERS if name in names(node))
        programs = [
            from_data(program, 2 + len(used), width, most)
            for program, width, most in zip(data["programs"], (1, 2, 4), OPERATIONS, strict=False)
        ]
        gradient, hessian = map(str, data["latex"])
        return cls(text, node, used, *programs, tree=data["tree"], latex=(gradient, hessian))


@dataclass(frozen=True, kw_only=True)
class TypedSurface(Surface):
    """A surface with the formula `text`. Two of the same text, bounds, parameters and settings are equal."""

    text: str
    reading: Reading = field(compare=False, repr=False)
    found: tuple[Critical, ...] = field(default=(), compare=False)  # critical points, lowest first

    @classmethod
    def of(
        cls,
        reading: Reading,
        bounds: Bounds,
        params: tuple[Param, ...],
        settings: tuple[float, ...],
        found: tuple[Critical, ...],
    ) -> "TypedSurface":
        with SYMPY_LOCK:
            f: Any = sp.Function("f")  # opaque here: SymPy's part was done elsewhere
            expr = f(x, y, *(p.symbol for p in params))
        return cls(
            id=ID,
            name=NAME,
            group="Your own",
            expr=expr,
            bounds=bounds,
            minima=tuple((a, b) for a, b, kind in found if kind in KINDS),
            starts=_starts(reading, bounds, settings),
            teaches="Your own formula: what it teaches, you say.",
            source="Typed by a visitor.",
            params=params,
            settings=settings,
            minima_are="found",
            text=reading.text,
            reading=reading,
            found=found,
        )

    def replace(self, **values: float) -> "TypedSurface":
        """This surface with other values of its parameters; critical points are searched for again. Errors as above."""
        known = {p.name: p for p in self.params}
        for name in values:
            if name not in known:
                raise ValueError(f"{self.name} has no parameter called {name}.")
        checked = {name: known[name].check(value) for name, value in values.items()}
        settings = tuple((self.values | checked)[p.name] for p in self.params)
        return typed(self.text, self.bounds, self.params, settings)

    @property
    def version(self) -> str:
        return f"{self.text} {self.bounds}"

    @derived
    def latex(self) -> str:
        return f"f(x, y) = {typeset.latex(self.reading.node, self.values)}"

    @derived
    def symbolic_latex(self) -> str:
        return f"f(x, y) = {typeset.latex(self.reading.node)}"

    # These two wait for another process: never while holding the lock of `derived`

    @property
    def gradient_latex(self) -> str:
        return rf"\nabla f(x, y) = {self._numbered[0]}"

    @property
    def hessian_latex(self) -> str:
        return rf"\nabla^2 f(x, y) = {self._numbered[1]}"

    @property
    def symbolic_derivatives(self) -> tuple[str, str]:
        return self.reading.latex

    @property
    def _numbered(self) -> Sequence[str]:
        return _derivatives(self.text, self.settings) if self.params else self.reading.latex

    @derived
    def tree(self) -> Tree:
        return _filled(self.reading.tree, self.values)

    @derived
    def bent(self) -> bool:
        return any(name in edges.BENT for one in (self.reading.value, self.reading.gradient) for name, _ in one.steps)

    @derived
    def _value(self) -> Columns:
        return _columns(self.reading.value, self.settings)

    @derived
    def _gradient(self) -> Columns:
        return _columns(self.reading.gradient, self.settings)

    @derived
    def _hessian(self) -> Columns:
        return _columns(self.reading.hessian, self.settings)

    def _partials(self, order: int) -> Columns:
        if order > 2:
            return _columns(_order(self.text, order), self.settings)
        parts = [self._value, self._gradient, self._hessian][: order + 1]
        return lambda theta: np.concatenate([part(theta) for part in parts], axis=-1)[
            ..., [0, 1, 2, 3, 4, 6][: 3 * order]
        ]


def _columns(program: Program, settings: Sequence[float]) -> Columns:
    machine: Any = Machine(program)
    return of_points(machine, len(program.results), settings, machine.plain)


def _filled(tree: Tree, values: dict[str, float]) -> Tree:
    if isinstance(tree, str):
        return values.get(tree, tree)
    return [tree[0], *(_filled(part, values) for part in tree[1:])] if isinstance(tree, list) else tree


def _starts(reading: Reading, bounds: Bounds, settings: Sequence[float]) -> tuple[Point, ...]:
    """Up to three places on the map where there is a slope; its middle if there is none anywhere."""
    low, high = np.array(bounds).T
    places = np.round(low + np.array(STARTS) * (high - low), 6)
    value, slope = (_columns(program, settings)(places) for program in (reading.value, reading.gradient))
    good = np.isfinite(np.concatenate([value, slope], axis=-1)).all(axis=-1) & (slope != 0).any(axis=-1)
    chosen = places[good][:3] if good.any() else (low + high)[None] / 2
    return tuple((a, b) for a, b in chosen.tolist())


def parameters(reading: Reading) -> tuple[Param, ...]:
    """The parameters of a formula, with the usual value and range."""
    return tuple(parameter(name) for name in reading.names)


def parameter(name: str, low: float = RANGE[0], high: float = RANGE[1]) -> Param:
    """A parameter with a range of its own."""
    value = min(max(VALUE, low), high)
    return Param(name, name, value, low, high, help=f"Parameter {name} of your formula")


def from_formula(text: str) -> TypedSurface:
    """The surface of a typed formula. FormulaError, with a message for the student, if it cannot be one."""
    return typed(text)


def typed(
    text: str,
    bounds: Bounds = BOUNDS,
    params: tuple[Param, ...] | None = None,
    settings: tuple[float, ...] | None = None,
    ticket: str = "",
) -> TypedSurface:
    """As `from_formula`, on a map of its own and with values of its parameters; known ones come from a cache.

    `params` are those of `parameters`, with ranges of their own. `ticket` names the work, for `Pool.stop`.
    """
    reading = reading_of(text, ticket)
    if params is None:
        params = parameters(reading)
    if settings is None:
        settings = tuple(p.default for p in params)
    try:
        found = _search(text, bounds, settings, ticket)
    except FormulaError as error:
        if isinstance(error, Unanswered) and error.message not in (TOO_SLOW, TOO_LARGE):
            raise
        found = ()  # none has been found
    return _surface(reading, bounds, params, settings, found)


_readings: Once[str, Reading] = Once(KEPT)
_searches: Once[tuple[str, Bounds, tuple[float, ...]], tuple[Critical, ...]] = Once(KEPT)
_orders: Once[tuple[str, int], Program] = Once(KEPT)
_typeset: Once[tuple[str, tuple[float, ...]], tuple[str, str]] = Once(KEPT)


def reading_of(text: str, ticket: str = "") -> Reading:
    """What was worked out of a text. FormulaError as in `from_formula`."""
    read(text)

    def work() -> Reading:
        return Reading.from_data(text, POOL.ask({"do": "read", "text": text}, ticket))

    return _readings.of(text, work, ticket)


def _search(text: str, bounds: Bounds, settings: tuple[float, ...], ticket: str) -> tuple[Critical, ...]:
    def work() -> tuple[Critical, ...]:
        found = POOL.ask({"do": "search", "text": text, "bounds": bounds, "values": settings}, ticket)
        return tuple((float(a), float(b), str(kind)) for a, b, kind in found)

    return _searches.of((text, bounds, settings), work, ticket)


@lru_cache(maxsize=KEPT)
def _surface(reading: Reading, *rest: Any) -> TypedSurface:
    return TypedSurface.of(reading, *rest)


def _order(text: str, order: int) -> Program:
    inputs = 2 + len(reading_of(text).names)
    width = (order + 1) * (order + 2) // 2

    def work() -> Program:
        return from_data(POOL.ask({"do": "order", "text": text, "order": order}), inputs, width, OPERATIONS[order])

    return _orders.of((text, order), work)


def _derivatives(text: str, settings: tuple[float, ...]) -> tuple[str, str]:
    def work() -> tuple[str, str]:
        gradient, hessian = POOL.ask({"do": "derivatives", "text": text, "values": settings})
        return str(gradient), str(hessian)

    return _typeset.of((text, settings), work)
