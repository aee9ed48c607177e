"""Steepest descent with backtracking: shorten the step until the loss falls by enough.

Source: Armijo 1966, Pacific J. Math. 16(1), 1; Nocedal & Wright 2006, Numerical Optimization, Algorithm 3.1. Differs:
Armijo halves the rate and asks for half of the promised fall; here both are settings. The point stays (rate 0) once a
rate is too short to move it, or promises less than the height's rounding.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizers.algebra import dot
from optimizers.core import Array, Equation, Optimizer, hyper
from optimizers.search import backtrack, telling


class LineSearchArmijoState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    alpha: Array  # (n, 1) the rate found for the last step


@dataclass(frozen=True, kw_only=True)
class LineSearchArmijo(Optimizer):
    id, name, family = "line_search_armijo", "Backtracking line search", "curvature"

    lr: float = hyper(r"\eta", 1.0, 1e-3, 10.0, scale="log", help="First rate tried in every update.")
    rho: float = hyper(r"\rho", 0.5, 0.1, 0.9, help="What a rate that is too long is multiplied by.")
    gamma: float = hyper("c", 1e-4, 1e-4, 0.5, scale="log", help="Part of the promised fall that is enough.")

    def init(self, theta):
        return LineSearchArmijoState(t=0, alpha=np.zeros((len(theta), 1)))

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        height = loss.value(theta)[:, None]

        def enough(a):
            return loss.value(theta - a * g)[:, None] <= height - self.gamma * a * dot(g, g)

        alpha = backtrack(enough, np.full((len(theta), 1), lr), self.rho, telling(theta, g, height))
        return theta - alpha * g, LineSearchArmijoState(state.t + 1, alpha)

    def equations(self, s):
        there, demanded = s.value(s.theta_prev - s.a * s.g), s.height - s.gamma * s.a * s.dot(s.g, s.g)
        alpha = s.backtrack(s.a, s.lr, s.rho, there, demanded)
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.height, s.value(s.theta_prev), "the height here", glyph="scalar"),
            Equation(s.alpha, alpha, "the first rate with which it falls enough, 0 if none is seen to", glyph="scalar"),
            Equation(s.theta, s.theta_prev - s.alpha * s.g, "go there", glyph="point"),
        )
