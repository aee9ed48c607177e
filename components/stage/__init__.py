"""The stage: the animated player. `ground` brings it the surface, `stage` the race.

They are two components because Streamlit sends a component whole: the ground is large and stays, the race is small
and follows the hand.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from components.assets import mounted
from components.circle import circle_message
from components.packing import packed
from experiments.batches import per_epoch
from experiments.experiment import Experiment, Racer, batch_of
from experiments.race import STATUS, Run
from experiments.wording import label
from surfaces import Fit, Surface

_ground = mounted("ground", "stage/mount.js", "ground")
_stage = mounted(
    "stage",
    "stage/mount.js",
    "stage",
    html='<div class="steepest-stage"></div>',
    styles=("stage/stage.css", "stage/space.css", "stage/paper.css", "glass/glass.css", "taylor/taylor.css"),
)


def ground(message: dict[str, Any]) -> None:
    """Hand the surface to the stage of this page. It shows nothing by itself."""
    _ground(key="ground", data=message)


def ground_key(surface: Surface) -> str:
    """What a race and its ground have in common, so that paths are never drawn over another surface."""
    words = [surface.id, *(f"{name}={value!r}" for name, value in surface.values.items()), surface.version]
    return " ".join(filter(None, words))


def stage(message: dict[str, Any], on_edit: Callable[[], None]) -> None:
    """Mount the stage. It has sent an "edit", what the hand did, when `on_edit` is called."""
    _stage(key="stage", data=message, on_edit_change=on_edit)


def race_message(experiment: Experiment, race: Sequence[tuple[Racer, Run]]) -> dict[str, Any]:
    """A race for the browser: nothing in it is non-finite; each run ends at its last finite point."""
    epochs = {racer.slot: _epoch(experiment, racer) for racer in experiment.racers if racer.on}
    return {
        "ground": ground_key(experiment.surface),
        "steps": experiment.steps,
        "start": list(experiment.start),
        "words": STATUS,
        "runs": [
            _run_message(racer.slot, label(racer, experiment), run) | {"epoch": epochs[racer.slot]}
            for racer, run in race
        ],
        "circle": circle_message(experiment),
        "samples": len(experiment.surface.data) if isinstance(experiment.surface, Fit) else None,
        "epoch": max(epochs.values(), default=1),
    }


def _epoch(experiment: Experiment, racer: Racer) -> int:
    """How many updates of a racer see all samples once; 1 where there are none."""
    if not isinstance(experiment.surface, Fit):
        return 1
    return per_epoch(len(experiment.surface.data), batch_of(experiment, racer))


def _run_message(slot: int, name: str, run: Run) -> dict[str, Any]:
    trajectory = run.trajectory
    end = int(trajectory.diverged_at[0])
    count = end if end >= 0 else len(run.status)
    gradient = run.gradient_norm[:count]
    return {
        "slot": slot,
        "name": name,
        "count": count,
        "divergedAt": end if end >= 0 else None,
        "undefined": bool(trajectory.undefined[0]),
        "remark": run.remark,
        "events": [[event.t, event.says] for event in run.events],
        "theta": packed(trajectory.theta[:count, 0], "<f4"),
        "loss": packed(trajectory.loss[:count, 0], "<f8"),
        "gradient": packed(np.where(np.isfinite(gradient), gradient, -1), "<f8"),
        "lr": packed(trajectory.lr, "<f4"),
        "status": packed(run.status, "u1"),
    }
