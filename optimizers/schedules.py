"""Learning-rate schedules: one expression each, in t, the updates completed, and T, those of the whole run."""

from dataclasses import dataclass, field

import sympy as sp

from optimizers.core import hyper
from optimizers.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class Constant(Schedule):
    id, name, family = "constant", "Constant", "constant"
    source = "Robbins & Monro 1951, Ann. Math. Statist. 22(3), 400: what it lacks to converge under noise."

    def factor(self, s):
        return sp.Integer(1)


@dataclass(frozen=True, kw_only=True)
class InverseRoot(Schedule):
    id, name, family = "inverse_root", "1/√(1+t)", "decay"
    source = "Zinkevich 2003, ICML: rates of 1/√t. Differs: t counts from 0, so that the first rate is η."

    def factor(self, s):
        return 1 / sp.sqrt(1 + s.t)


@dataclass(frozen=True, kw_only=True)
class InverseTime(Schedule):
    id, name, family = "inverse_time", "1/(1+decay·t)", "decay"
    source = "Robbins & Monro 1951, Ann. Math. Statist. 22(3), 400. Differs: t has a factor, as in Keras's old decay."
    decay: float = hyper(r"\delta", 0.01, 1e-4, 1.0, scale="log", help="How fast it falls: half after 1/δ updates.")

    def factor(self, s):
        return 1 / (1 + s.decay * s.t)


@dataclass(frozen=True, kw_only=True)
class Step(Schedule):
    id, name, family = "step", "Steps", "decay"
    source = (
        "He et al. 2016, arXiv:1512.03385, section 3.4. Differs: the paper waits for a plateau; here, as in PyTorch,"
        " the rate is cut every k updates."
    )
    k: int = hyper("k", 50, 1, 1000, help="Updates between two drops.")
    gamma: float = hyper(r"\gamma", 0.5, 0.01, 1.0, help="What is left after a drop.")

    def factor(self, s):
        return s.gamma ** sp.floor(s.t / s.k)


@dataclass(frozen=True, kw_only=True)
class Exponential(Schedule):
    id, name, family = "exponential", "Exponential", "decay"
    source = (
        "Senior et al. 2013, ICASSP, 6724 (exponential scheduling). Differs: nowhere; a factor for each update, as in"
        " PyTorch."
    )
    gamma: float = hyper(r"\gamma", 0.98, 0.8, 1.0, help="What each update leaves of the rate.")

    def factor(self, s):
        return s.gamma**s.t


@dataclass(frozen=True, kw_only=True)
class Polynomial(Schedule):
    id, name, family = "polynomial", "Polynomial", "decay"
    source = "Chen et al. 2018, arXiv:1606.00915. Differs: PyTorch and optax do not; T is the whole run."
    power: float = hyper("p", 2.0, 0.5, 5.0, help="1 is a straight line; more falls sooner.")
    final: float = hyper("f", 0.0, 0.0, 1.0, help="What is left in the end.")

    def factor(self, s):
        return s.final + (1 - s.final) * (1 - sp.Min(s.t, s.T) / s.T) ** s.power


@dataclass(frozen=True, kw_only=True)
class Cosine(Schedule):
    id, name, family = "cosine", "Cosine", "decay"
    source = (
        "Loshchilov & Hutter 2017, arXiv:1608.03983, one period. Differs: PyTorch's rises again after T; this one"
        " stays down."
    )
    final: float = hyper("f", 0.0, 0.0, 1.0, help="What is left in the end.")

    def factor(self, s):
        return s.final + (1 - s.final) * (1 + sp.cos(sp.pi * sp.Min(s.t, s.T) / s.T)) / 2


@dataclass(frozen=True, kw_only=True)
class WarmRestarts(Schedule):
    id, name, family = "warm_restarts", "Warm restarts (SGDR)", "cycles"
    source = (
        "Loshchilov & Hutter 2017, arXiv:1608.03983. Differs: nowhere; the period that holds t is found at"
        " t + 1/2, where rounding cannot miss a restart."
    )
    k: int = hyper("k", 50, 1, 1000, help="Updates in the first period.")
    times: int = hyper("m", 1, 1, 4, help="How many times as long each period is as the one before.")
    final: float = hyper("f", 0.0, 0.0, 1.0, help="What is left before a restart.")

    def factor(self, s):
        alike = s.times < 2
        grown = sp.log(1 + (s.times - 1) * (s.t + sp.Rational(1, 2)) / s.k) / sp.log(s.times)
        n = s.let("n", sp.Piecewise((sp.floor(s.t / s.k), alike), (sp.floor(grown), True)))
        begun = s.let("t_n", sp.Piecewise((s.k * n, alike), (s.k * (s.times**n - 1) / (s.times - 1), True)))
        elapsed = s.let(r"\tau", (s.t - begun) / (s.k * s.times**n))
        return s.final + (1 - s.final) * (1 + sp.cos(sp.pi * elapsed)) / 2


