"""The first picture of every surface: fair, legible, and doing what it says it does.

Every number in `shows` is measured again here, in the order of the sentence, and rounded as it is written there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest

from experiments import experiment as edit
from experiments import link, wording
from experiments.preset import RACERS, Preset
from experiments.presets import FIRST, PRESETS, preset_of
from experiments.race import ARRIVED, Run, eigenvalues, race, run_one
from experiments.settings import rate_path, settings, value, with_rate
from optimizers import OPTIMIZERS
from surfaces import PROBLEMS, SURFACES, Surface, fit

THERE = 0.02  # of the map's diagonal
STILL = {  # racers that hardly move, because to be held by the first dent is the lesson
    "rastrigin": {"gradient_descent"},
    "ackley": {"gradient_descent"},
}

GD, MOMENTUM, RMSPROP, ADAM, ADAGRAD = "gradient_descent", "momentum", "rmsprop", "adam", "adagrad"
every_surface = pytest.mark.parametrize("surface_id", SURFACES)


@dataclass(frozen=True)
class Raced:
    """One racer's run up to its divergence, with the questions that the claims ask of it."""

    surface: Surface
    run: Run

    @property
    def alive(self) -> slice:
        end = int(self.run.trajectory.diverged_at[0])
        return slice(0, end if end >= 0 else None)

    @property
    def theta(self):
        return self.run.trajectory.theta[self.alive, 0]

    @property
    def x(self):
        return self.theta[:, 0]

    @property
    def y(self):
        return self.theta[:, 1]

    @property
    def loss(self):
        return self.run.trajectory.loss[self.alive, 0]

    @property
    def sharpness(self):
        return eigenvalues(self.surface.hessian(self.theta))[1]

    @property
    def length(self) -> float:
        return float(np.hypot(*np.diff(self.theta, axis=0).T).sum())

    def distances(self, point):
        return np.hypot(*(self.theta - np.array(point)).T)

    @property
    def end(self) -> tuple[float, float]:
        """The minimum that it ends nearest to."""
        return min(self.surface.minima, key=lambda minimum: self.distances(minimum)[-1])

    def there(self, point=None) -> int:
        """The step from which on it stays at a minimum; fails if it does not."""
        away = np.flatnonzero(self.distances(self.end if point is None else point) >= THERE * diagonal(self.surface))
        step = int(away[-1]) + 1 if len(away) else 0
        assert step < len(self.theta), "it does not stay"
        return step

    def ends_at(self, x: float, y: float, within: float = THERE) -> bool:
        """Whether the middle of its last steps, which may jump to and fro, is at a point."""
        middle = self.theta[-10:].mean(axis=0)
        return bool(np.hypot(*(middle - (x, y))) < within * diagonal(self.surface))


Racers = dict[str, Raced]


def diagonal(surface: Surface) -> float:
    (x0, x1), (y0, y1) = surface.bounds
    return float(np.hypot(x1 - x0, y1 - y0))


def first_at(condition) -> int:
    assert condition.any()
    return int(np.argmax(condition))


@lru_cache
def raced(surface_id: str) -> Racers:
    experiment = edit.first_look(surface_id)
    return {racer.optimizer.id: Raced(experiment.surface, run) for racer, run in race(experiment)}


def again(surface_id: str, optimizer_id: str, start=None, lr: float | None = None, steps: int | None = None) -> Raced:
    """A racer of a preset once more, with something changed."""
    preset = PRESETS[surface_id]
    optimizer = with_rate(OPTIMIZERS[optimizer_id](), preset.rate(optimizer_id) if lr is None else lr)
    surface = SURFACES[surface_id]
    return Raced(surface, run_one(optimizer, surface, start or preset.start, steps or preset.steps))


# Every picture is legible


def test_there_is_one_for_every_surface_and_no_other():
    assert list(PRESETS) == list(SURFACES)


