"""What the catalogue tells of an optimizer or a schedule, and the race that measures it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from experiments import experiment as edit
from experiments.experiment import Experiment
from experiments.measure import Raced, raced
from experiments.settings import rate_path

SEEDS = 400  # runs behind a mean

NO_MEMORY = {"beta": 0.0}
STEEP = {"kappa": 20.0}  # of the ravine
NOISY = {"surface": "ravine", "start": (-3.0, 1.5), "noise": 1.0}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """With these settings the rule is another one, with those; `when` says what else has to hold."""

    settings: Mapping[str, float]
    into: str
    with_: Mapping[str, float] = field(default_factory=dict)
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One entry of the catalogue."""

    problem: str  # what it was invented for
    claim: str  # what its race shows beside the rule that it improves on
    race: "Race"
    measured: Callable[..., tuple[float, ...]]  # of the racers in their order
    becomes: tuple[Limit, ...] = ()

    @cached_property
    def experiment(self) -> Experiment:
        return self.race.build()

    def numbers(self) -> tuple[float, ...]:
        """The numbers in the claim, measured."""
        return self.measured(*raced(self.experiment))


@dataclass(frozen=True, kw_only=True)
class Race:
    """A race in a few words: `racers` as made by `racer`, `swarm` the place of the one that runs `seeds` times."""

    surface: str
    start: tuple[float, float]
    steps: int
    racers: tuple[tuple[str, dict[str, Any]], ...]
    noise: float = 0.0
    swarm: int | None = None
    seeds: int = SEEDS
    params: Mapping[str, float] = field(default_factory=dict)

    def build(self) -> Experiment:
        e = replace(edit.first_look(self.surface), racers=())
        for name, value in self.params.items():
            e = edit.with_param(e, name, value)
        e = edit.with_noise(edit.with_steps(edit.with_start(e, *self.start), self.steps), self.noise)
        for slot, (name, settings) in enumerate(self.racers):
            e = _with_racer(e, slot, name, settings)
        if self.swarm is not None:
            e = edit.with_swarm(e, self.swarm, "seeds", self.seeds)
        return replace(e, chosen=None)

    def on(self, surface: str, start: tuple[float, float], steps: int) -> tuple[Raced, ...]:
        """The same racers elsewhere, without noise."""
        return raced(replace(self, surface=surface, start=start, steps=steps, noise=0.0, swarm=None).build())


def _with_racer(e: Experiment, slot: int, name: str, settings: dict[str, Any]) -> Experiment:
    e = edit.added(e, name)
    for path, value in settings.items():
        if path == "schedule":
            schedule, values = value
            e = edit.with_schedule(e, slot, schedule)
            for setting, number in values.items():
                e = edit.with_schedule_setting(e, slot, setting, number)
        else:
            path = rate_path(edit.racer_at(e, slot).optimizer) if path == "lr" else path
            e = edit.with_hyper(e, slot, path, value)
    return e


def racer(name: str, lr: float, *, schedule: str = "constant", of: Mapping[str, float] | None = None, **settings: Any):
    """One racer: its rate, its schedule with the settings `of` it, and settings of its own."""
    return name, {"lr": lr, **settings, "schedule": (schedule, of or {})}