@dataclass(frozen=True, kw_only=True)
class Cyclical(Schedule):
    id, name, family = "cyclical", "Triangular cycles", "cycles"
    source = (
        "Smith 2017, arXiv:1506.01186, section 3. Differs: PyTorch's rate is the foot of a cycle, here it is the peak."
    )
    k: int = hyper("k", 20, 1, 500, help="Updates on the way up, and again on the way down.")
    final: float = hyper("f", 0.1, 0.0, 1.0, help="The factor at the foot of a cycle.")
    gamma: float = hyper(r"\gamma", 1.0, 0.9, 1.0, help="What each update leaves of the height of the cycles.")

    def factor(self, s):
        distance = s.let("x", sp.Abs(sp.Mod(s.t, 2 * s.k) / s.k - 1))  # from the peak: 1 at the foot
        return s.final + (1 - s.final) * (1 - distance) * s.gamma**s.t


@dataclass(frozen=True, kw_only=True)
class OneCycle(Schedule):
    id, name, family = "one_cycle", "One cycle", "cycles"
    source = (
        "Smith & Topin 2019, arXiv:1708.07120. Differs: as PyTorch's OneCycleLR with cosines, momentum left alone;"
        " optax peaks one update later."
    )
    rise: float = hyper("r", 0.3, 0.05, 0.9, help="Part of the run on the way up.")
    start: float = hyper("s", 0.04, 1e-3, 1.0, scale="log", help="The factor at first.")
    final: float = hyper("f", 4e-6, 1e-8, 1.0, scale="log", help="The factor in the end.")

    def factor(self, s):
        peak = s.let(r"\hat{t}", s.rise * s.T - 1)
        up = s.start + (1 - s.start) * (1 - sp.cos(sp.pi * s.t / peak)) / 2
        down = s.final + (1 - s.final) * (1 + sp.cos(sp.pi * (s.t - peak) / (s.T - 1 - peak))) / 2
        return sp.Piecewise((up, s.t < peak), (down, True))


@dataclass(frozen=True, kw_only=True)
class WarmUp(Schedule):
    id, name, family = "warm_up", "Linear warm-up", "warm-up"
    source = (
        "Goyal et al. 2017, arXiv:1706.02677, section 2.2. Differs: as PyTorch's LinearLR before another schedule in"
        " SequentialLR, which then counts from 0 and takes the rest of the run for the whole."
    )
    inner: Schedule = field(default=Constant())
    k: int = hyper("k", 20, 1, 500, help="Updates until the full rate.")
    start: float = hyper("s", 0.05, 0.0, 1.0, help="The factor at first.")

    def factor(self, s):
        up = s.start + (1 - s.start) * s.t / s.k
        after = s.factor_of(self.inner, t=s.t - s.k, T=s.T - s.k)
        return sp.Piecewise((up, s.t < s.k), (after, True))


@dataclass(frozen=True, kw_only=True)
class WarmUpStableDecay(Schedule):
    id, name, family = "warm_up_stable_decay", "Warm-up, stable, decay", "warm-up"
    source = (
        "Hu et al. 2024, arXiv:2404.06395, section 4. Differs: a straight way down, as in Hägele et al. 2024, "
        "arXiv:2405.18392."
    )
    k: int = hyper("k", 20, 1, 500, help="Updates until the full rate.")
    fall: float = hyper("d", 0.2, 0.05, 1.0, help="Part of the run on the way down.")
    final: float = hyper("f", 0.0, 0.0, 1.0, help="What is left after the last update.")

    def factor(self, s):
        up = (s.t + 1) / (s.k + 1)
        down = s.final + (1 - s.final) * (s.T - s.t) / (s.fall * s.T)
        return sp.Piecewise((up, s.t < s.k), (sp.Integer(1), s.t < (1 - s.fall) * s.T), (down, True))


# In the order of teaching.
SCHEDULES: dict[str, type[Schedule]] = {
    "constant": Constant,
    "inverse_root": InverseRoot,
    "inverse_time": InverseTime,
    "step": Step,
    "exponential": Exponential,
    "polynomial": Polynomial,
    "cosine": Cosine,
    "warm_restarts": WarmRestarts,
    "cyclical": Cyclical,
    "one_cycle": OneCycle,
    "warm_up": WarmUp,
    "warm_up_stable_decay": WarmUpStableDecay,
}
