"""The symbols of the equations, the operations that stay opaque in them, and how all of them print."""

from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.precedence import PRECEDENCE

from optimizers.core import Equation, Optimizer

# Every quantity that an update may name. "#" stands for the update: t, or t-1 for the value before it.
QUANTITIES = {
    "theta": r"\theta_{#}",
    "g": r"g_{#}",
    "d": r"d_{#}",
    "m": r"m_{#}",
    "v": r"v_{#}",
    "r": r"r_{#}",
    "u": r"u_{#}",
    "m_hat": r"\hat{m}_{#}",
    "v_hat": r"\hat{v}_{#}",
    "ahead": r"\tilde{\theta}_{#}",
    "mu": r"\mu_{#}",
    "mu_next": r"\mu_{t+1}",
    "product": r"P_{#}",
    "change": r"\Delta g_{#}",
    "delta": r"\delta_{#}",
    "inverse": r"\ell_{#}",
    "rho_inf": r"\rho_{\infty}",
    "rho_t": r"\rho_{#}",
    "rectify": r"r_{#}",
    "final": r"\eta^{*}_{#}",
    "lower": r"\eta^{\text{low}}_{#}",
    "upper": r"\eta^{\text{up}}_{#}",
    "rate": r"a_{#}",
    "bounded": r"\hat{a}_{#}",
    "p": r"p_{#}",
    "along": r"s_{#}",
    "ratio": r"\gamma_{#}",
    "mean": r"\lambda_{#}",
    "mean_hat": r"\hat{\lambda}_{#}",
    "settled": r"\Lambda^{*}_{#}",
    "switched": r"\Lambda_{#}",
    "sgd": r"q_{#}",
    "h": r"H_{#}",
    "alpha": r"\alpha_{#}",
    "a": r"a",
    "height": r"L_{t-1}",
    "window": r"W_{#}",
    "v_max": r"v^{\max}_{#}",
    "fast": r"\theta^{\text{fast}}_{#}",
    "slow": r"\theta^{\text{slow}}_{#}",
    "worst": r"\theta^{\text{up}}_{#}",
}


class Opaque(sp.Function):
    """A function that SymPy carries along unopened: it prints as mathematics and runs as NumPy code."""

    mathematics: str  # with {0} and {1} for the arguments
    code: str
    bracketed = False  # whether the mathematics encloses its arguments itself

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        write = printer._print if self.bracketed else lambda arg: printer.parenthesize(arg, PRECEDENCE["Mul"])
        text = self.mathematics.format(*map(write, self.args))
        if exp is None:
            return text
        return f"{text}^{{{exp}}}" if self.bracketed else rf"\left({text}\right)^{{{exp}}}"

    def _numpycode(self, printer: Any) -> str:
        return self.code.format(*map(printer._print, self.args))


class grad(Opaque):
    mathematics, code, bracketed = r"\nabla L\left({0}\right)", "loss.gradient({0})", True


class hess(Opaque):
    mathematics, code, bracketed = r"\nabla^2 L\left({0}\right)", "loss.hessian({0})", True


class value(Opaque):
    mathematics, code, bracketed = r"L\left({0}\right)", "loss.value({0})[:, None]", True


class norm(Opaque):
    mathematics, code, bracketed = r"\left\lVert {0} \right\rVert", "norm({0})", True


class dot(Opaque):
    mathematics, code = r"{0} \cdot {1}", "dot({0}, {1})"


class unit(Opaque):
    mathematics, code = r"\frac{{{0}}}{{\left\lVert {0} \right\rVert}}", "unit({0})"


class outer(Opaque):
    mathematics, code = r"{0} {1}^{{\top}}", "outer({0}, {1})"


class matvec(Opaque):
    mathematics, code = r"{0} \, {1}", "matvec({0}, {1})"


class solve(Opaque):
    mathematics, code = r"{0}^{{-1}} {1}", "solve({0}, {1})"


class latest(Opaque):
    mathematics, code, bracketed = r"\left[{0}, {1}\right]_{{\text{{last }}{2}}}", "latest({0}, {1})", True


class total(Opaque):
    mathematics, code = r"\textstyle\sum {0}", "total({0})"


class Searched(Opaque):
    """What a search finds: it prints what was sought, and its number is the one that `step` left in the state."""

    bracketed = True


class level(Searched):
    mathematics = r"\operatorname*{{root}}_{{{0} > 0}} \left[ {1} \right]"


