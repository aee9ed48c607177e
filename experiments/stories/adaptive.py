"""The stories of the rules that give each coordinate a rate of its own."""

from dataclasses import replace

import numpy as np

from experiments.measure import Raced, raced
from experiments.stories.story import NOISY, SEEDS, STEEP, Limit, Race, Story, racer

WALL = {"surface": "wall_meadow", "start": (-4.0, 1.5)}
MEADOW = (0.0006, 0.0)  # the minimum behind the wall


def _span(one: Raced) -> float:
    """How much of x the last forty steps still cover."""
    return float(np.ptp(one.x[-40:]))


def _adagrad(descent: Raced, adagrad: Raced) -> tuple[float, ...]:
    turned = (-2.5 / np.sqrt(2), -0.5 / np.sqrt(2))
    _, there = ADAPTIVE["adagrad"].race.on("rotated_ravine", turned, 1500)
    return descent.below(0.001), 0.001, adagrad.below(0.001), 45, there.below(0.001)


def _radam(adam: Raced, radam: Raced) -> tuple[float, ...]:
    steep = Race(surface="rosenbrock", start=(-0.5, 0.3), steps=100, racers=(racer("adam", 0.3), racer("radam", 0.3)))
    one, other = raced(steep.build())
    assert one.diverged_at == -1
    return SEEDS, adam.mean_distance(0, 0).max(), radam.mean_distance(0, 0).max(), other.diverged_at


def _adabound(adam: Raced, bounded: Raced) -> tuple[float, ...]:
    race = replace(ADAPTIVE["adabound"].race, racers=(racer("adabound", 0.1),), swarm=0)
    (usual,) = raced(race.build())
    return bounded.noise_floor, adam.noise_floor, usual.noise_floor


def _swats(adam: Raced, swats: Raced) -> tuple[float, ...]:
    race = Race(surface="rosenbrock", start=(-1.2, 1.0), steps=1000, racers=(racer("adam", 0.1), racer("swats", 0.1)))
    one, other = raced(race.build())
    return SEEDS, swats.noise_floor, adam.noise_floor, 1000, other.loss[-1], one.loss[-1]


ADAPTIVE: dict[str, Story] = {
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
        measured=lambda a, s: (a.noise_floor, s.noise_floor),
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
}
