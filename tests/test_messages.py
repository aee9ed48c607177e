"""What is sent to the browser: nothing non-finite, whatever the surface, the settings and the start."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from components.stage import race_message
from experiments import experiment as edit
from experiments.race import DIVERGED, race
from experiments.settings import settings, with_setting
from optimizers import OPTIMIZERS
from surfaces import SURFACES, Surface, x, y

TYPES = {"theta": "<f4", "loss": "<f8", "gradient": "<f8", "lr": "<f4", "status": "u1"}


def arrays(run: dict) -> dict[str, np.ndarray]:
    return {name: np.frombuffer(base64.b64decode(run[name]), dtype) for name, dtype in TYPES.items()}


def check(experiment) -> list[dict]:
    message = race_message(experiment, race(experiment))
    json.dumps(message, allow_nan=False)
    for run in message["runs"]:
        sent = arrays(run)
        assert all(np.isfinite(values).all() for values in sent.values())
        assert len(sent["theta"]) == 2 * run["count"]
        assert len(sent["loss"]) == len(sent["gradient"]) == run["count"]
        assert len(sent["lr"]) == experiment.steps
        assert len(sent["status"]) == experiment.steps + 1
        assert run["count"] >= 1 or run["remark"] == "the loss is not defined at this start"
    return message["runs"]


@pytest.mark.parametrize("surface", SURFACES)
def test_first_looks(surface):
    check(edit.first_look(surface))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("end", ["low", "high"])
def test_extreme_settings(surface, end):
    e = replace(edit.first_look(surface), racers=(), steps=60)
    for name in list(OPTIMIZERS)[:8]:
        e = edit.added(e, name)
    racers = []
    for racer in e.racers:
        optimizer = racer.optimizer
        for path, hyper in settings(optimizer).items():
            optimizer = with_setting(optimizer, path, getattr(hyper, end))
        racers.append(replace(racer, optimizer=optimizer))
    check(replace(e, racers=tuple(racers)))
    (x0, x1), (y0, y1) = e.surface.bounds
    check(replace(e, racers=tuple(racers), start=(4 * x1 - 3 * x0, 4 * y1 - 3 * y0)))


CONE = Surface(
    id="cone",
    name="Cone",
    group="Many minima",
    expr=sp.sqrt(x**2 + y**2) + 1 / x,
    bounds=((-1.0, 1.0), (-1.0, 1.0)),
    minima=(),
    starts=((0.5, 0.5),),
    teaches="Not defined on x = 0.",
    source="The tests.",
)


ROOT = replace(CONE, id="root", expr=sp.sqrt(x) + y**2, teaches="No gradient on x = 0.")


@pytest.mark.parametrize(("surface", "lacks", "points"), [(CONE, "loss", 0), (ROOT, "gradient", 1)])
def test_a_start_without_a_loss_or_a_gradient_is_said_so(surface, lacks, points):
    e = replace(edit.default(), surface=surface, start=(0.0, 0.5))
    for run in check(e):
        assert run["remark"] == f"the {lacks} is not defined at this start"
        assert run["count"] == points
    for _, run in race(e):
        assert (run.status[points:] == DIVERGED).all()
