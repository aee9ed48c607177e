"""The scenes of the lessons: the experiment behind each, by lesson and name. Texts: `lessons/`; claims: the tests."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from experiments import data_edits
from experiments import experiment as edit
from experiments.experiment import Experiment

Scene = Callable[[], Experiment]


def scene(
    surface: str,
    *racers: tuple[str, dict[str, float]],
    start: tuple[float, float] | None = None,
    steps: int = 60,
    **looks: object,
) -> Experiment:
    """A race in a few words: each racer as its id and its settings; `looks` are fields of the experiment."""
    e = edit.with_steps(replace(edit.first_look(surface), racers=()), steps)
    if start:
        e = edit.with_start(e, *start)
    for slot, (name, settings) in enumerate(racers):
        e = edit.added(e, name)
        for path, value in settings.items():
            e = edit.with_hyper(e, slot, path, value)
    return replace(e, **{"chosen": None, "view": "map"} | looks)


def _circle(radius: float, start: tuple[float, float], steps: int) -> Experiment:
    one = scene("ravine", ("gradient_descent", {"lr": 0.08}), start=start, steps=steps)
    return replace(edit.with_circle(one, radius), strip="log")


def _batches(
    *sizes: int, lr: float = 0.1, steps: int = 60, drawing: str = "reshuffled", problem: str = "line20", **looks: object
) -> Experiment:
    """Gradient descent on the same samples in batches of each of these sizes; 0 stands for all."""
    e = scene(problem, *[("gradient_descent", {"lr": lr})] * len(sizes), steps=steps)
    for slot, size in enumerate(sizes):
        e = data_edits.with_batch_of(e, slot, size) if size else e
    return replace(data_edits.with_drawing(e, drawing), **{"chosen": None, "strip": "log"} | looks)


def _ball(decay: float) -> Experiment:
    """A swarm with batches of 1, drawn with replacement, at a constant or a falling rate."""
    e = _batches(1, lr=0.3, steps=300, drawing="replaced", speed=4.0)
    if decay:
        e = edit.with_schedule_setting(edit.with_schedule(e, 0, "inverse_time"), 0, "decay", decay)
    return edit.with_swarm(e, 0, "seeds", 400)


def _sum(lr: float) -> Experiment:
    return data_edits.with_total(_batches(0, 1, lr=lr, steps=60), True)


def _scaled(problem: str, scaling: str, lr: float, steps: int = 50) -> Experiment:
    """Gradient descent on features scaled one way."""
    e = data_edits.with_scaling(scene(problem, ("gradient_descent", {})), scaling)
    e = edit.with_steps(edit.with_hyper(e, 0, "lr", lr), steps)
    return replace(e, chosen=None, view="map", strip="log")


LESSONS: dict[str, Mapping[str, Scene]] = {  # in the order of the course
    "downhill": {
        "walk": lambda: _circle(0.3, (-3.0, 1.5), 60),
        "small": lambda: replace(_circle(0.3, (-3.0, 1.0), 20), step=0),
        "large": lambda: replace(_circle(1.0, (-3.0, 1.0), 20), step=0),
        "taylor": lambda: scene(
            "himmelblau", ("gradient_descent", {"lr": 0.01}), start=(1.0, 1.0), steps=40, step=0, model=(2.0, 1.0)
        ),
        "smaller": lambda: _circle(0.1, (-3.0, 1.5), 60),
    },
    "batches": {
        "epoch": lambda: _batches(0, 1, steps=60, axis="epochs"),
        "sizes": lambda: _batches(0, 4, 1, steps=60),
        "ball": lambda: _ball(0.0),
        "decay": lambda: _ball(0.05),
        "sum": lambda: _sum(0.12),
        "arriving": lambda: _batches(1, 100, steps=200, drawing="arriving", problem="line10000", axis="samples"),
    },
    "scaling": {
        "raw": lambda: _scaled("marks", "raw", 0.0002),
        "zscore": lambda: _scaled("marks", "zscore", 0.5),
        "minmax": lambda: _scaled("marks", "minmax", 0.75),
        "correlated": lambda: _scaled("pair", "zscore", 0.5),
    },
}
