"""Lookahead: let an inner optimizer run ahead for k updates, then go only part of the way after it.

Source: Zhang et al. 2019, arXiv:1907.08610. Differs: the inner optimizer keeps its state when it is called back, as in
optax; the point shown is the one that runs ahead, not the slow one.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import sympy as sp

from optimizers.core import Equation, Optimizer, Points, State, hyper
from optimizers.gradient_descent import GradientDescent


class LookaheadState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    slow: Points  # (n, 2) the point that follows
    inner: State  # of the inner optimizer


@dataclass(frozen=True, kw_only=True)
class Lookahead(Optimizer):
    id, name, family = "lookahead", "Lookahead", "wrapper"

    inner: Optimizer = field(default=GradientDescent())
    k: int = hyper("k", 5, 1, 50, help="Updates that the inner optimizer runs ahead.")
    alpha: float = hyper(r"\alpha", 0.5, 0.0, 1.0, help="Part of the way that is then gone.")

    @property
    def lr(self) -> float:
        """The inner optimizer's."""
        return self.inner.lr

    def init(self, theta):
        return LookaheadState(t=0, slow=theta, inner=self.inner.init(theta))

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        fast, inner = self.inner.step(theta, loss, state.inner, lr)
        together = t % self.k == 0
        slow = state.slow + self.alpha * (fast - state.slow) if together else state.slow
        return slow if together else fast, LookaheadState(t, slow, inner)

    def equations(self, s):
        together = sp.Eq(sp.Mod(s.t, s.k), 0)
        slow = sp.Piecewise((s.slow_prev + s.alpha * (s.fast - s.slow_prev), together), (s.slow_prev, True))
        theta = sp.Piecewise((s.slow, together), (s.fast, True))
        return (
            *s.lines_of(self.inner, theta=s.fast),
            Equation(s.slow, slow, "every k updates, follow part of the way", glyph="ghost"),
            Equation(s.theta, theta, "and call the runner back there", glyph="point"),
        )
