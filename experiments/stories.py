"""What the catalogue tells of each optimizer and schedule, and the races that measure it.

`tests/test_stories.py` runs every race again: the numbers in a `claim` are what `measured` gives, in their order,
rounded as they are written, or within a twentieth where it says "about" (on which side of a ridge noise throws a run
may hang on the last bit of a processor's exponential); and each limit in `becomes` is the same run. Where an
improvement does not show on these surfaces, the claim says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from experiments import experiment as edit
from experiments.experiment import Experiment
from experiments.measure import Raced, largest_gap, raced
from experiments.settings import rate_path

SEEDS = 400  # runs behind a mean
MANY = 2000  # behind a share, which needs more


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


def _mean_of_end(one: Raced) -> float:
    """The loss over the last hundred steps and all seeds."""
    return float(one.mean_loss[-100:].mean())


def _span(one: Raced) -> float:
    """How much of x the last forty steps still cover."""
    return float(np.ptp(one.x[-40:]))


STEEP = {"kappa": 20.0}
NO_MEMORY = {"beta": 0.0}
NO_DECAY = {"weight_decay": 0.0}
WALL = {"surface": "wall_meadow", "start": (-4.0, 1.5)}
MEADOW = (0.0006, 0.0)  # the minimum behind the wall
PLAIN = {"surface": "easom", "start": (-1.6, 7.0), "steps": 100}  # no slope to speak of: only the decay acts
TILTED = {"surface": "booth", "start": (-8.0, 4.0), "steps": 400}
NOISY = {"surface": "ravine", "start": (-3.0, 1.5), "noise": 1.0}
WELLS = {"surface": "two_wells", "start": (0.95, 0.0), "steps": 400, "noise": 1.0, "swarm": 1, "seeds": MANY}


def _descent(*settings: tuple[str, dict[str, float]], lr: float = 0.1):
    """Gradient descent under one schedule after another."""
    return tuple(racer("gradient_descent", lr, schedule=schedule, of=of) for schedule, of in settings)


def _settles(*schedules: tuple[str, dict[str, float]]) -> Race:
    return Race(**NOISY, steps=300, swarm=len(schedules) - 1, racers=_descent(*schedules))


CONSTANT = ("constant", {})
COSINE = ("cosine", {})


def _ends(*racers: Raced) -> tuple[float, ...]:
    return tuple(float(one.mean_loss[-1]) for one in racers)


def _in_the_deep_well(one: Raced) -> float:
    return 100 * float((one.trajectory.theta[-1, :, 0] < 0).mean())


def _gradient_descent(near: Raced, beyond: Raced) -> tuple[float, ...]:
    growth = beyond.loss[-1] / beyond.loss[-2]
    return 2 / near.surface.values["kappa"], near.trajectory.lr[0], near.below(0.01), beyond.trajectory.lr[0], growth


def _adagrad(descent: Raced, adagrad: Raced) -> tuple[float, ...]:
    turned = (-2.5 / np.sqrt(2), -0.5 / np.sqrt(2))
    _, there = OPTIMIZER_STORIES["adagrad"].race.on("rotated_ravine", turned, 1500)
    return descent.below(0.001), 0.001, adagrad.below(0.001), 45, there.below(0.001)


def _radam(adam: Raced, radam: Raced) -> tuple[float, ...]:
    steep = Race(surface="rosenbrock", start=(-0.5, 0.3), steps=100, racers=(racer("adam", 0.3), racer("radam", 0.3)))
    one, other = raced(steep.build())
    assert one.diverged_at == -1
    return SEEDS, adam.mean_distance(0, 0).max(), radam.mean_distance(0, 0).max(), other.diverged_at


def _adabound(adam: Raced, bounded: Raced) -> tuple[float, ...]:
    race = replace(OPTIMIZER_STORIES["adabound"].race, racers=(racer("adabound", 0.1),), swarm=0)
    (usual,) = raced(race.build())
    return _mean_of_end(bounded), _mean_of_end(adam), _mean_of_end(usual)


def _swats(adam: Raced, swats: Raced) -> tuple[float, ...]:
    race = Race(surface="rosenbrock", start=(-1.2, 1.0), steps=1000, racers=(racer("adam", 0.1), racer("swats", 0.1)))
    one, other = raced(race.build())
    return SEEDS, _mean_of_end(swats), _mean_of_end(adam), 1000, other.loss[-1], one.loss[-1]


def _sam(descent: Raced, sam: Raced) -> tuple[float, ...]:
    _, stuck = OPTIMIZER_STORIES["sam"].race.on("sharp_flat_quadratic", (-1.5, 0.3), 1000)
    return descent.sharpness(-1), sam.sharpness(-1), stuck.x[-1]


def _line_search(descent: Raced, exact: Raced) -> tuple[float, ...]:
    lucky = OPTIMIZER_STORIES["line_search_exact"].race.on("ravine", (-3.0, 1.5), 60)
    return exact.below(0.001), 0.001, descent.below(0.001), lucky[1].below(0.001), lucky[0].below(0.001)


def _newton(descent: Raced, newton: Raced) -> tuple[float, ...]:
    _, caught = OPTIMIZER_STORIES["newton"].race.on("bounded_saddle", (1.6, 0.001), 60)
    return newton.below(0.001), descent.below(0.001), caught.loss[-1], caught.surface.lowest or 0.0


OPTIMIZER_STORIES: dict[str, Story] = {
    "gradient_descent": Story(
        problem="To find a minimum where all one can ask is the slope underfoot.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=50,
            racers=(racer("gradient_descent", 0.18), racer("gradient_descent", 0.21)),
        ),
        claim="The limit on this ravine is 2/κ = 0.2: at a rate of 0.18 the loss is below a hundredth from step 18 on; "
        "at 0.21 each step multiplies it by 1.21.",
        measured=_gradient_descent,
    ),
    "momentum": Story(
        problem="A small slope, a dent or a zigzag should not hold the descent up: what was downhill lately still is.",
        race=Race(
            surface="dent",
            start=(-3.0, 1.0),
            steps=150,
            racers=(racer("gradient_descent", 0.1), racer("momentum", 0.1)),
        ),
        claim="Gradient descent stays in the dent, at a loss of 0.93. Momentum, at the same rate, rolls through it and "
        "stays within 0.1 of the minimum from step 81 on.",
        measured=lambda descent, momentum: (descent.loss[-1], 0.1, momentum.within(0.1, 3, 0)),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
    "momentum_v": Story(
        problem="The same as momentum, told as a ball with a velocity: the last step is taken again, a little shorter.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=120,
            racers=(
                racer("momentum", 0.05, schedule="inverse_root"),
                racer("momentum_v", 0.05, schedule="inverse_root"),
            ),
        ),
        claim="At a constant rate the two forms of momentum are one run. Under this race's falling rate they part, by "
        "up to 1.07: a velocity keeps the rates of the past.",
        measured=lambda total, velocity: (largest_gap(total, velocity),),
        becomes=(
            Limit(settings=NO_MEMORY, into="gradient_descent"),
            Limit(settings={}, into="momentum", when="while the rate is constant"),
        ),
    ),
    "nesterov": Story(
        problem="Momentum notices that it has gone too far only once it is there; Nesterov looks ahead first.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=120,
            racers=(racer("momentum", 0.05), racer("nesterov", 0.05)),
        ),
        claim="Momentum runs 1.43 past the minimum and stays below a loss of 0.01 from step 69 on; Nesterov runs 0.98 "
        "past it and needs 34 steps.",
        measured=lambda m, n: (m.x.max(), 0.01, m.below(0.01), n.x.max(), n.below(0.01)),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
    "nesterov_difference": Story(
        problem="To show what looking ahead amounts to: the change of the slope is added, a hint of its curvature.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=100,
            racers=(racer("nesterov", 0.02), racer("nesterov_difference", 0.02)),
        ),
        claim="It walks the points at which Nesterov looks: up to 0.45 from Nesterov's own path, and below a loss of "
        "0.01 from the same step on, 50.",
        measured=lambda n, d: (largest_gap(n, d), 0.01, d.below(0.01) if d.below(0.01) == n.below(0.01) else -1),
        becomes=(Limit(settings=NO_MEMORY, into="gradient_descent"),),
    ),
    "adagrad": Story(
        problem="One rate cannot suit a steep and a flat coordinate: each gets its own, by how steep it was.",
        race=Race(
            surface="ravine",
            start=(-1.5, 1.0),
            steps=250,
            racers=(racer("gradient_descent", 0.018), racer("adagrad", 0.3)),
            params={"kappa": 100.0},
        ),
        claim="Gradient descent needs 194 steps to a loss below 0.001, Adagrad 30. Only along the axes, though: turned "
        "by 45°, the same ravine costs it 1046.",
        measured=_adagrad,
    ),
    "adagrad_window": Story(
        problem="Adagrad's sum only grows and its steps die away: so forget gradients that are older than k updates.",
        race=Race(**WALL, steps=300, racers=(racer("adagrad", 0.1), racer("adagrad_window", 0.1))),
        claim="Behind the wall Adagrad has come to x = −2.24 after 300 steps; with a window of 10 the rule stays "
        "within 0.1 of the minimum from step 146 on.",
        measured=lambda a, w: (a.x[-1], 300, 10, 0.1, w.within(0.1, *MEADOW)),
        becomes=(
            Limit(settings={"k": 100}, into="adagrad", when="in a run of at most k updates"),
            Limit(settings={"k": 1, "eps": 1e-8}, into="rmsprop", with_={"rho": 0.0}),
        ),
    ),
    "rmsprop": Story(
        problem="Adagrad's sum only grows and its steps die away: a running mean of the squares forgets.",
        race=Race(**WALL, steps=300, racers=(racer("adagrad", 0.1), racer("rmsprop", 0.1))),
        claim="Behind the wall RMSProp comes within 0.1 of the minimum at step 98, and Adagrad only to x = −2.24 after "
        "300. But it does not settle: its last forty steps still span 0.10 in x.",
        measured=lambda a, r: (0.1, int(np.argmax(r.distance(*MEADOW) < 0.1)), a.x[-1], 300, _span(r)),
        becomes=(Limit(settings={"rho": 0.0, "eps": 1e-10}, into="adagrad_window", with_={"k": 1}),),
    ),
    "adadelta": Story(
        problem="A rate has to be chosen and has the wrong unit: so steps are scaled by the recent steps.",
        race=Race(**WALL, steps=300, racers=(racer("adagrad", 0.1), racer("adadelta", 1.0))),
        claim="The improvement does not show here: it needs no rate, but sets out with steps of 0.003, and after 300 "
        "of them is at x = −2.80, behind Adagrad's −2.24.",
        measured=lambda a, d: (d.x[1] - d.x[0], 300, d.x[-1], a.x[-1]),
    ),
    "adam": Story(
        problem="To have both: momentum's memory of the direction and RMSProp's rate for each coordinate.",
        race=Race(
            surface="bounded_saddle",
            start=(1.6, 0.001),
            steps=150,
            racers=(racer("rmsprop", 0.05), racer("adam", 0.05)),
        ),
        claim="RMSProp leaves the ridge sooner, but then rattles: its last forty steps still span 0.16 in x. Adam, at "
        "the same rate, spans 0.007.",
        measured=lambda r, a: (_span(r), _span(a)),
        becomes=(Limit(settings={"beta1": 0.0, "beta2": 0.0}, into="rmsprop", with_={"rho": 0.0}),),
    ),
    "adam_uncorrected": Story(
        problem="To show what Adam's bias correction is for: both means start at zero; here nothing mends it.",
        race=Race(
            surface="bowl",
            start=(-2.5, 1.5),
            steps=100,
            racers=(racer("adam", 0.1), racer("adam_uncorrected", 0.1)),
        ),
        claim="Its first steps are too long, not too short: 0.316 in x where Adam takes 0.100. It runs 1.27 past the "
        "minimum, Adam 0.22.",
        measured=lambda a, u: (u.x[1] - u.x[0], a.x[1] - a.x[0], u.x.max(), a.x.max()),
        becomes=(Limit(settings={"beta1": 0.0, "beta2": 0.9}, into="rmsprop", with_={"rho": 0.9}),),
    ),
    "nadam": Story(
        problem="Adam's momentum overshoots as any momentum does: Nesterov's look ahead, built into Adam.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=120,
            racers=(racer("adam", 0.1), racer("nadam", 0.1)),
            params=STEEP,
        ),
        claim="Adam runs 0.18 past the minimum, NAdam 0.02; Adam stays below a loss of 0.01 from step 64 on, "
        "NAdam from 52.",
        measured=lambda a, n: (a.x.max(), n.x.max(), 0.01, a.below(0.01), n.below(0.01)),
        becomes=(Limit(settings={"beta1": 0.0}, into="adam", with_={"beta1": 0.0}),),
    ),
    "amsgrad": Story(
        problem="Where rare large gradients matter most, Adam forgets them and can end up at the worst point.",
        race=Race(**WALL, steps=200, racers=(racer("adam", 0.1, beta2=0.9), racer("amsgrad", 0.1, beta2=0.9))),
        claim="The improvement does not show here: it takes a loss that changes with every update. To never forget "
        "costs: Adam stays within 0.1 of the minimum from step 103 on, AMSGrad ends at x = −1.33.",
        measured=lambda a, s: (0.1, a.within(0.1, *MEADOW), s.x[-1]),
    ),
    "radam": Story(
        problem="Adam's first steps rest on next to no data: wait with the division until there are enough.",
        race=Race(
            surface="bowl",
            start=(0.0, 0.0),
            steps=100,
            noise=0.1,
            swarm=1,
            racers=(racer("adam", 0.1), racer("radam", 0.1)),
        ),
        claim="Started in the minimum under noise, mean of 400 seeds, Adam is thrown out to a distance of 0.15, "
        "RAdam to 0.04. No cure-all: until then it takes raw steps, and on Rosenbrock's steep wall diverges at step 3.",
        measured=_radam,
        becomes=(Limit(settings={"beta1": 0.0, "beta2": 0.5}, into="gradient_descent"),),
    ),
    "adabound": Story(
        problem="To begin as fast as Adam and end as steady as SGD: bounds on each rate close in on one value.",
        race=Race(
            **NOISY,
            steps=600,
            swarm=1,
            racers=(racer("adam", 0.1), racer("adabound", 0.1, gamma=0.01, final_lr=0.05)),
            params=STEEP,
        ),
        claim="With bounds that close in tenfold faster the noise leaves a mean loss of 0.026 instead of Adam's 0.032. "
        "At the default γ the improvement does not show: 0.033.",
        measured=_adabound,
        becomes=(
            Limit(
                settings={"gamma": 1e-4, "eps": 1e-12},
                into="adam",
                with_={"eps": 1e-12},
                when="while the bounds are still far",
            ),
        ),
    ),
    "amsbound": Story(
        problem="AdaBound's rates may still grow inside their bounds; with AMSGrad's maximum they cannot.",
        race=Race(
            **NOISY,
            steps=600,
            swarm=1,
            racers=tuple(racer(name, 0.1, gamma=0.01, final_lr=0.05) for name in ("adabound", "amsbound")),
            params=STEEP,
        ),
        claim="The improvement does not show here: once the bounds bind, they alone decide. Mean loss that the noise "
        "leaves: 0.026 with AdaBound, 0.026 with AMSBound.",
        measured=lambda a, s: (_mean_of_end(a), _mean_of_end(s)),
        becomes=(
            Limit(
                settings={"gamma": 1e-4, "eps": 1e-12},
                into="amsgrad",
                with_={"eps": 1e-12},
                when="while the bounds are still far",
            ),
        ),
    ),
    "swats": Story(
        problem="Adam starts well and SGD ends well: begin with one, estimate the other's rate, and switch.",
        race=Race(
            **NOISY,
            steps=600,
            swarm=1,
            racers=(racer("adam", 0.05), racer("swats", 0.05, rho=0.02, k=50)),
        ),
        claim="Mean of 400 seeds, the noise leaves a loss of 0.014 after the switch, Adam 0.017. On Rosenbrock's "
        "valley the switch does harm: after 1000 steps 0.79 is left, with Adam 0.00.",
        measured=_swats,
        becomes=(
            Limit(
                settings={"k": 100, "eps": 1e-12},
                into="adam",
                with_={"eps": 1e-12},
                when="in a run of at most k updates",
            ),
        ),
    ),
    "sgd_l2": Story(
        problem="Large weights fit the noise of the data: a penalty on their squares pulls them towards zero.",
        race=Race(**TILTED, racers=(racer("momentum", 0.02), racer("sgd_l2", 0.02, weight_decay=0.1))),
        claim="The penalty moves the end 0.069 away from the minimum, towards the origin. That this helps on new data, "
        "no surface can show.",
        measured=lambda m, p: (p.distance(1, 3)[-1],),
        becomes=(Limit(settings=NO_DECAY, into="momentum"),),
    ),
    "sgdw": Story(
        problem="Inside the gradient the penalty passes the momentum as well: shrink the weights on their own.",
        race=Race(**TILTED, racers=tuple(racer(name, 0.02, weight_decay=0.1) for name in ("sgd_l2", "sgdw"))),
        claim="With the same λ the penalty in the gradient moves the end by 0.069, the decay on its own by 0.007: "
        "going through the momentum, the penalty weighs 9.6 times as much.",
        measured=lambda p, d: (*(ends := (p.distance(1, 3)[-1], d.distance(1, 3)[-1])), ends[0] / ends[1]),
        becomes=(
            Limit(settings=NO_DECAY, into="momentum_v"),
            Limit(settings=NO_MEMORY, into="sgd_l2", with_=NO_MEMORY),
        ),
    ),
    "adam_l2": Story(
        problem="The L2 penalty, added to Adam as to any other rule: in the gradient.",
        race=Race(**PLAIN, racers=(racer("adam", 0.01), racer("adam_l2", 0.01, weight_decay=0.1))),
        claim="On a plain, where only the penalty acts, Adam's division undoes it: it takes 0.87 from x and 0.97 "
        "from y, though y is four times as large.",
        measured=lambda a, p: (p.x[-1] - p.x[0], p.y[0] - p.y[-1]),
        becomes=(Limit(settings=NO_DECAY, into="adam"),),
    ),
    "adamw": Story(
        problem="In Adam a penalty is divided like any gradient: shrink the weights on their own, past the division.",
        race=Race(**PLAIN, racers=tuple(racer(name, 0.01, weight_decay=0.1) for name in ("adam_l2", "adamw"))),
        claim="On a plain, where only the decay acts, Adam with the penalty in its gradient keeps 45 % of x and 86 % "
        "of y; AdamW keeps the same share of both, 90 %.",
        measured=lambda p, d: (
            *(100 * p.theta[-1] / p.theta[0]),
            100 * d.x[-1] / d.x[0] if round(d.x[-1] / d.x[0], 3) == round(d.y[-1] / d.y[0], 3) else -1,
        ),
        becomes=(Limit(settings=NO_DECAY, into="adam"),),
    ),
    "lookahead": Story(
        problem="Fast rules bounce: let one run ahead, and follow it only part of the way, where the bounces cancel.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=100,
            racers=(racer("gradient_descent", 0.098), racer("lookahead", 0.098)),
            params=STEEP,
        ),
        claim="Bouncing across the ravine close to its limit, gradient descent is at a loss of 0.38 after 50 steps; "
        "with Lookahead around it, at 0.05.",
        measured=lambda g, a: (g.loss[50], 50, a.loss[50]),
        becomes=(Limit(settings={"alpha": 1.0}, into="gradient_descent"),),
    ),
    "sam": Story(
        problem="Sharp minima are said to do worse on new data: descend by the slope of the worst point nearby.",
        race=Race(
            surface="linear_net",
            start=(3.0, 0.2),
            steps=300,
            racers=(racer("gradient_descent", 0.02), racer("sam", 0.02, rho=0.3)),
        ),
        claim="Gradient descent ends at a sharpness of 18.4; SAM slides on along the valley, to 4.3. Out of a sharp "
        "well beside a flat one it does not climb: there it stays, at x = −1.50.",
        measured=_sam,
        becomes=(Limit(settings={"rho": 0.0}, into="gradient_descent"),),
    ),
    "line_search_exact": Story(
        problem="To be rid of the rate: go along the slope for as long as it leads downhill.",
        race=Race(
            surface="ravine",
            start=(-3.0, 0.3),
            steps=60,
            racers=(racer("gradient_descent", 0.1818), racer("line_search_exact", 0.05)),
        ),
        claim="From its worst start it zigzags: 22 steps to a loss below 0.001, as with the best constant rate, which "
        "needs 22. From a start further up the wall it needs 7 instead of 25.",
        measured=_line_search,
    ),
    "line_search_armijo": Story(
        problem="An exact search costs many evaluations: take the first rate, of ever shorter ones, that falls enough.",
        race=Race(
            surface="rosenbrock",
            start=(-1.2, 1.0),
            steps=200,
            racers=(racer("gradient_descent", 0.003), racer("line_search_armijo", 1.0)),
        ),
        claim="After 200 steps a constant rate, hand-picked, leaves a loss of 0.37; backtracking, which nobody tuned, "
        "leaves 0.004.",
        measured=lambda g, b: (200, g.loss[-1], b.loss[-1]),
    ),
    "newton": Story(
        problem="The slope alone does not say how far to go; with the curvature it does.",
        race=Race(
            surface="ravine",
            start=(-3.0, 1.5),
            steps=60,
            racers=(racer("gradient_descent", 0.17), racer("newton", 1.0)),
        ),
        claim="On a quadratic it needs 1 step, gradient descent 23. But it seeks any point without slope: on the "
        "bounded saddle it ends at the saddle, at a loss of 0 and not of −1.",
        measured=_newton,
    ),
}


SCHEDULE_STORIES: dict[str, Story] = {
    "constant": Story(
        problem="No schedule: what all others are measured against.",
        race=Race(
            **NOISY,
            steps=300,
            swarm=0,
            racers=(racer("gradient_descent", 0.1), racer("gradient_descent", 0.02)),
        ),
        claim="Under noise a rate of 0.10 is at a mean loss of 0.07 by step 50 and then stays there, at 0.08 in the "
        "end. A fifth of it ends at 0.01, but is at 0.60 by step 50.",
        measured=lambda a, b: (
            a.trajectory.lr[0],
            a.mean_loss[50],
            50,
            a.mean_loss[-1],
            b.mean_loss[-1],
            b.mean_loss[50],
            50,
        ),
    ),
    "inverse_root": Story(
        problem="Steps large enough to get anywhere, and in the end small enough to settle under noise.",
        race=_settles(CONSTANT, ("inverse_root", {})),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one at 0.009. It pays at first: 0.34 "
        "against 0.07 at step 50.",
        measured=lambda a, b: (SEEDS, *_ends(a, b), b.mean_loss[50], a.mean_loss[50], 50),
    ),
    "inverse_time": Story(
        problem="To converge under noise at all, rates must fall, but add up to infinity: 1/t is the classical choice.",
        race=_settles(CONSTANT, ("inverse_time", {"decay": 0.05})),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one at 0.004.",
        measured=lambda a, b: (SEEDS, *_ends(a, b)),
        becomes=(Limit(settings={"decay": 0.0}, into="constant"),),
    ),
    "step": Story(
        problem="To keep a rate for as long as it still gets on, and then to cut it.",
        race=_settles(CONSTANT, ("step", {})),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one, halved every 50 updates, at "
        "0.003.",
        measured=lambda a, b: (SEEDS, *_ends(a, b)[:1], 50, *_ends(b)),
        becomes=(Limit(settings={"gamma": 1.0}, into="constant"),),
    ),
    "exponential": Story(
        problem="The same fall without its jumps: every update leaves the same part of the rate.",
        race=_settles(CONSTANT, ("exponential", {})),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one at 0.003.",
        measured=lambda a, b: (SEEDS, *_ends(a, b)),
        becomes=(Limit(settings={"gamma": 1.0}, into="constant"),),
    ),
    "polynomial": Story(
        problem="To be done on time: the rate is gone exactly when the run ends.",
        race=_settles(CONSTANT, ("polynomial", {})),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one at 0.004.",
        measured=lambda a, b: (SEEDS, *_ends(a, b)),
        becomes=(Limit(settings={"final": 1.0}, into="constant"),),
    ),
    "cosine": Story(
        problem="To stay long at a high rate, fall quickly in the middle, and take time to settle.",
        race=_settles(CONSTANT, COSINE),
        claim="Mean of 400 seeds: the constant rate ends at a loss of 0.080, this one at 0.005.",
        measured=lambda a, b: (SEEDS, *_ends(a, b)),
        becomes=(Limit(settings={"final": 1.0}, into="constant"),),
    ),
    "warm_restarts": Story(
        problem="A cosine is of use only at its end: several short ones give an answer sooner, and restarts explore.",
        race=Race(**WELLS, racers=_descent(COSINE, ("warm_restarts", {"k": 100}), lr=0.3)),
        claim="Of 2000 seeds one cosine brings about 35 % into the deep well, restarts about 44 %: visible in a swarm, "
        "not in one run. After 100 steps restarts stand at a mean loss of about −1.48, the cosine at about 0.20.",
        measured=lambda c, r: (
            MANY,
            _in_the_deep_well(c),
            _in_the_deep_well(r),
            100,
            r.mean_loss[100],
            c.mean_loss[100],
        ),
        becomes=(
            Limit(settings={"final": 1.0}, into="constant"),
            Limit(settings={"k": 80}, into="cosine", when="in a run of k updates"),
        ),
    ),
    "cyclical": Story(
        problem="Nobody knows the best rate: so sweep a range of them, up and down.",
        race=Race(**WELLS, racers=_descent(COSINE, ("cyclical", {"k": 50}), lr=0.3)),
        claim="Of 2000 seeds one cosine brings about 35 % into the deep well, the cycles about 44 %, at the same mean "
        "loss, about −1.43 against about −1.44: seen in a swarm, not in one run.",
        measured=lambda c, r: (MANY, _in_the_deep_well(c), _in_the_deep_well(r), *_ends(c, r)),
        becomes=(Limit(settings={"final": 1.0}, into="constant"),),
    ),
    "one_cycle": Story(
        problem="Very high rates in the middle of the run, when a network bears them: fewer updates in all.",
        race=_settles(COSINE, ("one_cycle", {})),
        claim="The improvement does not show here: a ravine bears no higher rate in the middle. Mean of 400 seeds, it "
        "ends at a loss of 0.006, a plain cosine at 0.005.",
        measured=lambda c, o: (SEEDS, *_ends(o, c)),
        becomes=(Limit(settings={"start": 1.0, "final": 1.0}, into="constant"),),
    ),
    "warm_up": Story(
        problem="The first updates are the least informed: begin with small ones.",
        race=Race(
            surface="two_wells",
            start=(-0.85, 0.1),
            steps=60,
            racers=(racer("adam", 0.5), racer("adam", 0.5, schedule="warm_up")),
        ),
        claim="Started in the deep well, Adam's first steps throw it up to a loss of 1.25; with warm-up the loss never "
        "rises above the −1.82 it starts from.",
        measured=lambda a, w: (a.loss.max(), w.loss.max() if w.loss.max() == w.loss[0] else 99),
        becomes=(Limit(settings={"start": 1.0}, into="constant"),),
    ),
    "warm_up_stable_decay": Story(
        problem="A cosine must know beforehand how long the run will be: a flat middle can be ended at any time.",
        race=_settles(COSINE, ("warm_up_stable_decay", {})),
        claim="The improvement is not in the result: mean of 400 seeds, it ends at a loss of 0.013, a cosine at "
        "0.005. It is that the flat part may go on for as long as one likes.",
        measured=lambda c, w: (SEEDS, *_ends(w, c)),
        becomes=(Limit(settings={"final": 1.0, "k": 19}, into="warm_up", with_={"k": 19, "start": 0.05}),),
    ),
}