def test_the_first_screen():
    preset = PRESETS[FIRST]
    assert FIRST == "bounded_saddle"
    assert (preset.start, preset.steps, preset.lr, preset.rates) == ((1.6, 0.001), 120, 0.05, {})
    assert preset.racers == RACERS == (GD, MOMENTUM, RMSPROP, ADAM)


@every_surface
def test_the_start_is_on_the_map_and_the_race_no_longer_than_one_watches(surface_id):
    preset = PRESETS[surface_id]
    for coordinate, (low, high) in zip(preset.start, SURFACES[surface_id].bounds, strict=True):
        assert low < coordinate < high
    assert 60 <= preset.steps <= 400


@every_surface
def test_only_those_diverge_whose_lesson_it_is(surface_id):
    diverged = {name for name, one in raced(surface_id).items() if one.run.trajectory.diverged_at[0] >= 0}
    assert diverged == PRESETS[surface_id].diverges


@every_surface
def test_every_racer_can_be_seen_to_move(surface_id):
    for name, one in raced(surface_id).items():
        if name in STILL.get(surface_id, ()):
            assert one.length < 0.1 * diagonal(one.surface)
            assert one.run.status[-1] == ARRIVED
        else:
            assert one.length >= 0.1 * diagonal(one.surface), name


@every_surface
def test_the_paths_can_be_told_apart(surface_id):
    paths = [one.theta for one in raced(surface_id).values()]
    apart = max(  # how far one path gets away from all of another
        np.hypot(*np.moveaxis(a[:, None] - b, -1, 0)).min(axis=1).max() for a in paths for b in paths
    )
    assert apart >= 0.05 * diagonal(SURFACES[surface_id])


@every_surface
def test_the_paths_stay_in_view(surface_id):
    lows, highs = np.array(SURFACES[surface_id].bounds).T
    margin = 0.2 * (highs - lows)
    for name, one in raced(surface_id).items():
        if name not in PRESETS[surface_id].diverges:
            inside = np.all((one.theta >= lows - margin) & (one.theta <= highs + margin), axis=1)
            assert inside.mean() >= 0.95, name


@every_surface
def test_somebody_gets_there(surface_id):
    lowest = SURFACES[surface_id].lowest
    if lowest is None:
        return
    racers = raced(surface_id).values()
    assert any(r.run.status[-1] == ARRIVED or r.loss[-1] - lowest <= 0.01 * (r.loss[0] - lowest) for r in racers)


# Every picture is fair


@every_surface
def test_every_optimizer_that_may_join_gets_a_rate_within_its_range(surface_id):
    for name, optimizer in OPTIMIZERS.items():
        rate = PRESETS[surface_id].rate(name)
        hyper = settings(optimizer())[rate_path(optimizer())]
        assert hyper.low <= rate <= hyper.high, name


@every_surface
def test_rates_that_differ_are_said_to_differ(surface_id):
    experiment, preset = edit.first_look(surface_id), PRESETS[surface_id]
    said = "η differs" if preset.rates else f"η {preset.lr:g} for all"
    assert said in wording.conditions(experiment)
    for racer in experiment.racers:
        assert value(racer.optimizer, rate_path(racer.optimizer)) == preset.rate(racer.optimizer.id)


def test_what_finds_its_step_by_itself_keeps_its_own_factor():
    for name in ("newton", "adadelta", "line_search_armijo"):
        assert PRESETS["bowl"].rate(name) == OPTIMIZERS[name]().lr == 1.0


def test_without_a_rate_for_all_everyone_has_its_default():
    preset = Preset(shows="", start=(0.0, 0.0), rates={"adam": 0.2})
    assert preset.rate("adam") == 0.2
    assert preset.rate("momentum") == OPTIMIZERS["momentum"]().lr


@every_surface
def test_the_link_is_short_and_leads_back(surface_id):
    experiment = edit.first_look(surface_id)
    text = link.text(experiment)
    assert len(text) <= 300
    assert link.parse(text) == (experiment, ())


