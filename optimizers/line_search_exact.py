"""Steepest descent with an exact line search: go downhill until the way is level, then turn.

Source: Cauchy 1847, Comptes rendus 25, 536; Nocedal & Wright 2006, Numerical Optimization, section 3.1. Differs: in
how the lowest point is sought. The first rate, η, is doubled until it leads uphill, then false position closes in
(Dowell & Jarratt 1971, BIT 11, 168); a dip shorter than the first rate may be stepped over.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.algebra import dot
from optimizers.core import Array, Equation, Optimizer, hyper
from optimizers.search import level, moving


class LineSearchExactState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    alpha: Array  # (n, 1) the rate found for the last step


@dataclass(frozen=True, kw_only=True)
class LineSearchExact(Optimizer):
    id, name, family = "line_search_exact", "Exact line search", "curvature"

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="First rate tried; doubled until uphill.")

    def init(self, theta):
        return LineSearchExactState(t=0, alpha=np.zeros((len(theta), 1)))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        alpha = level(lambda a: -dot(g, loss.gradient(theta - a * g)), np.full((len(theta), 1), lr), moving(theta, g))
        return theta - alpha * g, LineSearchExactState(state.t + 1, alpha)

    def equations(self, s):
        alpha = s.level(s.a, s.dot(s.g, s.grad(s.theta_prev - s.a * s.g)))
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.alpha, alpha, "how far until the way is level", glyph="scalar"),
            Equation(s.theta, s.theta_prev - s.alpha * s.g, "go there", glyph="point"),
        )
