"""What a race and its racers are called on the page."""

from collections.abc import Sequence

from experiments.batches import DRAWINGS
from experiments.experiment import CONSTANT, Experiment, Racer, batch_of
from surfaces import Fit

SCALES = {"raw": "raw", "centre": "centred", "zscore": "z-scores", "minmax": "min–max"}  # of features


def label(racer: Racer, experiment: Experiment) -> str:
    """The racer's name; where the same optimizer races more than once, with its batch size if that tells them apart,
    else with a number."""
    same = [r for r in experiment.racers if r.optimizer.id == racer.optimizer.id]
    name = racer.optimizer.name
    sizes = [batch_of(experiment, r) for r in same]
    if len(same) > 1 and len(set(sizes)) == len(same):
        n = len(experiment.surface.data) if isinstance(experiment.surface, Fit) else 0
        size = batch_of(experiment, racer)
        return f"{name}, {'all samples' if size == n else f'batch {size:,}'}"
    return name if len(same) == 1 else f"{name} {same.index(racer) + 1}"


def conditions(experiment: Experiment) -> str:
    """The line under the title: what is the same for every racer, and what is not."""
    racing = [r for r in experiment.racers if r.on]
    if not racing:
        return "no racer"
    parts = ["same start", f"{experiment.steps} steps", *_rates(racing)]
    shared = experiment.conditions
    parts += _batches(experiment, racing)
    if shared.noise:
        parts.append(f"noise σ {shared.noise:g}, seed {shared.seed}")
    if shared.clip:
        parts.append(f"gradients clipped at {shared.clip:g}")
    if experiment.swarm:
        parts.append(f"a swarm of {experiment.swarm.n} {experiment.swarm.kind}")
    return " · ".join(parts)


def _batches(experiment: Experiment, racing: Sequence[Racer]) -> list[str]:
    one = experiment.surface
    if not isinstance(one, Fit):
        return []
    sizes, n = sorted({batch_of(experiment, r) for r in racing}), len(one.data)
    words = ["sum of the losses"] if one.total else []
    if one.scaling != "raw":
        words.append(SCALES[one.scaling])
    if sizes == [n]:
        return [*words, f"all {n:,} samples"]
    shared = experiment.conditions
    size = f"batches of {sizes[0]}" if len(sizes) == 1 else "batch sizes differ"
    return [*words, f"{size}, {DRAWINGS[shared.drawing]}, seed {shared.seed}"]


def _rates(racing: Sequence[Racer]) -> list[str]:
    rates, schedules = {r.optimizer.lr for r in racing}, {r.schedule for r in racing}
    words = [f"η {rates.pop():g} for all" if len(rates) == 1 else "η differs"]
    if len(schedules) > 1:
        words.append("schedules differ")
    elif schedules != {CONSTANT}:
        words.append(f"{schedules.pop().name.lower()} for all")
    return words
