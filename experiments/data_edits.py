"""Edits of an experiment that concern its samples: their scale, their sum or mean, and the batches they are seen in."""

from dataclasses import replace

from experiments import experiment as edit
from experiments import own_data
from experiments.batches import DRAWINGS
from experiments.experiment import AXES, Experiment
from experiments.limits import Refused, read_whole
from surfaces import Fit, fit
from surfaces.samples import SCALINGS, Data


def fit_of(experiment: Experiment) -> Fit:
    if not isinstance(experiment.surface, Fit):
        raise Refused(f"{experiment.surface.name} is a formula: it has no samples.")
    return experiment.surface


def with_scaling(experiment: Experiment, scaling: str) -> Experiment:
    """The same data with other features: the whole race opens anew, for start and rates no longer mean the same."""
    if scaling not in SCALINGS:
        raise Refused(f"Features are scaled by one of {', '.join(SCALINGS)}, not “{scaling[:24]}”.")
    one = fit_of(experiment)
    return edit.on(experiment, edit.opened(fit(one.problem, scaling, one.total, **one.values)))


def with_data(experiment: Experiment, data: Data) -> Experiment:
    """The same racers on a visitor's own samples."""
    return edit.on(experiment, edit.opened(fit(own_data.problem(data))))


def with_total(experiment: Experiment, total: bool) -> Experiment:
    """The sum over the samples instead of their mean, or back: everything else stays, the rates too."""
    one = fit_of(experiment)
    return replace(experiment, surface=fit(one.problem, one.scaling, total, **one.values), step=None)


def with_batch(experiment: Experiment, size: object) -> Experiment:
    """So many samples for every update of every racer; 0: all of them."""
    racers = tuple(replace(r, batch=None) for r in experiment.racers)
    return with_shared_batch(replace(experiment, racers=racers), size)


def with_shared_batch(experiment: Experiment, size: object) -> Experiment:
    """So many samples for every update of those racers that have no size of their own."""
    return replace(experiment, conditions=replace(experiment.conditions, batch=read_batch(experiment, size)))


def read_batch(experiment: Experiment, size: object) -> int:
    """A batch size, if the surface has so many samples."""
    return read_whole(size, 0, len(fit_of(experiment).data), "Batch size")


def with_axis(experiment: Experiment, axis: str) -> Experiment:
    """What the clock counts: updates, or epochs or samples, so that racers with small batches take more steps."""
    if axis not in AXES:
        raise Refused(f"The clock counts {', '.join(AXES)}, not “{axis[:24]}”.")
    fit_of(experiment)
    return replace(experiment, axis=axis)


def with_drawing(experiment: Experiment, drawing: str) -> Experiment:
    if drawing not in DRAWINGS:
        raise Refused(f"Batches are {', '.join(DRAWINGS)}, not “{drawing[:24]}”.")
    fit_of(experiment)
    return replace(experiment, conditions=replace(experiment.conditions, drawing=drawing))


def with_batch_of(experiment: Experiment, slot: int, size: object) -> Experiment:
    """One racer with batches of its own size."""
    edit.racer_at(experiment, slot)
    batch = read_batch(experiment, size)
    racers = tuple(replace(r, batch=batch) if r.slot == slot else r for r in experiment.racers)
    return replace(experiment, racers=racers)
