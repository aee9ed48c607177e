"""The data beside the stage: scatter plot, the model of every racer moving on the clock, and the batch of the update.

On the map the same component draws what the update under way descends: the contour lines of its batch's own loss.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.assets import mounted
from components.packing import packed
from components.stage import ground_key
from experiments.batches import Batches
from experiments.batches import seen as samples_seen
from experiments.experiment import Experiment, Racer, conditions_of
from experiments.limits import OWN_BYTES
from experiments.noise_ball import settled
from surfaces import Fit
from surfaces.regression import error_tree

MOST = 40_000  # sample numbers that are sent: more than that cannot be told apart on screen

_fit = mounted(
    "fit",
    "fit/fit.js",
    "fit",
    html='<div class="steepest-fit"></div><p class="steepest-ball" role="status" hidden></p>',
    styles=("fit/fit.css",),
)


def fit(experiment: Experiment, ball: NDArray[np.float64] | None = None) -> None:
    """Mount it; it shows nothing for a surface without samples.

    `ball`: how far the swarm is from the minimum in theory, (steps + 1,): the radius of a circle around it.
    """
    _fit(key="fit", data=fit_message(experiment, ball))


def fit_message(experiment: Experiment, ball: NDArray[np.float64] | None) -> dict[str, Any]:
    surface = experiment.surface
    if not isinstance(surface, Fit):
        return {}
    u, v, z = surface.columns
    plane = surface.problem.model == "plane"
    return {
        "ground": ground_key(surface),
        "model": surface.problem.model,
        "names": surface.data.names,
        "scaled": surface.scaling != "raw",
        "u": packed(u, "<f4"),
        "v": packed(v if plane else z, "<f4"),
        "error": None if surface.means else error_tree(surface.kind),
        "ball": None if ball is None else {"radii": packed(ball, "<f4"), "settled": settled(ball)},
        "most": OWN_BYTES,
        "minimum": list(surface.minima[0]) if surface.minima else None,
        "batches": [one for one in (_batches(experiment, racer) for racer in experiment.racers if racer.on) if one],
    }


def _batches(experiment: Experiment, racer: Racer) -> dict[str, Any] | None:
    """The samples of every update of a racer, and their means; None where an update sees all samples."""
    shared, surface = conditions_of(experiment, racer), experiment.surface
    if not isinstance(surface, Fit) or not shared.batch:
        return None
    if shared.batch >= len(surface.data) and shared.drawing != "replaced":
        return None
    if samples_seen(len(surface.data), shared.batch, shared.drawing, experiment.steps) > MOST:
        return None
    return {"slot": racer.slot} | _drawn(surface, shared.batch, shared.drawing, shared.seed, experiment.steps)


@lru_cache(maxsize=32)
def _drawn(surface: Fit, size: int, drawing: str, seed: int, steps: int) -> dict[str, Any]:
    """The batches of so many updates: where each ends, the numbers of their samples, and their means."""
    batches = Batches(surface, size, drawing, seed)
    parts = [batches.at(t).index()[0] for t in range(1, steps + 1)]
    index, sizes = np.concatenate(parts), np.array([len(p) for p in parts])
    ends = np.cumsum(sizes)
    u, v, z = (column[index] for column in surface.columns)
    sums = [np.add.reduceat(a * b, ends - sizes) for a, b in ((u, u), (u, v), (v, v), (u, z), (v, z))]
    return {
        "ends": packed(ends, "<u2"),
        "index": packed(index, "<u2"),
        "means": packed(np.stack(sums, axis=-1) / sizes[:, None], "<f8") if surface.means else None,
    }
