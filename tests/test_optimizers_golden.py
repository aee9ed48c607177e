"""Our paths against those that PyTorch and optax walked (recorded in tests/data, float64)."""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from tests.losses import FormulaLoss
from tests.test_optimizers_second import SECOND

DATA = Path(__file__).parent / "data"
META = json.loads((DATA / "optimizers_trajectories.json").read_text())
THETA = np.load(DATA / "optimizers_trajectories.npz")["theta"]  # (rows, steps kept, 2)
KEPT = np.array(META["steps"])

# What each recording is in our terms; the rate is the recording's own.
RECORDED = {
    "torch.sgd": ("gradient_descent", {}),
    "torch.sgd_x3": ("gradient_descent", {}),
    "optax.sgd": ("gradient_descent", {}),
    "torch.momentum0.9": ("momentum", {"beta": 0.9}),
    "torch.momentum0.5": ("momentum", {"beta": 0.5}),
    "optax.sgd_momentum0.9": ("momentum", {"beta": 0.9}),
    "torch.nesterov0.9": ("nesterov", {"beta": 0.9}),
    "torch.nesterov0.5": ("nesterov", {"beta": 0.5}),
    "torch.nesterov0.99": ("nesterov", {"beta": 0.99}),
    "optax.sgd_nesterov0.9": ("nesterov", {"beta": 0.9}),
    "torch.sgd_wd0.1": ("sgd_l2", {"beta": 0.0, "weight_decay": 0.1}),
    "torch.momentum0.9_wd0.01": ("sgd_l2", {"beta": 0.9, "weight_decay": 0.01}),
    "torch.adagrad": ("adagrad", {}),
    "torch.adagrad_x10": ("adagrad", {}),
    "torch.adagrad_lrdecay0.01": ("adagrad", {}),
    "torch.rmsprop": ("rmsprop", {"rho": 0.99}),
    "torch.rmsprop_a0.9": ("rmsprop", {"rho": 0.9}),
    "torch.rmsprop_eps0.1": ("rmsprop", {"rho": 0.99, "eps": 0.1}),
    "optax.rmsprop_d0.99_epsout": ("rmsprop", {"rho": 0.99}),
    "torch.adadelta": ("adadelta", {}),
    "torch.adadelta_rho0.95": ("adadelta", {"rho": 0.95}),
    "torch.adadelta_eps1e-3": ("adadelta", {"eps": 1e-3}),
    "optax.adadelta_eps1e-3_rho0.95": ("adadelta", {"rho": 0.95, "eps": 1e-3}),
    "torch.adam": ("adam", {}),
    "torch.adam_x4": ("adam", {}),
    "torch.adam_b0.8_0.9": ("adam", {"beta1": 0.8, "beta2": 0.9}),
    "torch.adam_b0.5_0.999": ("adam", {"beta1": 0.5}),
    "torch.adam_eps1e-2": ("adam", {"eps": 0.01}),
    "optax.adam": ("adam", {}),
    "optax.adam_b0.8_0.9": ("adam", {"beta1": 0.8, "beta2": 0.9}),
    "torch.adam_l2_0.1": ("adam_l2", {"weight_decay": 0.1}),
    "torch.amsgrad": ("amsgrad", {}),
    "torch.amsgrad_b0.9_0.9": ("amsgrad", {"beta2": 0.9}),
    "torch.radam": ("radam", {}),
    "torch.radam_b0.9_0.9": ("radam", {"beta2": 0.9}),
    "torch.nadam": ("nadam", {}),
    "torch.nadam_md0": ("nadam", {"gamma": 0.0}),
    "torch.nadam_b0.8_0.9_md0.02": ("nadam", {"beta1": 0.8, "beta2": 0.9, "gamma": 0.02}),
    "torch.adamw": ("adamw", {}),
    "torch.adamw_wd0.5": ("adamw", {"weight_decay": 0.5}),
    "torch.adamw_x4_wd0.1": ("adamw", {"weight_decay": 0.1}),
    "optax.adamw": ("adamw", {"weight_decay": 1e-4}),
    "optax.adamw_wd0.1": ("adamw", {"weight_decay": 0.1}),
    "optax.lookahead_sgd_k5_a0.5": ("lookahead", {"inner": "gradient_descent"}),
    "optax.lookahead_adam_k6_a0.8": ("lookahead", {"inner": "adam", "k": 6, "alpha": 0.8}),
    "optax.sam_sgd_rho0.05": ("sam", {"inner": "gradient_descent", "rho": 0.05}),
    "optax.sam_sgd_rho0.2": ("sam", {"inner": "gradient_descent", "rho": 0.2}),
    "optax.sam_adam_rho0.05": ("sam", {"inner": "adam", "rho": 0.05}),
}

# Other rules that walk a path recorded above.
ALSO = {
    "momentum": "momentum_v",
    "nesterov": "nesterov_difference",
}

SCHEDULED = {"torch.adagrad_lrdecay0.01": lambda t, steps: 1 / (1 + 0.01 * t)}


def look_ahead(optimizer, trajectory):
    """The libraries' Nesterov walks the points at which ours looks."""
    d = np.stack([state.d for state in trajectory.states])
    return trajectory.theta - optimizer.lr * optimizer.beta * d


OBSERVED = {"nesterov": look_ahead}


def build(name, settings, lr):
    if "inner" in settings:
        return OPTIMIZERS[name](**{**settings, "inner": OPTIMIZERS[settings["inner"]](lr=lr)})
    return OPTIMIZERS[name](**settings, lr=lr)


CASES = [
    (row, theirs, name)
    for row, theirs in zip(META["rows"], THETA, strict=True)
    for name in (RECORDED[row["recording"]][0], ALSO.get(RECORDED[row["recording"]][0]))
    if name
]


def rate(row):
    return row["kwargs"]["lr" if row["library"] == "torch" else "learning_rate"]


@pytest.mark.parametrize(
    ("row", "theirs", "name"),
    CASES,
    ids=[f"{name}-{row['recording']}-{row['surface']}" for row, _, name in CASES],
)
def test_the_path_is_the_recorded_one(row, theirs, name):
    _, settings = RECORDED[row["recording"]]
    optimizer = build(name, settings, rate(row))
    loss = FormulaLoss(META["surfaces"][row["surface"]])
    schedule = SCHEDULED.get(row["recording"])
    ours = run(optimizer, loss, [row["start"]], row["horizon"], schedule, keep_states=True)
    path = OBSERVED.get(name, lambda _, trajectory: trajectory.theta)(optimizer, ours)[:, 0]
    within = row["horizon"] >= KEPT
    allowed = 1e-8 * np.maximum(1, np.abs(theirs[within]))
    np.testing.assert_array_less(np.abs(path[KEPT[within]] - theirs[within]), allowed)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_held_to_someone_elses_numbers(name):
    """At least three settings recorded on five surfaces over twenty steps, or a second implementation."""
    surfaces = defaultdict(set)
    for row, _, known in CASES:
        if known == name and row["horizon"] >= 20:
            surfaces[row["recording"].partition(".")[2]].add(row["surface"])
    settings = [key for key, on in surfaces.items() if len(on) >= 5]
    assert len(settings) >= 3 or name in SECOND