# Every sentence is true. A claim returns the numbers of its sentence as measured, in the order of the sentence.


def assert_jumps(one: Raced):
    """It jumps to and fro to the last, in both coordinates, by something like its rate."""
    jumps = np.diff(one.theta[-6:], axis=0)
    assert np.all(jumps[:-1] * jumps[1:] < 0)
    assert np.all(np.abs(jumps) > one.run.trajectory.lr[0] / 2)
    return jumps


def bowl(r: Racers):
    to_minimum = -np.array(PRESETS["bowl"].start) / np.hypot(*PRESETS["bowl"].start)
    for name in (GD, MOMENTUM):
        sideways = r[name].theta[:, 0] * to_minimum[1] - r[name].theta[:, 1] * to_minimum[0]
        assert np.abs(sideways).max() < 1e-12
    assert r[MOMENTUM].x.max() > 1
    angles = [np.degrees(np.arctan2(-one.y[1] + one.y[0], one.x[1] - one.x[0])) for one in (r[RMSPROP], r[ADAM])]
    assert angles[0] == pytest.approx(angles[1], abs=1e-3)
    return r[GD].there(), r[MOMENTUM].there(), angles[0]


def ravine(r: Racers):
    assert np.all(r[GD].y[:-1] * r[GD].y[1:] < 0)
    assert r[MOMENTUM].x.max() > 1
    return PRESETS["ravine"].lr, 2 / SURFACES["ravine"].values["kappa"], r[MOMENTUM].there(), r[GD].there()


def rotated_ravine(r: Racers):
    x, y = PRESETS["rotated_ravine"].start
    turned, across = (x + y) / 2**0.5, (y - x) / 2**0.5

    def straight(name: str) -> int:
        one = again("ravine", name, (turned, across), PRESETS["rotated_ravine"].lr)
        away = np.flatnonzero(one.distances((0, 0)) >= THERE * diagonal(r[GD].surface))
        return int(away[-1]) + 1

    assert r[GD].there() == straight(GD)
    return 45, r[GD].there(), r[ADAM].there(), straight(ADAM)


def booth(r: Racers):
    lr = PRESETS["booth"].rate(ADAM)
    assert np.abs(np.diff(r[ADAM].theta, axis=0)).max() < 1.05 * lr
    valley = np.array([1, 1]) @ (r[GD].theta[:30] - r[GD].end).T
    assert np.all(valley[1:-1] * valley[2:] < 0)
    return r[GD].there(), lr, PRESETS["booth"].steps, r[ADAM].distances(r[ADAM].end)[-1]


def matyas(r: Racers):
    jumps = assert_jumps(r[RMSPROP])
    assert np.all(jumps[:, 0] * jumps[:, 1] < 0)  # across
    assert np.all(np.abs(np.diff(r[GD].theta, axis=0))[0] > 1)  # into the trough with a step
    return r[MOMENTUM].there(), r[GD].there(), np.abs(jumps).mean()


def rosenbrock(r: Racers):
    for one in r.values():
        assert one.loss[20:].max() < 0.25 * one.loss[0]
    return PRESETS["rosenbrock"].steps, r[GD].x[-1], r[MOMENTUM].x[-1], r[ADAM].x[-1]


def beale(r: Racers):
    for name in (GD, ADAM):
        assert r[name].distances(r[name].end)[-1] > THERE * diagonal(r[name].surface)
        assert 0 < -np.diff(r[name].loss)[-1] < 0.01
    return r[MOMENTUM].y.min(), r[MOMENTUM].there(), r[RMSPROP].there()


def bounded_saddle(r: Racers):
    shelf = np.flatnonzero(np.abs(r[GD].loss) < 0.05)
    off = [first_at(np.abs(r[name].y) > 1) for name in (GD, MOMENTUM, ADAM, RMSPROP)]
    return 0, shelf[0], shelf[-1], r[GD].loss[-1], *off


