"""Schedules against those of PyTorch and optax (recorded in tests/data), and against what their names promise."""

import dataclasses
import json
import math
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SCHEDULES, run
from optimizers.schedule import Schedule, _values
from optimizers.schedules import (
    Constant,
    Cosine,
    Cyclical,
    Exponential,
    InverseRoot,
    InverseTime,
    OneCycle,
    Polynomial,
    Step,
    WarmRestarts,
    WarmUp,
    WarmUpStableDecay,
)
from tests.losses import BOWL

META = json.loads((Path(__file__).parent / "data" / "optimizers_schedules.json").read_text())
HALF_IN_50 = 0.5 ** (1 / 50)
EVERY = pytest.mark.parametrize("name", SCHEDULES)

# Each recording: our schedule, the steps of its run, and the last t to compare.
RECORDED = {
    "torch.LambdaLR 1/sqrt(1+t)": (InverseRoot(), 200, 200),
    "torch.LambdaLR 1/(1+0.02t)": (InverseTime(decay=0.02), 200, 200),
    "torch.StepLR(50,0.5)": (Step(k=50, gamma=0.5), 200, 200),
    "optax.exponential_decay(0.1,50,0.5,staircase)": (Step(k=50, gamma=0.5), 200, 200),
    "torch.ExponentialLR(0.98)": (Exponential(gamma=0.98), 200, 200),
    "optax.exponential_decay(0.1,transition_steps=50,rate=0.5)": (Exponential(gamma=HALF_IN_50), 200, 200),
    "torch.PolynomialLR(150,power=2)": (Polynomial(power=2.0), 150, 200),
    "optax.polynomial_schedule(0.1,0,2,150)": (Polynomial(power=2.0), 150, 200),
    "torch.CosineAnnealingLR(T_max=100,eta_min=0.001)": (Cosine(final=0.01), 100, 100),
    "optax.cosine_decay_schedule(0.1,100,alpha=0.01)": (Cosine(final=0.01), 100, 200),
    "torch.CosineAnnealingWarmRestarts(T_0=20,T_mult=2,eta_min=0.001)": (
        WarmRestarts(k=20, times=2, final=0.01),
        200,
        200,
    ),
    "torch.CosineAnnealingWarmRestarts(T_0=50,T_mult=1)": (WarmRestarts(k=50), 200, 200),
    "optax.sgdr_schedule(T 20,40,80,.. )": (WarmRestarts(k=20, times=2, final=0.01), 200, 200),
    "torch.CyclicLR(0.01,0.1,step_size_up=20,triangular)": (Cyclical(k=20, final=0.1), 200, 200),
    "torch.CyclicLR(0.01,0.1,step_size_up=20,exp_range,gamma=0.99)": (Cyclical(k=20, final=0.1, gamma=0.99), 200, 200),
    "torch.OneCycleLR(max_lr=0.1,total_steps=201,pct_start=0.3,cos)": (OneCycle(), 201, 200),
    "torch.LinearLR(start_factor=0.1,total_iters=20)": (WarmUp(k=20, start=0.1), 200, 200),
    "torch.LinearLR() defaults (1/3,1,5)": (WarmUp(k=5, start=1 / 3), 200, 200),
    "torch.SequentialLR(LinearLR(0.1,20)->CosineAnnealingLR(180))": (
        WarmUp(k=20, start=0.1, inner=Cosine()),
        200,
        200,
    ),
    "optax.linear_schedule warmup(0,0.1,20)": (WarmUp(k=20, start=0.0), 200, 200),
    "optax.warmup_cosine_decay_schedule(0,0.1,20,200)": (WarmUp(k=20, start=0.0, inner=Cosine()), 200, 200),
    "optax.warmup_exponential_decay(0,0.1,20,50,0.5)": (
        WarmUp(k=20, start=0.0, inner=Exponential(gamma=HALF_IN_50)),
        200,
        200,
    ),
}


@pytest.mark.parametrize("recording", RECORDED)
def test_the_factors_are_the_recorded_ones(recording):
    schedule, steps, last = RECORDED[recording]
    for t, rate in zip(META["t"], META["rates"][recording], strict=True):
        if t <= last:
            assert schedule(t, steps) == pytest.approx(rate / META["base_rate"], rel=1e-12, abs=1e-14)


@EVERY
def test_every_schedule_is_recorded_or_written_twice(name):
    recorded = {type(schedule).id for schedule, _, _ in RECORDED.values()}
    assert name in recorded | {"constant", "warm_up_stable_decay"}


def test_constant():
    assert {Constant()(t, 50) for t in range(50)} == {1.0}


@pytest.mark.parametrize(("power", "final"), [(1.0, 0.2), (3.0, 0.05), (0.5, 1.0)])
def test_polynomial_comes_down_to_its_final_factor(power, final):
    for t in range(60):
        expected = final + (1 - final) * ((50 - min(t, 50)) / 50) ** power
        assert Polynomial(power=power, final=final)(t, 50) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("k", "fall", "final"), [(20, 0.2, 0.0), (5, 0.5, 0.1), (1, 1.0, 0.0)])
def test_warm_up_stable_decay(k, fall, final):
    steps = 200
    begins = steps - fall * steps
    for t in range(steps):
        if t < k:
            expected = (t + 1) / (k + 1)
        elif t < begins:
            expected = 1.0
        else:
            expected = final + (1 - final) * (steps - t) / (steps - begins)
        assert WarmUpStableDecay(k=k, fall=fall, final=final)(t, steps) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize("k", [1, 3, 7, 100])
