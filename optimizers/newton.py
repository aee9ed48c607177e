"""Newton's method: go to where the parabola fitted here has its stationary point, or part of the way.

Source: Simpson 1740, Essays on Several Curious and Useful Subjects (its history: Ypma 1995, SIAM Review 37(4), 531);
Nocedal & Wright 2006, Numerical Optimization, section 3.3; damped as in Boyd & Vandenberghe 2004, section 9.5, by a
fixed factor. Differs: much code repairs an indefinite Hessian first; this one shows what it does: saddles and maxima
attract as minima do. Where the Hessian is singular, the run ends.
"""

from dataclasses import dataclass
from typing import NamedTuple

from optimizers.algebra import solve
from optimizers.core import Equation, Optimizer, hyper


class NewtonState(NamedTuple):
    t: int  # updates applied so far, shared by all rows


@dataclass(frozen=True, kw_only=True)
class Newton(Optimizer):
    id, name, family = "newton", "Newton's method", "curvature"

    lr: float = hyper(r"\eta", 1.0, 1e-2, 2.0, scale="log", help="Damping: 1 goes all the way.")

    def init(self, theta):
        return NewtonState(t=0)

    def step(self, theta, loss, state, lr):
        g = loss.gradient(theta)
        h = loss.hessian(theta)
        p = solve(h, g)
        return theta - lr * p, NewtonState(state.t + 1)

    def equations(self, s):
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.h, s.hess(s.theta_prev), "the curvature here", glyph="matrix"),
            Equation(s.p, s.solve(s.h, s.g), "from the fitted parabola's stationary point to here", glyph="step"),
            Equation(s.theta, s.theta_prev - s.lr * s.p, "step back along it", glyph="point"),
        )
