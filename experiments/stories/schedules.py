"""The stories of the learning-rate schedules."""

from experiments.measure import Raced
from experiments.stories.story import NOISY, SEEDS, Limit, Race, Story, racer

MANY = 2000  # runs behind a share, which needs more than a mean

WELLS = {"surface": "two_wells", "start": (0.95, 0.0), "steps": 400, "noise": 1.0, "swarm": 1, "seeds": MANY}
CONSTANT = ("constant", {})
COSINE = ("cosine", {})


def _descent(*settings: tuple[str, dict[str, float]], lr: float = 0.1):
    """Gradient descent under one schedule after another."""
    return tuple(racer("gradient_descent", lr, schedule=schedule, of=of) for schedule, of in settings)


def _settles(*schedules: tuple[str, dict[str, float]]) -> Race:
    return Race(**NOISY, steps=300, swarm=len(schedules) - 1, racers=_descent(*schedules))


def _ends(*racers: Raced) -> tuple[float, ...]:
    return tuple(float(one.mean_loss[-1]) for one in racers)


def _in_the_deep_well(one: Raced) -> float:
    return 100 * float((one.trajectory.theta[-1, :, 0] < 0).mean())


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
