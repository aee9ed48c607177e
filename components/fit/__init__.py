"""The data beside the stage: scatter plot, the model of every racer moving on the clock, and the batch of the update.

On the map the same component draws what the update under way descends: the contour lines of its batch's own loss.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from streamlit.components.v2 import component

from components.assets import loader
from components.packing import packed
from components.stage import ground_key
from experiments.batches import Batches
from experiments.batches import seen as samples_seen
from experiments.experiment import Experiment, Racer, conditions_of
from experiments.noise_ball import settled
from surfaces import Fit
from surfaces.regression import error_tree

MOST = 40_000  # sample numbers that are sent: more than that cannot be told apart on screen

_fit = component(
    "steepest_fit",
    html='<div class="steepest-fit"></div><p class="steepest-ball" role="status" hidden></p>',
    css=(Path(__file__).parent / "fit.css").read_text(encoding="utf-8"),
    js=loader("fit/fit.js", "fit"),
    isolate_styles=False,
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
        "minimum": list(surface.minima[0]) if surface.minima else None,
        "batches": [one for one in (_batches(experiment, racer) for racer in experiment.racers if racer.on) if one],
    }


def _batches(experiment: Experiment, racer: Racer) -> dict[str, Any] | None:
    """The samples of every update of a racer, and their means; None where an update sees all samples."""
    shared, surface = conditions_of(experiment, racer), experiment.surface
    seen = shared.around(surface)
    while not isinstance(seen, Batches):
        seen = getattr(seen, "loss", None)
        if seen is None:
            return None
    if shared.batch >= len(seen.loss.data) and shared.drawing != "replaced":
        return None
    size, drawing = shared.batch, shared.drawing
    if samples_seen(len(seen.loss.data), size, drawing, experiment.steps) > MOST:
        return None
    parts = [seen.at(t).index()[0] for t in range(1, experiment.steps + 1)]
    u, v, z = seen.loss.columns
    means = [[np.mean(a[p] * b[p]) for a, b in ((u, u), (u, v), (v, v), (u, z), (v, z))] for p in parts]
    return {
        "slot": racer.slot,
        "ends": packed(np.cumsum([len(p) for p in parts]), "<u2"),
        "index": packed(np.concatenate(parts), "<u2"),
        "means": packed(means, "<f8") if seen.loss.means else None,
    }
