"""The scenes of the lessons: the experiment behind each, by lesson and name. Texts: `lessons/`; claims: the tests."""

from collections.abc import Callable, Mapping
from dataclasses import replace

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


LESSONS: dict[str, Mapping[str, Scene]] = {  # in the order of the course
    "downhill": {
        "walk": lambda: _circle(0.3, (-3.0, 1.5), 60),
        "small": lambda: replace(_circle(0.3, (-3.0, 1.0), 20), step=0),
        "large": lambda: replace(_circle(1.0, (-3.0, 1.0), 20), step=0),
        "smaller": lambda: _circle(0.1, (-3.0, 1.5), 60),
    },
}
