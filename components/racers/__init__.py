"""The racers' cards: legend, on/off, duplicate, remove, and live dials for every hyperparameter and parameter.

Their numbers come from the race that the stage plays; their edits travel through the stage's channel.
"""

from functools import cache
from typing import Any
from urllib.parse import urlencode

import sympy as sp
from sympy.printing.mathml import mathml

from components.assets import mounted
from experiments.experiment import Experiment, Racer, Swarm, batch_of
from experiments.limits import RACERS
from experiments.presets import rate_of
from experiments.settings import rate_path, settings, switch_of, value
from experiments.wording import label
from optimizers import OPTIMIZERS, SCHEDULES, Hyper, Optimizer, Schedule
from surfaces import Fit, Param
from sympy_lock import SYMPY_LOCK

_racers = mounted(
    "racers",
    "racers/racers.js",
    "racers",
    html='<div class="steepest-racers"></div>',
    styles=("racers/racers.css",),
)


def racers(experiment: Experiment) -> None:
    """Mount the cards of an experiment's racers."""
    surface = experiment.surface
    params = [_dial(one.name, one, surface.values[one.name], one.default) for one in surface.params]
    message = {
        "surface": {"id": surface.id, "params": params},
        "racers": [_card(racer, experiment) for racer in experiment.racers],
        "optimizers": [
            {"id": o.id, "name": o.name, "family": o.family, "wraps": o.inner is not None} for o in OPTIMIZERS.values()
        ],
        "schedules": [{"id": s.id, "name": s.name, "wraps": s.inner is not None} for s in SCHEDULES.values()],
        "tied": experiment.one_rate,
        "full": len(experiment.racers) >= RACERS,
    }
    _racers(key="racers", data=message)


def _card(racer: Racer, experiment: Experiment) -> dict[str, Any]:
    swarm = experiment.swarm if experiment.swarm and experiment.swarm.slot == racer.slot else None
    switch = switch_of(racer.optimizer)
    rate = {rate_path(racer.optimizer): rate_of(experiment.surface, racer.optimizer)}
    return _rule(racer.optimizer, rate) | {
        "slot": racer.slot,
        "name": label(racer, experiment),
        "about": f"catalogue?{urlencode({'find': racer.optimizer.name})}",
        "on": racer.on,
        "switch": switch and {"name": switch[0], "on": switch[1]},
        "swarm": {"kind": swarm.kind if swarm else "none", "n": swarm.n if swarm else Swarm.n},
        "schedule": _rule(racer.schedule),
        "batch": _batch(racer, experiment),
    }


def _batch(racer: Racer, experiment: Experiment) -> dict[str, Any] | None:
    """The dial of a racer's batch size, where the loss is one of samples."""
    if not isinstance(experiment.surface, Fit):
        return None
    n = len(experiment.surface.data)
    declared = Hyper("B", n, 1, n, "log" if n > 100 else "linear", "Samples that an update sees.")
    return _dial("batch", declared, batch_of(experiment, racer), n)


def _rule(rule: Optimizer | Schedule, defaults: dict[str, float] | None = None) -> dict[str, Any]:
    """An optimizer or a schedule as its card shows it: its id, what it is around, its dials.

    defaults: of settings whose default here is not the declared one, such as the rate that suits the surface.
    """
    defaults = defaults or {}
    return {
        "id": rule.id,
        "inner": None if rule.inner is None else rule.inner.id,
        "hypers": [
            _dial(path, hyper, value(rule, path), defaults.get(path, hyper.default))
            for path, hyper in settings(rule).items()
        ],
    }


def _dial(name: str, declared: Hyper | Param, value: float, default: float) -> dict[str, Any]:
    """What a dial needs to know, from the one declaration of a hyperparameter or of a surface's parameter."""
    return {
        "name": name,
        "symbol": symbol(declared.latex),
        "low": declared.low,
        "high": declared.high,
        "scale": declared.scale,
        "help": declared.help,
        "value": value,
        "default": default,
        "whole": isinstance(declared, Hyper) and declared.whole,
    }


@cache
def symbol(latex: str) -> str:
    r"""A symbol as MathML: \beta_1 becomes β with an index."""
    with SYMPY_LOCK:
        return mathml(sp.Symbol(latex.replace("\\", "")), printer="presentation")