class backtrack(Searched):
    mathematics = r"\max \left\{{ {0} \in \{{{1}, {2} {1}, {{{2}}}^2 {1}, \ldots\}} : {3} \leq {4} \right\}}"


OPAQUE = (grad, hess, value, norm, dot, unit, outer, matvec, solve, latest, total, level, backtrack)
FUNCTIONS = {f.__name__: f for f in OPAQUE}


class Symbols:
    """The one namespace of an optimizer's equations; a name that it does not know is an AttributeError.

    It holds the settings, the state's fields (before the update with `_prev`), theta and theta_prev, lr (this
    update's rate), base_lr (the same before the schedule), t, the QUANTITIES, and the FUNCTIONS. A wrapper's
    inner optimizer gets a namespace of its own, whose names start with `inner_`.
    """

    def __init__(self, optimizer: Optimizer, prefix: str = "", **given: Any) -> None:
        fields = state_fields(optimizer)
        names = [
            *optimizer.hypers(),
            *fields,
            *(f"{f}_prev" for f in fields),
            *QUANTITIES,
            "theta_prev",
            "lr",
            "base_lr",
            "t",
        ]
        self._prefix = prefix
        self._known: dict[str, Any] = {
            **{name: sp.Symbol(prefix + name, real=True) for name in names},
            **FUNCTIONS,
            **given,
        }

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_known"][name]
        except KeyError:
            raise AttributeError(f"no symbol named {name!r} here") from None

    def lines_of(self, inner: Optimizer, **given: Any) -> tuple[Equation, ...]:
        """The inner optimizer's lines; what it calls theta, or sees as grad, is given here."""
        shared = {name: getattr(self, name) for name in ("theta_prev", "lr", "base_lr", "t", "grad", "hess", "value")}
        s = Symbols(inner, f"{self._prefix}inner_", **shared | given)
        return tuple(
            Equation(
                e.lhs,
                e.rhs,
                f"{inner.name}: {e.says}",
                e.glyph,
                e.at and s.name_of(e.at),
                e.of and s.name_of(e.of),
            )
            for e in inner.equations(s)
        )

    def name_of(self, quantity: str) -> str:
        """The full name of one of this namespace's symbols; what comes from deeper inside has its full name already."""
        return self._known[quantity].name if quantity in self._known else quantity


def state_fields(optimizer: Optimizer) -> tuple[str, ...]:
    """The names of the quantities in an optimizer's state, without the inner optimizer's."""
    return tuple(f for f in optimizer.init(np.zeros((1, 2)))._fields if f not in ("t", "inner"))


def latex_names(optimizer: Optimizer, symbols: set[sp.Symbol]) -> dict[sp.Symbol, str]:
    """How each symbol prints. A prime marks a symbol of the inner optimizer whose letter is taken already."""
    settings = {"t": "t", "lr": r"\eta", "base_lr": r"\eta_{0}"}
    prefix = ""
    level: Optimizer | None = optimizer
    while level is not None:
        settings |= {prefix + name: h.latex for name, h in level.hypers().items()}
        prefix, level = prefix + "inner_", level.inner
    names: dict[sp.Symbol, str] = {}
    for symbol in sorted(symbols, key=lambda s: (s.name.count("inner_"), s.name)):
        text = settings.get(symbol.name) or quantity_latex(symbol.name)
        while text in names.values():
            text = (f"{{{text}}}" if "^" in text else text) + r"^{\prime}"
        names[symbol] = text
    return names


def quantity_latex(name: str) -> str:
    """The LaTeX of a quantity, of this update or, with `_prev`, of the one before."""
    base = name.rpartition("inner_")[2]
    before = base.endswith("_prev")
    return QUANTITIES[base.removesuffix("_prev")].replace("#", "t-1" if before else "t")


def flat(expr: Any) -> Any:
    """The same expression with a + b + c as one sum, which unevaluated SymPy keeps, and prints, as (a + b) + c.

    Likewise for products. To be called, like everything that builds equations, under sp.evaluate(False).
    """
    if not expr.args or not expr.has(sp.Add, sp.Mul):
        return expr
    args = [flat(arg) for arg in expr.args]
    if expr.is_Add or expr.is_Mul:
        args = [part for arg in args for part in (arg.args if arg.func == expr.func else (arg,))]
    return expr.func(*args)