def saddle(r: Racers):
    for name in (RMSPROP, ADAM):
        assert r[name].y[1] > 1000 * r[name].y[0]
        assert r[name].y[-1] > 2
    assert r[GD].distances((0, 0))[-1] < 0.05
    assert np.hypot(*np.diff(r[GD].theta, axis=0)[-1]) < 0.005
    return (first_at(r[MOMENTUM].y > 1),)


def monkey_saddle(r: Racers):
    for name in (GD, RMSPROP, ADAM):
        assert r[name].x[-1] > 0.4
        assert r[name].y[-1] > 0.8
    assert r[MOMENTUM].x[-1] < -1000
    at_centre = first_at(r[MOMENTUM].x < 0)
    assert abs(r[MOMENTUM].y[at_centre]) < 0.2
    return (r[MOMENTUM].run.trajectory.diverged_at[0],)


def plateau(r: Racers):
    for name in (RMSPROP, ADAM):
        assert first_at(r[name].distances((0, 0)) < 1) < first_at(r[MOMENTUM].distances((0, 0)) < 1)
    return r[MOMENTUM].there(), r[GD].there()


def dent(r: Racers):
    low, bottom = r[GD].surface.minima
    assert r[GD].end == r[RMSPROP].end == low
    assert r[MOMENTUM].end == r[ADAM].end == bottom
    for name in (GD, RMSPROP):
        assert again("dent", name, steps=2000).end == low
    return r[MOMENTUM].there(), r[ADAM].there()


def wall_meadow(r: Racers):
    return PRESETS["wall_meadow"].steps, r[ADAGRAD].x[-1], r[ADAM].x[-1], r[RMSPROP].there(), r[GD].there()


def easom(r: Racers):
    first = np.abs(np.diff(r[RMSPROP].theta, axis=0)[0]) / PRESETS["easom"].rate(RMSPROP)
    assert first[0] == pytest.approx(first[1], abs=1e-3)
    assert np.abs(r[RMSPROP].loss[1:]).max() < 0.01
    return r[ADAM].there(), r[MOMENTUM].there(), r[GD].there(), first[0]


def two_wells(r: Racers):
    deep, shallow = r[GD].surface.minima
    return r[GD].there(shallow), r[RMSPROP].there(shallow), r[MOMENTUM].there(deep), r[ADAM].there(deep)


def sharp_flat(r: Racers):
    sharp, flat = r[GD].surface.minima
    assert r[GD].end == r[MOMENTUM].end == sharp
    assert r[RMSPROP].end == r[ADAM].end == flat
    assert all(one.there() < PRESETS["sharp_flat"].steps for one in r.values())
    return ()


def sharp_flat_quadratic(r: Racers):
    sharp, flat = r[GD].surface.minima
    limit = 2 / eigenvalues(r[GD].surface.hessian(np.array(sharp)))[1]
    assert r[RMSPROP].end == flat
    assert r[MOMENTUM].end == r[ADAM].end == sharp
    beta = value(OPTIMIZERS[MOMENTUM](), "beta")
    rate = PRESETS["sharp_flat_quadratic"].rate(GD)
    assert limit < rate < (1 + beta) * limit
    return rate, limit, r[GD].there(flat), 1 + beta


def linear_net(r: Racers):
    assert np.all(r[GD].theta[-1] < 0)
    assert np.all(r[ADAM].theta[-1] > 0)
    assert PRESETS["linear_net"].rate(GD) > 2 / r[GD].sharpness[0]
    return r[GD].loss.max(), r[GD].sharpness[-1], r[ADAM].sharpness[-1]


