"""Every optimizer on every surface, at the ends of its sliders, with and without noise: all that is shown is finite."""

from itertools import product

import numpy as np
import pytest

from experiments.conditions import Conditions
from optimizers import ESCAPE, OPTIMIZERS, run
from surfaces import SURFACES
from tests.test_optimizers_proof import WRAPPERS

RULES = [(name,) for name in OPTIMIZERS if name not in WRAPPERS]
RULES += [(name, inner) for name in WRAPPERS for inner in ("gradient_descent", "adam", "newton")]
STEPS = 10
NOISE = {"noise": 3.0, "seed": 5}
CLIPPED = {"noise": 20.0, "seed": 6, "clip": 0.1}


def low(hyper):
    return hyper.low


def high(hyper):
    return hyper.high


def mixed(hyper):
    """Long rates, coarse divisors and no memory."""
    return hyper.high if hyper.scale == "log" else hyper.low


def build(rule, end):
    """The rule, wrappers first, with every setting at the chosen end of its slider."""
    cls = OPTIMIZERS[rule[0]]
    settings = {key: end(hyper) for key, hyper in cls.hypers().items()}
    return cls(**settings, **({"inner": build(rule[1:], end)} if len(rule) > 1 else {}))


def starts(surface):
    """Where a reader begins; corners, minima and kinks; far away on a slope; and out of bounds of what is a number."""
    corners = [(a, b) for a in surface.bounds[0] for b in surface.bounds[1]]
    return [*surface.starts, *corners, *surface.minima, *surface.kinks, (0.0, 0.0), (3e3, -2e4), (7e7, 7e7)]


CASES = [(low, NOISE), (high, {}), (high, NOISE), (mixed, CLIPPED)]


def columns(states):
    """Every quantity of a state as one array (updates + 1, ...), an inner optimizer's included."""
    for column in zip(*states, strict=True):
        yield from columns(column) if isinstance(column[0], tuple) else (np.array(column),)


@pytest.mark.parametrize("surface", SURFACES)
def test_what_is_shown_is_finite(surface):
    loss, points = SURFACES[surface], starts(SURFACES[surface])
    for rule, (end, conditions) in product(RULES, CASES):
        optimizer = build(rule, end)
        ran = run(optimizer, Conditions(**conditions).around(loss), points, STEPS, keep_states=True)
        shown = (ran.diverged_at < 0) | (np.arange(STEPS + 1)[:, None] < ran.diverged_at)
        case = f"{conditions} {optimizer}"
        assert shown[0, : len(loss.starts)].all(), case
        assert (np.isfinite(ran.theta).all(axis=2) == shown).all(), case
        assert (np.isfinite(ran.loss) == shown).all(), case
        assert (np.hypot(*ran.theta[shown].T) <= ESCAPE).all(), case
        assert np.isfinite(ran.lr).all(), case
        for column in columns(ran.states):
            assert np.isfinite(column[shown] if column.ndim > 1 else column).all(), case
