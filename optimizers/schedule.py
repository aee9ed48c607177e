"""What every schedule is made of: settings declared once, and one expression in t and T, which is also its equation.

A schedule is called as schedule(t, steps) and gives the factor on the optimizer's rate for the next update: t is 0
for the first one. Like an optimizer it is a frozen dataclass whose settings are declared once.
"""

from collections.abc import Callable
from typing import Any, ClassVar

import sympy as sp

from optimizers.core import Declared
from optimizers.notation import flat
from sympy_lock import SYMPY_LOCK


class Terms:
    """The symbols of a schedule's expression: s.t, s.T and its settings; any other name is an AttributeError."""

    def __init__(self, schedule: "Schedule", prefix: str = "", **given: Any) -> None:
        names = ["t", "T", *schedule.hypers()]
        self._known = {name: sp.Symbol(prefix + name, real=True) for name in names} | given
        self._prefix = prefix
        self.lets: list[tuple[sp.Symbol, sp.Expr]] = []

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_known"][name]
        except KeyError:
            raise AttributeError(f"no symbol named {name!r} here") from None

    def let(self, latex: str, expr: sp.Expr) -> sp.Symbol:
        """A quantity with a line of its own, so that the factor stays readable."""
        symbol = sp.Symbol(latex, real=True)
        self.lets.append((symbol, expr))
        return symbol

    def factor_of(self, inner: "Schedule", t: sp.Expr, T: sp.Expr) -> sp.Expr:
        """The inner schedule's expression at another t, for another T."""
        s = Terms(inner, self._prefix + "inner_", t=t, T=T)
        s.lets = self.lets
        return inner.factor(s)


class Schedule(Declared):
    """A factor on the rate that depends on the update. Hashable: a cache key as it is."""

    id: ClassVar[str]
    name: ClassVar[str]
    family: ClassVar[str]
    source: ClassVar[str]  # where it comes from, and "Differs:" where other codes do otherwise
    inner: "Schedule | None" = None  # only warm-up has one

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.inner is not None and not isinstance(self.inner, Schedule):
            raise ValueError(f"{self.name}: inner must be a schedule, not {self.inner!r}.")

    def __call__(self, t: int, steps: int) -> float:
        """The factor after t = 0, 1, ... completed updates of a run of `steps`."""
        _, compute = _built(self)
        return float(compute(t, steps, *_values(self).values()))

    @property
    def latex(self) -> tuple[str, ...]:
        """The quantities with a line of their own, then the factor, as LaTeX equations."""
        return _built(self)[0]

    def filled(self, lr: float, steps: int, write: Callable[[float], str]) -> tuple[str, ...]:
        """The same with numbers, as `write` gives them: these settings, T = steps, and the rate that the factor is of.

        Of cases that the settings alone decide, only the one that holds is left.
        """
        values = {sp.Symbol(name, real=True): value for name, value in ({"T": steps} | _values(self)).items()}
        names = {symbol: f"{{{write(value)}}}" for symbol, value in values.items()}
        with SYMPY_LOCK:
            with sp.evaluate(False):
                s = Terms(self)
                factor = self.factor(s)
                lines = [*s.lets, (sp.Symbol(rf"\frac{{\eta_{{t+1}}}}{{{write(lr)}}}"), factor)]
            cases: list[Any] = [one for _, right in lines for one in right.atoms(sp.Piecewise)]
            conditions = {condition for one in cases for _, condition in one.args}
            decided = {c: bool(c.subs(values)) for c in conditions if c.free_symbols <= values.keys()}
            with sp.evaluate(False):
                return tuple(_line(left.name, _case(right, decided), names, mul_symbol="dot") for left, right in lines)

    def factor(self, s: Terms) -> sp.Expr:
        """The expression; settings by symbol, never by value."""
        raise NotImplementedError


_BUILT: dict[tuple[type[Schedule], ...], tuple[tuple[str, ...], Callable[..., float]]] = {}


def _built(schedule: Schedule) -> tuple[tuple[str, ...], Callable[..., float]]:
    """LaTeX and compiled function, made once for each rule under the process-wide lock."""
    rule = _kinds(schedule)
    if rule not in _BUILT:
        with SYMPY_LOCK:
            if rule not in _BUILT:
                _BUILT[rule] = _build(schedule)
    return _BUILT[rule]


def _build(schedule: Schedule) -> tuple[tuple[str, ...], Callable[..., float]]:
    letters = {sp.Symbol(name, real=True): latex for name, latex in _letters(schedule).items()}

    with sp.evaluate(False):
        s = Terms(schedule)
        factor = schedule.factor(s)
        ratio = sp.Symbol(r"\frac{\eta_{t+1}}{\eta_{0}}")
        texts = tuple(_line(left.name, right, letters) for left, right in (*s.lets, (ratio, factor)))
        for quantity, expr in reversed(s.lets):
            factor = factor.xreplace({quantity: expr})
    return texts, sp.lambdify([sp.Symbol(name, real=True) for name in ("t", "T", *_values(schedule))], factor, "math")


def _line(left: str, right: sp.Expr, names: dict[sp.Symbol, str], **how: str) -> str:
    return f"{left} = {sp.latex(flat(right), order='none', symbol_names=names, **how)}"


def _case(expr: Any, decided: dict[Any, bool]) -> Any:
    """The expression without the cases that are known not to hold."""
    if not expr.args:
        return expr
    if not isinstance(expr, sp.Piecewise):
        return expr.func(*(_case(arg, decided) for arg in expr.args))
    cases: Any = expr.args  # pairs, in the order in which they count
    left = []
    for value, condition in cases:
        if not decided.get(condition, True):
            continue
        left.append((_case(value, decided), condition))
        if decided.get(condition):
            break
    return left[0][0] if decided.get(left[0][1]) else sp.Piecewise(*left)


def _kinds(schedule: Schedule) -> tuple[type[Schedule], ...]:
    return (type(schedule), *(_kinds(schedule.inner) if schedule.inner else ()))


def _values(schedule: Schedule, prefix: str = "") -> dict[str, float]:
    own = {prefix + name: getattr(schedule, name) for name in schedule.hypers()}
    return own | (_values(schedule.inner, prefix + "inner_") if schedule.inner else {})


def _letters(schedule: Schedule, prefix: str = "", prime: str = "") -> dict[str, str]:
    """How each setting prints; the inner schedule's with a prime."""
    own = {prefix + name: setting.latex + prime for name, setting in schedule.hypers().items()}
    return own | (_letters(schedule.inner, prefix + "inner_", prime + r"^{\prime}") if schedule.inner else {})