def test_no_restart_is_missed(k, times):
    starts, length = [0], k
    while starts[-1] < 5000:
        starts.append(starts[-1] + length)
        length *= times
    schedule = WarmRestarts(k=k, times=times)
    assert [t for t in range(starts[-2] + 1) if schedule(t, 5000) == 1.0] == starts[:-1]


def test_the_slip_of_the_notes():
    """lr = lr/(1 + decay*t) run as an assignment compounds; the schedule does not."""
    compounded = math.prod(1 / (1 + 0.01 * t) for t in range(51))
    assert compounded < 2e-5
    assert InverseTime(decay=0.01)(50, 100) == pytest.approx(2 / 3)


@EVERY
@pytest.mark.parametrize("inner", [Constant(), Cosine(), WarmRestarts(k=3, times=2)])
@pytest.mark.parametrize("steps", [1, 2, 3, 10, 33, 200])
def test_the_factor_is_a_finite_part_of_the_rate_in_every_run(name, inner, steps):
    cls = SCHEDULES[name]
    for corner in (min, max, None):
        settings = {key: h.default if corner is None else corner(h.low, h.high) for key, h in cls.hypers().items()}
        schedule = cls(**settings, **({"inner": inner} if cls.inner else {}))
        for t in range(steps):
            assert -1e-12 <= schedule(t, steps) <= 1 + 1e-12


@EVERY
def test_entry(name):
    cls = SCHEDULES[name]
    assert cls.id == name
    assert cls.name
    assert cls.__bases__ == (Schedule,)
    assert any(char.isdigit() for char in cls.source)
    assert hash(cls()) == hash(cls())
    assert cls().latex[-1].startswith(r"\frac{\eta_{t+1}}{\eta_{0}} = ")
    for hyper in cls.hypers().values():
        assert hyper.low <= hyper.default <= hyper.high
        assert hyper.scale == "linear" or hyper.low > 0
        assert hyper.help.endswith(".")
    with pytest.raises(dataclasses.FrozenInstanceError):
        cls().inner = Constant()
    for key in cls.hypers():
        with pytest.raises(ValueError, match=key):
            cls(**{key: math.nan})


def test_the_inner_schedule_must_be_one():
    with pytest.raises(ValueError, match="inner"):
        SCHEDULES["warm_up"](inner=lambda t, steps: 1.0)


def test_inner_letters_get_a_prime():
    (line,) = WarmUp(inner=Step()).latex
    assert r"\gamma^{\prime}" in line
    assert r"k^{\prime}" in line


def test_in_a_run():
    ran = run(OPTIMIZERS["gradient_descent"](lr=0.4), BOWL, [[1.0, 1.0]], 5, InverseRoot())
    np.testing.assert_allclose(ran.lr, 0.4 / np.sqrt(np.arange(1, 6)), rtol=1e-14)


def test_threads_build_the_same_schedules(monkeypatch):
    entries = [cls() for cls in SCHEDULES.values()]
    alone = [(s.latex, s(7, 50)) for s in entries]
    monkeypatch.setattr("optimizers.schedule._BUILT", {})
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda s: (s.latex, s(7, 50)), entries * 4)) == alone * 4


SAMPLES = [cls() for cls in SCHEDULES.values()]
SAMPLES += [SCHEDULES["warm_restarts"](times=2), *(WarmUp(inner=cls()) for cls in SCHEDULES.values() if not cls.inner)]


@pytest.mark.parametrize("schedule", SAMPLES, ids=repr)
def test_filled_in_it_holds_this_schedules_numbers(schedule):
    lines = schedule.filled(0.05, 200, lambda number: f"«{number!r}»")
    assert lines[-1].startswith(r"\frac{\eta_{t+1}}{«0.05»} = ")
    filled = {float(number) for line in lines for number in re.findall("«(.*?)»", line)} - {0.05}
    values = {float(value) for value in _values(schedule).values()}
    assert filled <= values | {200.0}
    undecided = "times" not in schedule.hypers() and not isinstance(schedule.inner, Constant | WarmRestarts)
    assert not undecided or values - {0.05} <= filled


def test_of_cases_that_the_settings_decide_the_one_that_holds_is_filled_in():
    def write(number):
        return f"{number:g}"

    alike, growing = (SCHEDULES["warm_restarts"](times=times).filled(0.1, 100, write) for times in (1, 2))
    assert alike[1] == r"t_n = {50} \cdot n"
    assert growing[1] == r"t_n = \frac{{50} \cdot \left({2}^{n} - 1\right)}{{2} - 1}"
    assert r"\begin{cases}" in WarmUp().filled(0.1, 100, write)[-1]
    assert Polynomial(power=3.0, final=0.2).filled(0.1, 100, write)[0].partition(" = ")[2] == (
        r"{0.2} + \left(1 - {0.2}\right) \cdot \left(1 - \frac{\min\left({100}, t\right)}{{100}}\right)^{{3}}"
    )
    assert InverseRoot().filled(0.1, 100, write) == (r"\frac{\eta_{t+1}}{0.1} = \frac{1}{\sqrt{1 + t}}",)
