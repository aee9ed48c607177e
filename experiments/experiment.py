"""An experiment: the one value that the widgets edit, the link carries and the run consumes.

Edits are functions from one experiment to the next. They raise `Refused` with a message for the student and
leave the old value as it was, which is what undo by link needs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from experiments import typeset
from experiments.conditions import FAIR, Conditions
from experiments.limits import CIRCLE, CLIP, NOISE, RACERS, REACH, SEED, STEPS, SWARM, Refused, read_number, read_whole
from experiments.presets import FIRST, preset_of, rate_of
from experiments.settings import new_optimizer, new_schedule, rate_path, switched, with_inner, with_rate, with_setting
from optimizers import Optimizer, Schedule
from optimizers.schedules import Constant
from surfaces import PROBLEMS, SURFACES, Fit, FormulaError, Surface, TypedSurface, fit

CONSTANT = Constant()
Point = tuple[float, float]
STRIPS = ("loss", "log", "gradient", "rate")
KINDS = ("starts", "seeds")  # of a swarm
PANELS = ("equations", "taylor", "numbers", "traces")
VIEWS = ("map", "3d", "both")
AXES = ("updates", "epochs", "samples")
HEIGHTS = ("tone", "linear")
COMPUTED = ("surface", "start", "racers", "steps", "conditions", "swarm")  # what decides the computation


@dataclass(frozen=True, kw_only=True)
class Racer:
    """One optimizer in the race. `slot` is its colour, dash and marker; it stays when others come and go."""

    optimizer: Optimizer
    slot: int
    on: bool = True
    schedule: Schedule = CONSTANT
    batch: int | None = None  # samples of one of its updates; None: as the conditions say


@dataclass(frozen=True, kw_only=True)
class Swarm:
    """One racer run n times at once: from n starts over the whole map, or from one start with n draws of the noise."""

    slot: int  # of the racer
    kind: str = "starts"  # or "seeds"
    n: int = 500


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Everything that decides what is computed (first group) and how it is looked at (second)."""

    surface: Surface
    start: Point
    racers: tuple[Racer, ...]
    steps: int
    conditions: Conditions = FAIR
    swarm: Swarm | None = None
    one_rate: bool = False  # whether the racers' learning rates move together

    step: int | None = None  # where the player stands; None: play from the beginning
    speed: float = 1.0
    chosen: int | None = None  # slot of the racer whose card is open
    strip: str = "loss"  # one of STRIPS
    panels: tuple[str, ...] = ()  # the open ones of PANELS, in that order
    view: str | None = None  # one of VIEWS; None: as the screen allows
    camera: tuple[float, ...] | None = None  # of the 3-D view: its eye and, if moved, its centre
    height: str = "tone"  # one of HEIGHTS: the vertical scale of the 3-D view
    axis: str = "updates"  # one of AXES: what the player's clock counts
    line: int | None = None  # of the opened step: which of its sub-frames; None: no step is open
    arrows: float = 1.0  # factor on the scale of the arrows of an opened step
    model: tuple[float, ...] | None = None  # the Taylor model on the stage: order, radius and, if off the ball, x, y
    circle: float | None = None  # radius of the circle around the start, and of the walk from circle to circle


def first_look(surface_id: str) -> Experiment:
    """The experiment that a surface opens with: its preset.

    Raises Refused for a surface that does not exist.
    """
    if surface_id not in SURFACES and surface_id not in PROBLEMS:
        raise Refused(f"There is no surface called “{surface_id[:40]}”.")
    return opened(SURFACES[surface_id] if surface_id in SURFACES else fit(PROBLEMS[surface_id]))


def opened(surface: Surface) -> Experiment:
    """The experiment that this very surface opens with."""
    preset = preset_of(surface)
    racers = tuple(
        Racer(optimizer=_at_its_rate(surface, new_optimizer(name)), slot=slot)
        for slot, name in enumerate(preset.racers)
    )
    return Experiment(surface=surface, start=preset.start, racers=racers, steps=preset.steps)


def _at_its_rate(surface: Surface, optimizer: Optimizer) -> Optimizer:
    return with_rate(optimizer, rate_of(surface, optimizer))


def _is_at_its_rate(experiment: Experiment, racer: Racer) -> bool:
    """Whether the racer has the rate that suits the surface: the reader has not set another."""
    return racer.optimizer.lr == rate_of(experiment.surface, racer.optimizer)


def default() -> Experiment:
    """The first screen."""
    return first_look(FIRST)


def with_surface(experiment: Experiment, surface_id: str) -> Experiment:
    """Another surface: see `on`."""
    return on(experiment, first_look(surface_id))


