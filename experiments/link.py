"""An experiment as a link and back: readable, versioned, at most `limits.LINK` characters.

    v=1 & surface=ravine kappa~25.0 & start=1.6 0.001 & steps=120 & racer=adam lr~0.1 beta1~0.8 off & step=37
    v=1 & surface=line20 scaling~raw sum & batch=4 & racer=adam batch~1    (losses of data)
    v=1 & surface=formula a~2.0 & formula=x^2 + a*y^2    (the visitor's own formula)
    v=1 & surface=own & data=x y 1 2.5 2 3.5 3 4    (the visitor's own, sample after sample)

(a space travels as +). Surface, start, steps and racers always stand in it; of a racer's values, those that are
not the optimizer's default. A link is a stranger's text: whatever in it cannot be read is left out with a message,
and everything else is kept.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from experiments import data_edits, own_data, own_formula
from experiments import experiment as edit
from experiments.conditions import FAIR
from experiments.experiment import HEIGHTS, STRIPS, VIEWS, Experiment
from experiments.limits import (
    ARROWS,
    CAMERA,
    DATA_IN_LINK,
    LINES,
    LINK,
    RACERS,
    RADII,
    SPEEDS,
    Refused,
    read_number,
    read_whole,
)
from experiments.link_racers import read_racers, write_racer
from surfaces import Fit, TypedSurface, fit
from surfaces.core import HIGHEST_ORDER
from surfaces.formula.typed import ID as FORMULA
from surfaces.samples import Data

VERSION = "1"
DATA = re.compile(r"(?<![^&])data=[^&]*")
Params = Mapping[str, Sequence[str]]


def encode(experiment: Experiment) -> dict[str, list[str]]:
    """The query parameters of an experiment, in a fixed order; floats are written so that they read back exactly."""
    e = experiment
    params = {
        "v": [VERSION],
        "surface": [" ".join([e.surface.id, *_words(e)])],
        "start": [f"{e.start[0]!r} {e.start[1]!r}"],
        "steps": [str(e.steps)],
        "racer": [write_racer(r, index) for index, r in enumerate(e.racers)] or ["none"],
    }
    params |= own_data.written(e.surface) | own_formula.written(e.surface)
    if e.conditions.batch:
        params["batch"] = [str(e.conditions.batch)]
    if e.conditions.drawing != FAIR.drawing:
        params["drawing"] = [e.conditions.drawing]
    if e.conditions.noise:
        params["noise"] = [repr(e.conditions.noise)]
    if _drawn(e):
        params["seed"] = [str(e.conditions.seed)]
    if e.conditions.clip:
        params["clip"] = [repr(e.conditions.clip)]
    if e.swarm:
        params["swarm"] = [f"{e.swarm.slot} {e.swarm.kind} {e.swarm.n}"]
    if e.one_rate:
        params["rates"] = ["one"]
    if e.step is not None:
        params["step"] = [str(e.step)]
    if e.speed != 1:
        params["speed"] = [f"{e.speed:g}"]
    if e.chosen is not None:
        params["chosen"] = [str(e.chosen)]
    if e.strip != "loss":
        params["strip"] = [e.strip]
    if e.panels:
        params["panels"] = [" ".join(e.panels)]
    if e.view is not None:
        params["view"] = [e.view]
    if e.camera is not None:
        params["camera"] = [" ".join(f"{number:g}" for number in e.camera)]
    if e.height != "tone":
        params["height"] = [e.height]
    if e.circle is not None:
        params["circle"] = [f"{e.circle:g}"]
    if e.axis != "updates":
        params["axis"] = [e.axis]
    if e.line is not None:
        params["line"] = [str(e.line)]
    if e.arrows != 1:
        params["arrows"] = [f"{e.arrows:g}"]
    if e.model is not None:
        params["model"] = [" ".join(f"{number!r}" for number in e.model)]
    return params


def _words(e: Experiment) -> list[str]:
    """What a surface is besides its id."""
    if isinstance(e.surface, TypedSurface):
        return own_formula.words(e.surface)
    values = [f"{k}~{v!r}" for k, v in e.surface.values.items()]
    if not isinstance(e.surface, Fit):
        return values
    scaling = e.surface.scaling if e.surface.scaling != e.surface.problem.scaling else ""
    return [*([f"scaling~{scaling}"] if scaling else []), *(["sum"] if e.surface.total else []), *values]


def _drawn(e: Experiment) -> bool:
    return bool(e.conditions.noise or e.conditions.batch or any(r.batch for r in e.racers))


def text(experiment: Experiment) -> str:
    """The query string of an experiment."""
    return urlencode(encode(experiment), doseq=True)


def text_to_compute(experiment: Experiment) -> str:
    """The part of the query string that decides what is computed."""
    return urlencode(without_view(encode(experiment)), doseq=True)


def parse(query: str, kept: Data | None = None) -> tuple[Experiment, tuple[str, ...]]:
    """As `decode`, from a query string."""
    if len(DATA.sub("", query)) > LINK or len(query) > LINK + 3 * DATA_IN_LINK:
        return edit.default(), (too_long(len(query)),)
    return decode(parse_qs(query, keep_blank_values=True), kept)


def too_long(length: int) -> str:
    return (
        f"This link is {length:,} characters long; a link of Steepest has at most {LINK:,}. "
        "The first screen is shown instead."
    )


def decode(params: Params, kept: Data | None = None) -> tuple[Experiment, tuple[str, ...]]:
    """The experiment in a link, and one message for each piece of it that could not be taken.

    `kept`: the visitor's own samples that are too long for a link, if this tab has them.
    """
    size = sum(len(key) + sum(len(v) + 2 for v in values) for key, values in params.items() if key != "data")
    size += max(0, sum(map(len, params.get("data", ()))) - DATA_IN_LINK)
    if size > LINK:
        return edit.default(), (too_long(size),)
    notes: list[str] = []

    def take(key: str, change: Callable[[str], Experiment]) -> None:
        nonlocal experiment
        for text in params.get(key, ())[:1]:
            try:
                experiment = change(text)
            except Refused as refused:
                notes.append(f"{refused} The usual value is used instead.")

    version = next(iter(params.get("v", ())), VERSION)
    if version != VERSION:
        notes.append(f"This link was made by another version of Steepest (v={version[:8]}); what is known is kept.")
    experiment = edit.default()
    if "formula" in params and "surface" not in params:
        params = {**params, "surface": [FORMULA]}
    take("surface", lambda value: _first_look((value.split() or [""])[0], params, kept, notes))
    name, *words = next(iter(params.get("surface", ())), "").split() or [""]
    if name == FORMULA:
        words = []  # taken with the formula
        if experiment.surface.id != name:  # or refused with it, and then the start was one on another map
            params = {key: values for key, values in params.items() if key != "start"}
    for pair in words:
        try:
            experiment = _with_word(experiment, *pair.partition("~")[::2])
        except Refused as refused:
            notes.append(f"{refused} The usual value is used instead.")
    take("start", lambda value: edit.with_start(experiment, *_pair(value)))
    take("steps", lambda value: edit.with_steps(experiment, value))
    if "racer" in params:
        experiment = replace(experiment, racers=read_racers(params["racer"], notes, experiment))
    take("batch", lambda value: data_edits.with_shared_batch(experiment, value))
    take("drawing", lambda value: data_edits.with_drawing(experiment, value))
    take("noise", lambda value: edit.with_noise(experiment, value))
    take("seed", lambda value: edit.with_seed(experiment, value))
    take("clip", lambda value: edit.with_clip(experiment, value))
    take("swarm", lambda value: _with_swarm(experiment, value))
    take("rates", lambda v: edit.with_one_rate(experiment, _one_of(v, ("one",), "Rates") == "one"))
    take("step", lambda v: replace(experiment, step=read_whole(v, 0, experiment.steps, "Step")))
    take("speed", lambda v: replace(experiment, speed=_one_of(read_number(v, 0, 8, "Speed"), SPEEDS, "Speed")))
    take("chosen", lambda v: replace(experiment, chosen=read_whole(v, 0, RACERS - 1, "Chosen racer")))
    take("strip", lambda v: replace(experiment, strip=_one_of(v, STRIPS, "Strip")))
    take("panels", lambda v: edit.with_panels(experiment, v.split()))
    take("view", lambda v: replace(experiment, view=_one_of(v, VIEWS, "View")))
    take("camera", lambda v: replace(experiment, camera=_camera(v)))
    take("height", lambda v: replace(experiment, height=_one_of(v, HEIGHTS, "Height")))
    take("circle", lambda v: edit.with_circle(experiment, v))
    take("axis", lambda v: data_edits.with_axis(experiment, v))
    take("line", lambda v: replace(experiment, line=read_whole(v, 0, LINES, "Line")))
    take("model", lambda v: replace(experiment, model=read_model(experiment, v.split())))
    take("arrows", lambda v: replace(experiment, arrows=read_number(v, *ARROWS, "Arrows")))
    return experiment, tuple(notes)


def _first_look(name: str, params: Params, kept: Data | None, notes: list[str]) -> Experiment:
    if name == own_data.ID:
        return edit.opened(fit(own_data.problem(own_data.from_link(params.get("data", ()), kept))))
    if name == FORMULA:
        return edit.opened(own_formula.from_link(params, notes))
    return edit.first_look(name)


def _with_word(experiment: Experiment, name: str, value: str) -> Experiment:
    if name == "scaling":
        return data_edits.with_scaling(experiment, value)
    if name == "sum":
        return data_edits.with_total(experiment, True)
    return edit.with_param(experiment, name, value)


def _pair(value: str) -> tuple[str, str]:
    parts = value.split()
    if len(parts) != 2:
        raise Refused(f"A start is two numbers, x and y, not “{value[:24]}”.")
    return parts[0], parts[1]


def _with_swarm(experiment: Experiment, value: str) -> Experiment:
    slot, kind, n = [*value.split(), "", "", ""][:3]
    return edit.with_swarm(experiment, read_whole(slot, 0, RACERS - 1, "Swarm's racer"), kind, n)


def read_model(experiment: Experiment, parts: Sequence[object]) -> tuple[float, ...]:
    """Order and radius of a Taylor model and, if it does not stand at a racer's ball, its point."""
    if len(parts) not in (2, 4):
        raise Refused("A Taylor model has an order, a radius and, if it stands off the ball, a point.")
    longer = max(high - low for low, high in experiment.surface.bounds)
    order = read_whole(parts[0], 1, HIGHEST_ORDER, "Order of the model")
    radius = read_number(parts[1], longer * RADII[0], longer * RADII[1], "Radius")
    return order, radius, *(edit.with_start(experiment, parts[2], parts[3]).start if len(parts) == 4 else ())


def _camera(value: str) -> tuple[float, ...]:
    parts = value.split()
    if len(parts) not in (3, 6):
        raise Refused(f"A camera is three numbers, or six with its centre, not “{value[:24]}”.")
    camera = tuple(round(read_number(part, -CAMERA, CAMERA, "Camera"), 3) for part in parts)
    if math.dist(camera[:3], camera[3:] or (0.0, 0.0, 0.0)) < 0.01:
        raise Refused("A camera stands somewhere outside its centre.")
    return camera


def _one_of(value, allowed: Sequence, name: str):
    if value not in allowed:
        raise Refused(f"{name} is one of {', '.join(map(str, allowed))}.")
    return value


# keys that the browser may rewrite by itself
VIEW = frozenset(
    {"step", "speed", "chosen", "strip", "panels", "view", "camera", "height", "axis", "line", "arrows", "model"}
)


def without_view(params: Params) -> dict[str, list[str]]:
    """The part of a link that decides what is computed."""
    return {key: list(values) for key, values in params.items() if key not in VIEW}
