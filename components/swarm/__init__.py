"""The swarm: a cloud on the map, mean and band in the strip, and the share of the runs at each minimum.

A component of its own, because it is large and follows the settled experiment, not the hand.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.assets import mounted
from components.packing import packed, packed_changes
from components.stage import ground_key
from experiments import noise_ball
from experiments.experiment import Experiment
from experiments.swarm import BAND, Cloud
from surfaces import Fit

_swarm = mounted("swarm", "swarm/swarm.js", "swarm")

Bounds = tuple[tuple[float, float], tuple[float, float]]

FULL = 32767  # of a 16-bit whole number
AWAY = -32768  # a run that has diverged, or is far outside the map
ROOM = 3.0  # the cloud is drawn within so many times the map's region


def swarm(message: dict[str, Any]) -> None:
    """Mount the swarm: {} clears it; {"link", "slot"} has the page ask for its `swarm_message`."""
    _swarm(key="swarm", data=message)


def swarm_message(experiment: Experiment, cloud: Cloud, region: Bounds) -> dict[str, Any]:
    """A swarm for the browser. Points are whole numbers of 16 bits across `box`: finer than any screen."""
    surface = experiment.surface
    box = [_wider(*side) for side in region]
    known = int(np.isfinite(cloud.mean).sum())
    return {
        "ground": ground_key(surface),
        "slot": cloud.swarm.slot,
        "kind": cloud.swarm.kind,
        "n": cloud.swarm.n,
        "steps": experiment.steps,
        "box": box,
        "points": packed_changes(coded(cloud.trajectory.theta, box)),
        "known": known,
        "share": BAND,
        "mean": packed(cloud.mean[:known], "<f8"),
        "low": packed(cloud.band[0, :known], "<f8"),
        "high": packed(cloud.band[1, :known], "<f8"),
        "at": packed(cloud.at, "<u2"),
        "minima": [list(point) for point in surface.minima],
        "away": noise_ball.measured(cloud, surface) if isinstance(surface, Fit) else None,
    }


def _wider(low: float, high: float) -> tuple[float, float]:
    middle, half = (low + high) / 2, ROOM * (high - low) / 2
    return middle - half, middle + half


def coded(theta: NDArray, box: list[tuple[float, float]]) -> NDArray[np.int16]:
    """Points (..., 2) as whole numbers from -FULL to FULL across the box; AWAY for those outside it or NaN."""
    low, high = np.array(box).T
    numbers = (theta - (low + high) / 2) * (2 * FULL / (high - low))
    inside = np.abs(numbers) <= FULL  # not so where it is NaN
    away = ~(inside[..., 0] & inside[..., 1])
    np.rint(numbers, out=numbers)
    numbers[away] = AWAY
    return numbers.astype(np.int16)
