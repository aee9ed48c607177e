"""The keys of a link that stand there only if they say something unusual: one table, how each is written and read.

Those by which an experiment is only looked at are the browser's as well: it rewrites them by itself.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from experiments import data_edits
from experiments import experiment as edit
from experiments.conditions import FAIR
from experiments.experiment import HEIGHTS, STRIPS, VIEWS, Experiment
from experiments.limits import ARROWS, CAMERA, LINES, RACERS, RADII, SPEEDS, Refused, read_number, read_whole
from surfaces.core import HIGHEST_ORDER

T = TypeVar("T")
USUAL = {field.name: field.default for field in fields(Experiment)}


@dataclass(frozen=True)
class Key:
    """`write` gives None where the key is left out; `read` raises Refused for what cannot be taken."""

    name: str
    write: Callable[[Experiment], str | None]
    read: Callable[[Experiment, str], Experiment]
    is_view: bool = False  # whether it only says how the experiment is looked at


def _condition(name: str, write: Callable[[Any], str], read: Callable[[Experiment, str], Experiment]) -> Key:
    """The key of one of the conditions."""

    def written(e: Experiment) -> str | None:
        value = getattr(e.conditions, name)
        return None if value == getattr(FAIR, name) else write(value)

    return Key(name, written, read)


def _look(name: str, write: Callable[[Any], str], read: Callable[[Experiment, str], Any]) -> Key:
    """The key of a part of the experiment that says how it is looked at."""

    def written(e: Experiment) -> str | None:
        value = getattr(e, name)
        return None if value == USUAL[name] else write(value)

    return Key(name, written, lambda e, text: replace(e, **{name: read(e, text)}), is_view=True)


def _seed(e: Experiment) -> str | None:
    drawn = e.conditions.noise or e.conditions.batch or any(racer.batch for racer in e.racers)
    return str(e.conditions.seed) if drawn else None


def _swarm(e: Experiment) -> str | None:
    return f"{e.swarm.slot} {e.swarm.kind} {e.swarm.n}" if e.swarm else None


def _with_swarm(e: Experiment, text: str) -> Experiment:
    words = text.split()
    if len(words) != 3:
        raise Refused(f"A swarm is a racer’s number, what it has, and how many runs, not “{text[:24]}”.")
    slot, kind, n = words
    return edit.with_swarm(e, read_whole(slot, 0, RACERS - 1, "Swarm's racer"), kind, n)


def _with_rates(e: Experiment, text: str) -> Experiment:
    return edit.with_one_rate(e, _one_of(text, ("one",), "Rates") == "one")


def _camera(_: Experiment, text: str) -> tuple[float, ...]:
    parts = text.split()
    if len(parts) not in (3, 6):
        raise Refused(f"A camera is three numbers, or six with its centre, not “{text[:24]}”.")
    camera = tuple(round(read_number(part, -CAMERA, CAMERA, "Camera"), 3) for part in parts)
    if math.dist(camera[:3], camera[3:] or (0.0, 0.0, 0.0)) < 0.01:
        raise Refused("A camera stands somewhere outside its centre.")
    return camera


def read_model(experiment: Experiment, parts: Sequence[object]) -> tuple[float, ...]:
    """Order and radius of a Taylor model and, if it does not stand at a racer's ball, its point."""
    if len(parts) not in (2, 4):
        raise Refused("A Taylor model has an order, a radius and, if it stands off the ball, a point.")
    longer = max(high - low for low, high in experiment.surface.bounds)
    order = read_whole(parts[0], 1, HIGHEST_ORDER, "Order of the model")
    radius = read_number(parts[1], longer * RADII[0], longer * RADII[1], "Radius")
    return order, radius, *(edit.with_start(experiment, parts[2], parts[3]).start if len(parts) == 4 else ())


def _one_of(value: T, allowed: Collection[T], name: str) -> T:
    if value not in allowed:
        raise Refused(f"{name} is one of {', '.join(map(str, allowed))}.")
    return value


_short = "{:g}".format

KEYS = (  # in the order of the link
    _condition("batch", str, data_edits.with_shared_batch),
    _condition("drawing", str, data_edits.with_drawing),
    _condition("noise", repr, edit.with_noise),
    Key("seed", _seed, edit.with_seed),
    _condition("clip", repr, edit.with_clip),
    Key("swarm", _swarm, _with_swarm),
    Key("rates", lambda e: "one" if e.one_rate else None, _with_rates),
    _look("step", str, lambda e, text: read_whole(text, 0, e.steps, "Step")),
    _look("speed", _short, lambda e, text: _one_of(read_number(text, 0, 8, "Speed"), SPEEDS, "Speed")),
    _look("chosen", str, lambda e, text: read_whole(text, 0, RACERS - 1, "Chosen racer")),
    _look("strip", str, lambda e, text: _one_of(text, STRIPS, "Strip")),
    _look("panels", " ".join, lambda e, text: edit.with_panels(e, text.split()).panels),
    _look("view", str, lambda e, text: _one_of(text, VIEWS, "View")),
    _look("camera", lambda camera: " ".join(map(_short, camera)), _camera),
    _look("height", str, lambda e, text: _one_of(text, HEIGHTS, "Height")),
    Key("circle", lambda e: None if e.circle is None else _short(e.circle), edit.with_circle),
    _look("axis", str, lambda e, text: data_edits.with_axis(e, text).axis),
    _look("line", str, lambda e, text: read_whole(text, 0, LINES, "Line")),
    _look("arrows", _short, lambda e, text: read_number(text, *ARROWS, "Arrows")),
    _look("model", lambda model: " ".join(map(repr, model)), lambda e, text: read_model(e, text.split())),
)

VIEW = tuple(key.name for key in KEYS if key.is_view)  # keys that the browser may rewrite by itself