def edge_of_stability(r: Racers):
    limit = 2 / PRESETS["edge_of_stability"].rate(GD)
    last = r[GD].sharpness[-2:]
    assert min(last) < limit < max(last)
    assert np.ptp(r[GD].sharpness[48:52]) > 10 * np.ptp(last)
    across = (r[GD].x * r[GD].y - 1)[50:]
    assert np.all(across[:-1] * across[1:] < 0)  # from side to side
    assert np.all(np.diff(r[GD].x[:300].reshape(6, 50).mean(axis=1)) < 0)  # and along
    assert r[ADAM].run.status[-1] == ARRIVED
    return limit, min(last), max(last), r[ADAM].sharpness[-1]


def himmelblau(r: Racers):
    for one in r.values():
        assert one.there() < PRESETS["himmelblau"].steps
    assert r[RMSPROP].end == r[ADAM].end
    return *r[GD].end, *r[MOMENTUM].end, *r[ADAM].end


def three_hump_camel(r: Racers):
    middle, side, _ = r[GD].surface.minima
    assert r[GD].end == r[RMSPROP].end == r[ADAM].end == side
    assert r[MOMENTUM].end == middle
    assert r[ADAM].loss[-1] < r[ADAM].loss[0] / 10
    return r[GD].loss[-1], r[MOMENTUM].there()


def six_hump_camel(r: Racers):
    a, b, *_ = r[GD].surface.minima
    assert {r[GD].end, r[MOMENTUM].end} == {a, b}
    assert r[RMSPROP].end == r[ADAM].end
    assert all(one.there() < PRESETS["six_hump_camel"].steps for one in r.values())
    return (r[ADAM].loss[-1] - r[GD].loss[-1],)


def mccormick(r: Racers):
    lower, other = r[GD].surface.minima
    x, y = PRESETS["mccormick"].start
    for name, one in r.items():
        assert one.end == lower
        assert again("mccormick", name, (x, y + 1), steps=400).there(other) < 400
    return r[GD].there(), r[MOMENTUM].there(), r[RMSPROP].there(), 1


def styblinski_tang(r: Racers):
    deepest, near = r[GD].surface.minima[0], r[GD].surface.minima[2]
    assert r[GD].end == r[RMSPROP].end == r[ADAM].end == near
    assert r[MOMENTUM].end == deepest
    return r[GD].there(), r[GD].loss[-1] - r[MOMENTUM].loss[-1]


def goldstein_price(r: Racers):
    deepest, second, far, _ = r[GD].surface.minima
    assert r[GD].there(deepest) < r[ADAM].there(deepest)
    assert (r[MOMENTUM].end, r[RMSPROP].end) == (far, second)
    assert PRESETS["goldstein_price"].rate(GD) == PRESETS["goldstein_price"].rate(MOMENTUM)
    assert_jumps(r[RMSPROP])
    return r[GD].loss[-1], r[MOMENTUM].loss[-1], r[GD].surface.value(second)


def griewank(r: Racers):
    middle, neighbour = r[GD].surface.minima[0], r[GD].surface.minima[12]
    assert r[GD].end == r[ADAM].end == r[RMSPROP].end == middle
    assert r[MOMENTUM].there(neighbour) < PRESETS["griewank"].steps
    assert_jumps(r[RMSPROP])
    return r[GD].there(), r[ADAM].there()


def rastrigin(r: Racers):
    dents = [np.round(one.theta[-10:].mean(axis=0)).astype(int).tolist() for one in r.values()]
    assert dents == [[-4, 4], [-2, 4], [-4, 4], [-3, 4]]
    return ()


def ackley(r: Racers):
    assert r[GD].ends_at(-1.97, 1.97)
    assert r[RMSPROP].ends_at(-1.97, 1.97)
    luck = (0.3, 0.5)
    for lr in luck:
        assert again("ackley", ADAM, lr=lr).loss[-1] > 5
    return r[ADAM].there(), r[MOMENTUM].there(), *luck, PRESETS["ackley"].rate(ADAM)