def on(experiment: Experiment, fresh: Experiment) -> Experiment:
    """The surface of `fresh`, from its start: with its own race, or with the racers as the reader has made them.

    A rate that the reader has set stays; the others become those that suit the surface. Batches end where there are
    no samples.
    """
    seen = replace(experiment, surface=fresh.surface, start=fresh.start, steps=fresh.steps, step=None, camera=None)
    if is_first_look(experiment):
        seen = replace(seen, racers=fresh.racers, chosen=None)
    elif not experiment.one_rate:
        racers = (
            replace(r, optimizer=_at_its_rate(fresh.surface, r.optimizer)) if _is_at_its_rate(experiment, r) else r
            for r in experiment.racers
        )
        seen = replace(seen, racers=tuple(racers))
    return _with_samples(seen)


def own_race(surface: Surface) -> Experiment:
    """What a surface opens with, its parameters at their defaults."""
    return opened(surface.replace(**{p.name: p.default for p in surface.params}))


def with_preset(experiment: Experiment) -> Experiment:
    """The surface's own race, looked at as before."""
    own = own_race(experiment.surface)
    parts = {part: getattr(own, part) for part in COMPUTED}
    return replace(experiment, **parts, one_rate=False, step=None, chosen=None)


def _with_samples(experiment: Experiment) -> Experiment:
    """No batch larger than the data, and none without data."""
    n = len(experiment.surface.data) if isinstance(experiment.surface, Fit) else 0
    shared = experiment.conditions
    if shared.batch > n:
        shared = replace(shared, batch=0)
    racers = tuple(replace(r, batch=None) if (r.batch or 0) > n else r for r in experiment.racers)
    return replace(experiment, conditions=shared, racers=racers, axis=experiment.axis if n else "updates")


def conditions_of(experiment: Experiment, racer: Racer) -> Conditions:
    """The conditions under which one racer runs."""
    shared = experiment.conditions
    return shared if racer.batch is None else replace(shared, batch=racer.batch)


def batch_of(experiment: Experiment, racer: Racer) -> int:
    """How many samples an update of this racer sees; 0 where there are none."""
    n = len(experiment.surface.data) if isinstance(experiment.surface, Fit) else 0
    return conditions_of(experiment, racer).batch or n


def with_param(experiment: Experiment, name: str, value: object) -> Experiment:
    """The same race with one parameter of the surface changed. Raises Refused outside its declared range."""
    for param in experiment.surface.params:
        if param.name == name:
            try:
                number = read_number(value, param.low, param.high, name)
            except Refused as refused:
                where = " “Map” sets the range." if isinstance(experiment.surface, TypedSurface) else ""
                raise Refused(f"{refused}{where}") from None
            try:
                surface = experiment.surface.replace(**{name: number})
            except FormulaError as error:  # its critical points cannot be searched for at this moment
                raise Refused(error.message) from None
            return replace(experiment, surface=surface, step=None)
    raise Refused(f"{experiment.surface.name} has no parameter “{name[:24]}”.")


def with_start(experiment: Experiment, x: object, y: object) -> Experiment:
    """The same race from another start. Raises Refused off the map (see `limits.REACH`)."""
    names = (f"Start {typeset.plain(name)}" for name in experiment.surface.coordinates)
    (x0, x1), (y0, y1) = experiment.surface.bounds
    return replace(experiment, start=(_coordinate(x, x0, x1, next(names)), _coordinate(y, y0, y1, next(names))))


def _coordinate(value: object, low: float, high: float, name: str) -> float:
    middle, reach = (low + high) / 2, REACH * (high - low)
    return read_number(value, middle - reach, middle + reach, name)


def with_steps(experiment: Experiment, steps: object) -> Experiment:
    return replace(experiment, steps=read_whole(steps, *STEPS, "Steps"), step=None)


def with_hyper(experiment: Experiment, slot: int, path: str, value: object) -> Experiment:
    """One racer with one hyperparameter changed; its rate with all others' where they move together.

    Raises Refused outside the declared range.
    """
    if experiment.one_rate and path == rate_path(racer_at(experiment, slot).optimizer):
        return with_rate_for_all(experiment, value)
    return _map(experiment, slot, lambda r: replace(r, optimizer=with_setting(r.optimizer, path, value)))


def with_inner_of(experiment: Experiment, slot: int, inner_id: str) -> Experiment:
    """One wrapper around another optimizer, at the rate that the reader has set or else at the one that suits it."""

    def around(racer: Racer) -> Racer:
        optimizer = with_inner(racer.optimizer, inner_id)
        usual = _is_at_its_rate(experiment, racer) and not experiment.one_rate
        return replace(racer, optimizer=_at_its_rate(experiment.surface, optimizer) if usual else optimizer)

    return _map(experiment, slot, around)


def with_switch(experiment: Experiment, slot: int) -> Experiment:
    """One racer's optimizer switched: Adam without its bias correction, or with it again."""
    return _map(experiment, slot, lambda r: replace(r, optimizer=switched(r.optimizer)))


def with_schedule(experiment: Experiment, slot: int, schedule_id: str) -> Experiment:
    """One racer with another learning-rate schedule, at its defaults."""
    return _map(experiment, slot, lambda r: replace(r, schedule=new_schedule(schedule_id)))


