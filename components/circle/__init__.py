"""The circle around the start: its lowest point, where −∇L points, and the walk from circle to circle, on the map.

Its numbers come with the race, so they follow the hand; the component shows them in words, and has the radius' dial.
"""

import math
from typing import Any

from components.assets import mounted
from components.packing import packed
from experiments.circle import Circle, Spot, paths
from experiments.experiment import Experiment
from experiments.limits import CIRCLE

_circle = mounted(
    "circle",
    "circle/circle.js",
    "circle",
    html='<div class="steepest-circle"></div>',
    styles=("circle/circle.css",),
)


def circle() -> None:
    """Mount the dial and the words. They show nothing while the experiment has no circle."""
    _circle(key="circle", data={"range": list(CIRCLE)})


def circle_message(experiment: Experiment) -> dict[str, Any] | None:
    """The circle of an experiment, if it has one. What does not exist on it is None."""
    e = experiment
    if e.circle is None:
        return None
    one, walk = paths(e.surface, e.start, e.circle, e.steps)
    return {
        "radius": e.circle,
        "lowest": _point(one.lowest),
        "downhill": _point(one.downhill),
        "degrees": None if one.angle is None else math.degrees(one.angle),
        "predicted": _first_order(e, one),
        "walk": packed(walk, "<f4"),
    }


def _point(spot: Spot | None) -> list[float] | None:
    return [spot.x, spot.y, spot.value] if spot and math.isfinite(spot.value) else None


def _first_order(e: Experiment, one: Circle) -> float | None:
    """The lowest loss that the tangent plane has on the circle."""
    if one.downhill is None:
        return None
    here = [one.centre]
    (value,), (slope,) = e.surface.value(here).tolist(), e.surface.gradient(here).tolist()
    return value - one.radius * math.hypot(*slope)