def levy_13(r: Racers):
    assert r[GD].length > 5 * np.hypot(*(r[GD].theta[-1] - r[GD].theta[0]))
    assert r[GD].loss[-1] > 10
    assert PRESETS["levy_13"].rate(GD) == PRESETS["levy_13"].rate(MOMENTUM)
    assert r[ADAM].ends_at(2 / 3, 1.26, 0.005)  # the ripples of x are 1/3 wide, and the minimum is at 1
    return (r[MOMENTUM].there(),)


CLAIMS: dict[str, Callable[[Racers], tuple]] = {
    claim.__name__: claim
    for claim in (
        *(bowl, ravine, rotated_ravine, booth, matyas, rosenbrock, beale),
        *(bounded_saddle, saddle, monkey_saddle, plateau, dent, wall_meadow, easom),
        *(two_wells, sharp_flat, sharp_flat_quadratic, linear_net, edge_of_stability),
        *(himmelblau, three_hump_camel, six_hump_camel, mccormick, styblinski_tang, goldstein_price),
        *(griewank, rastrigin, ackley, levy_13),
    )
}
NUMBER = re.compile(r"−?\d+(?:\.\d+)?(?![\d/])")  # not the 2 of a limit 2/λ


@every_surface
def test_what_it_says_it_shows(surface_id):
    stated = NUMBER.findall(PRESETS[surface_id].shows)
    measured = CLAIMS[surface_id](raced(surface_id))
    decimals = [len(number.partition(".")[2]) for number in stated]
    rounded = [f"{m:.{d}f}".replace("-", "−") for m, d in zip(measured, decimals, strict=True)]
    assert rounded == stated


def line20(r: Racers):
    towards = np.array(r[GD].surface.minima[0]) - r[GD].theta[0]
    away = r[GD].theta - r[GD].theta[0]
    assert np.abs(away[:, 0] * towards[1] - away[:, 1] * towards[0]).max() < 1e-9  # straight
    assert r[MOMENTUM].x.max() > r[GD].surface.minima[0][0]
    return r[GD].there(), r[MOMENTUM].there(), r[ADAM].there()


def line10000(r: Racers):
    few = raced("line20")
    for name, one in r.items():
        np.testing.assert_allclose(one.theta, few[name].theta, atol=1e-9)
    samples, many = (len(fit(PROBLEMS[name]).data) for name in ("line20", "line10000"))
    return samples, r[GD].there(), r[MOMENTUM].there(), r[ADAM].there(), many / samples


def marks(r: Racers):
    return len(r[GD].loss) - 1, r[GD].y[-1], r[MOMENTUM].y[-1], r[ADAM].y[-1], r[GD].surface.minima[0][1]


def pair(r: Racers):
    along, across = np.linalg.eigvalsh(r[GD].surface.hessian(np.zeros(2)))
    correlation = r[GD].surface.values["r"]
    return correlation, across / along, r[MOMENTUM].there(), r[ADAM].there(), r[GD].there()


def passed(r: Racers):
    assert (np.diff(r[GD].loss) < 0).all()
    assert r[MOMENTUM].x.max() > r[GD].surface.minima[0][0] + 0.1
    return r[GD].there(), r[ADAM].there(), r[MOMENTUM].there()


DATA_CLAIMS = {claim.__name__: claim for claim in (line20, line10000, marks, pair, passed)}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_it_says_of_data_it_shows(name):
    text = preset_of(fit(PROBLEMS[name])).shows
    stated = NUMBER.findall(text)
    measured = DATA_CLAIMS[name](raced(name))
    decimals = [len(number.partition(".")[2]) for number in stated]
    assert [f"{m:.{d}f}" for m, d in zip(measured, decimals, strict=True)] == stated
    assert 60 <= len(text) <= 220
    assert text.endswith(".")


@every_surface
def test_it_says_it_in_a_few_words(surface_id):
    text = PRESETS[surface_id].shows
    assert 60 <= len(text) <= 220
    assert text.endswith(".")
