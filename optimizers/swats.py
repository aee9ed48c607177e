"""SWATS: begin as Adam, estimate from its steps the rate that SGD would need, and switch to it once it has settled.

Source: Keskar & Socher 2017, arXiv:1712.07628, Algorithm 1. Differs: the paper's absolute tolerance of 1e-9 is never
met on a smooth surface; here it is relative, and k updates come first, this app's own choice. A step uphill estimates
no rate; in the paper it does. Each trajectory decides for itself, and a schedule scales the estimated rate, too.
PyTorch and optax do not have it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sympy as sp

from optimizers.algebra import choose, dot
from optimizers.core import Array, Equation, Event, Optimizer, Points, hyper


class SWATSState(NamedTuple):
    t: int  # updates applied so far, shared by all rows
    m: Points  # (n, 2) mean of gradients
    v: Points  # (n, 2) mean of squared gradients
    mean: Array  # (n, 1) mean of the rates estimated so far, without the schedule
    switched: Array  # (n, 1) SGD's rate, 0 as long as Adam is at work
    d: Points  # (n, 2) decaying sum of the gradients since the switch


@dataclass(frozen=True, kw_only=True)
class SWATS(Optimizer):
    id, name, family = "swats", "SWATS", "adaptive"
    eventful = True

    lr: float = hyper(r"\eta", 0.05, 1e-4, 1.0, scale="log", help="Adam's step size.")
    beta1: float = hyper(r"\beta_1", 0.9, 0.0, 0.999, help="Memory of the mean, and SGD's momentum.")
    beta2: float = hyper(r"\beta_2", 0.999, 0.0, 0.9999, help="Memory of the squares and of the estimates.")
    eps: float = hyper(r"\epsilon", 1e-8, 1e-12, 0.1, scale="log", help="Keeps the divisor above zero.")
    rho: float = hyper(r"\rho", 0.01, 1e-4, 0.5, scale="log", help="How near the estimate is to its mean; our choice.")
    k: int = hyper("k", 10, 1, 500, help="Updates before a switch is thought of; our choice.")

    def init(self, theta):
        zero, none = np.zeros_like(theta), np.zeros((len(theta), 1))
        return SWATSState(t=0, m=zero, v=zero, mean=none, switched=none, d=zero)

    def step(self, theta, loss, state, lr):
        t = state.t + 1
        g = loss.gradient(theta)
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g**2
        p = -lr * (1 - self.beta2**t) ** 0.5 / (1 - self.beta1**t) * m / (np.sqrt(v) + self.eps)
        along = dot(p, g)
        ratio = choose(down := along < 0, -self.lr * dot(p, p) / (lr * along), 0.0)
        mean = choose(down, self.beta2 * state.mean + (1 - self.beta2) * ratio, state.mean)
        mean_hat = mean / (1 - self.beta2**t)
        settled = choose(np.abs(mean_hat - ratio) < self.rho * mean_hat, mean_hat, 0.0) if t > self.k else 0.0
        switched = state.switched + choose(by_sgd := state.switched > 0, 0.0, settled)
        d = choose(by_sgd, self.beta1 * state.d + g, state.d)
        sgd = -(1 - self.beta1) * lr / self.lr * state.switched * d
        return theta + choose(by_sgd, sgd, p), SWATSState(t, m, v, mean, switched, d)

    def events(self, states):
        rates = [state.switched.item(0) for state in states]
        t = next((t for t, rate in enumerate(rates) if rate > 0), None)
        return () if t is None else (Event(t, f"SGD from step {t} on, Λ = {rates[t]:.3g} (our tolerance ρ)"),)

    def equations(self, s):
        p = -s.lr * sp.sqrt(1 - s.beta2**s.t) / (1 - s.beta1**s.t) * s.m / (sp.sqrt(s.v) + s.eps)
        ratio = sp.Piecewise((-s.base_lr * s.dot(s.p, s.p) / (s.lr * s.along), s.along < 0), (0, True))
        mean = sp.Piecewise((s.beta2 * s.mean_prev + (1 - s.beta2) * s.ratio, s.along < 0), (s.mean_prev, True))
        near = sp.Piecewise((s.mean_hat, sp.Abs(s.mean_hat - s.ratio) < s.rho * s.mean_hat), (0, True))
        by_sgd = s.switched_prev > 0
        return (
            Equation(s.g, s.grad(s.theta_prev), "the slope here", glyph="vector"),
            Equation(s.m, s.beta1 * s.m_prev + (1 - s.beta1) * s.g, "average the gradients", glyph="vector"),
            Equation(s.v, s.beta2 * s.v_prev + (1 - s.beta2) * s.g**2, "average the squares", glyph="square"),
            Equation(s.p, p, "Adam's step", glyph="step"),
            Equation(s.along, s.dot(s.p, s.g), "how far that leads down", glyph="scalar"),
            Equation(s.ratio, ratio, "the rate with which SGD would go as far, unscheduled", glyph="scalar"),
            Equation(s.mean, mean, "average these rates", glyph="scalar"),
            Equation(s.mean_hat, s.mean / (1 - s.beta2**s.t), "undo the start at zero", glyph="scalar", of="mean"),
            Equation(
                s.settled, sp.Piecewise((near, s.t > s.k), (0, True)), "if settled, by our ρ and k", glyph="scalar"
            ),
            Equation(
                s.switched,
                sp.Piecewise((s.switched_prev, by_sgd), (s.settled, True)),
                "SGD's rate, 0 while Adam is at work",
                glyph="scalar",
            ),
            Equation(
                s.d,
                sp.Piecewise((s.beta1 * s.d_prev + s.g, by_sgd), (s.d_prev, True)),
                "SGD's momentum, from rest",
                glyph="vector",
            ),
            Equation(s.sgd, -(1 - s.beta1) * s.lr / s.base_lr * s.switched_prev * s.d, "SGD's step", glyph="step"),
            Equation(s.theta, s.theta_prev + sp.Piecewise((s.sgd, by_sgd), (s.p, True)), "step", glyph="point"),
        )