def with_schedule_setting(experiment: Experiment, slot: int, path: str, value: object) -> Experiment:
    return _map(experiment, slot, lambda r: replace(r, schedule=with_setting(r.schedule, path, value)))


def with_inner_schedule(experiment: Experiment, slot: int, inner_id: str) -> Experiment:
    """What comes after a racer's warm-up."""
    return _map(experiment, slot, lambda r: replace(r, schedule=with_inner(r.schedule, inner_id)))


def with_swarm(experiment: Experiment, slot: int, kind: str, n: object = Swarm.n) -> Experiment:
    """A swarm around one racer; kind "none" ends it."""
    racer_at(experiment, slot)
    if kind == "none":
        return replace(experiment, swarm=None)
    if kind not in KINDS:
        raise Refused(f"A swarm has {' or '.join(KINDS)}, not “{kind[:24]}”.")
    return replace(experiment, swarm=Swarm(slot=slot, kind=kind, n=read_whole(n, *SWARM, "Swarm")))


def with_noise(experiment: Experiment, sigma: object) -> Experiment:
    return _under(experiment, noise=read_number(sigma, *NOISE, "Noise σ"))


def with_seed(experiment: Experiment, seed: object) -> Experiment:
    return _under(experiment, seed=read_whole(seed, *SEED, "Seed"))


def with_clip(experiment: Experiment, limit: object) -> Experiment:
    return _under(experiment, clip=read_number(limit, *CLIP, "Clipping"))


def _under(experiment: Experiment, **changes: float | str) -> Experiment:
    return replace(experiment, conditions=replace(experiment.conditions, **changes))  # type: ignore[arg-type]


def with_rate_for_all(experiment: Experiment, lr: object) -> Experiment:
    """The same learning rate for every racer: the fair comparison."""
    racers = tuple(replace(r, optimizer=with_rate(r.optimizer, lr)) for r in experiment.racers)
    return replace(experiment, racers=racers)


def with_one_rate(experiment: Experiment, on: bool) -> Experiment:
    """The racers' rates moving together, from the first one's on, or each by itself."""
    experiment = replace(experiment, one_rate=on)
    return with_rate_for_all(experiment, experiment.racers[0].optimizer.lr) if on and experiment.racers else experiment


def with_panels(experiment: Experiment, names: Sequence[str]) -> Experiment:
    """The same race with these panels open."""
    unknown = set(names) - set(PANELS)
    if unknown:
        raise Refused(f"There is no panel called “{min(unknown)[:24]}”.")
    return replace(experiment, panels=tuple(name for name in PANELS if name in names))


def with_circle(experiment: Experiment, radius: object) -> Experiment:
    """The circle of this radius around the start, with its lowest point and the walk that repeats it."""
    return replace(experiment, circle=read_number(radius, *CIRCLE, "Radius"))


def toggled(experiment: Experiment, slot: int) -> Experiment:
    return _map(experiment, slot, lambda r: replace(r, on=not r.on))


def added(experiment: Experiment, optimizer_id: str) -> Experiment:
    """One racer more, at the rate that suits the surface, or at the one rate of all."""
    optimizer = _at_its_rate(experiment.surface, new_optimizer(optimizer_id))
    if experiment.one_rate and experiment.racers:
        optimizer = with_rate(optimizer, experiment.racers[0].optimizer.lr)
    return _with(experiment, Racer(optimizer=optimizer, slot=0))


def duplicated(experiment: Experiment, slot: int) -> Experiment:
    return _with(experiment, replace(racer_at(experiment, slot), on=True))


def removed(experiment: Experiment, slot: int) -> Experiment:
    racer_at(experiment, slot)
    swarm = experiment.swarm if experiment.swarm and experiment.swarm.slot != slot else None
    return replace(experiment, racers=tuple(r for r in experiment.racers if r.slot != slot), swarm=swarm)


def racer_at(experiment: Experiment, slot: int) -> Racer:
    for racer in experiment.racers:
        if racer.slot == slot:
            return racer
    raise Refused("That racer has left the race.")


def _with(experiment: Experiment, racer: Racer) -> Experiment:
    """One racer more, in the first free slot."""
    taken = {r.slot for r in experiment.racers}
    free = [slot for slot in range(RACERS) if slot not in taken]
    if not free:
        raise Refused(f"A race has at most {RACERS} racers; remove one first.")
    racer = replace(racer, slot=free[0])
    return replace(experiment, racers=(*experiment.racers, racer), chosen=racer.slot)


def _map(experiment: Experiment, slot: int, change: Callable[[Racer], Racer]) -> Experiment:
    racer_at(experiment, slot)
    return replace(experiment, racers=tuple(change(r) if r.slot == slot else r for r in experiment.racers))


def is_first_look(experiment: Experiment) -> bool:
    """Whether nothing that decides the computation differs from the surface's preset."""
    if isinstance(experiment.surface, TypedSurface):
        return False  # nobody has prepared a race for it
    own = own_race(experiment.surface)
    return all(getattr(own, part) == getattr(experiment, part) for part in COMPUTED)
