"""An experiment as a link and back: readable, versioned, at most `limits.LINK` characters.

    v=1 & surface=ravine kappa~25.0 & start=1.6 0.001 & steps=120 & racer=adam lr~0.1 beta1~0.8 off & step=37
    v=1 & surface=line20 scaling~raw sum & batch=4 & racer=adam batch~1    (losses of data)
    v=1 & surface=formula a~2.0 & formula=x^2 + a*y^2    (the visitor's own formula)
    v=1 & surface=own & data=x y 1 2.5 2 3.5 3 4    (the visitor's own, sample after sample)

(a space travels as +). Surface, start, steps and racers always stand in it; of a racer's values, those that are
not the optimizer's default. A link is a stranger's text: whatever in it cannot be read is left out with a message,
and everything else is kept.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from experiments import data_edits, own_data, own_formula
from experiments import experiment as edit
from experiments.experiment import Experiment
from experiments.limits import DATA_IN_LINK, LINK, Refused
from experiments.link_keys import KEYS, VIEW
from experiments.link_racers import read_racers, write_racer
from surfaces import Fit, TypedSurface, fit
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
    written = ((key.name, key.write(e)) for key in KEYS)
    return params | {name: [text] for name, text in written if text is not None}


def _words(e: Experiment) -> list[str]:
    """What a surface is besides its id."""
    if isinstance(e.surface, TypedSurface):
        return own_formula.words(e.surface)
    values = [f"{k}~{v!r}" for k, v in e.surface.values.items()]
    if not isinstance(e.surface, Fit):
        return values
    scaling = e.surface.scaling if e.surface.scaling != e.surface.problem.scaling else ""
    return [*([f"scaling~{scaling}"] if scaling else []), *(["sum"] if e.surface.total else []), *values]


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
    version = next(iter(params.get("v", ())), VERSION)
    if version != VERSION:
        notes.append(f"This link was made by another version of Steepest (v={version[:8]}); what is known is kept.")
    if "formula" in params and "surface" not in params:
        params = {**params, "surface": [FORMULA]}
    experiment = _with_surface(params, kept, notes)
    if FORMULA in _surface_words(params)[:1] and experiment.surface.id != FORMULA:  # refused: the start was one on it
        params = {key: values for key, values in params.items() if key != "start"}
    experiment = _take(experiment, params, "start", _with_start, notes)
    experiment = _take(experiment, params, "steps", edit.with_steps, notes)
    if "racer" in params:
        experiment = replace(experiment, racers=read_racers(params["racer"], notes, experiment))
    for key in KEYS:
        experiment = _take(experiment, params, key.name, key.read, notes)
    return experiment, tuple(notes)


def _take(
    experiment: Experiment, params: Params, key: str, read: Callable[[Experiment, str], Experiment], notes: list[str]
) -> Experiment:
    """The experiment with what a key of the link says; as it was, with a note, where that cannot be taken."""
    for text in params.get(key, ())[:1]:
        try:
            return read(experiment, text)
        except Refused as refused:
            notes.append(f"{refused} The usual {'surface' if key == 'surface' else 'value'} is used instead.")
    return experiment


def _surface_words(params: Params) -> list[str]:
    """The surface's id and what else it is."""
    return next(iter(params.get("surface", ())), "").split()


def _with_surface(params: Params, kept: Data | None, notes: list[str]) -> Experiment:
    """What the surface of the link opens with, at the values that the link gives it."""
    name, *words = _surface_words(params) or [""]
    experiment = _take(edit.default(), params, "surface", lambda *_: _first_look(name, params, kept, notes), notes)
    for pair in [] if name == FORMULA else words:  # those of a formula are taken with it
        try:
            experiment = _with_word(experiment, *pair.partition("~")[::2])
        except Refused as refused:
            notes.append(f"{refused} The usual value is used instead.")
    return experiment


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


def _with_start(experiment: Experiment, value: str) -> Experiment:
    parts = value.split()
    if len(parts) != 2:
        raise Refused(f"A start is two numbers, x and y, not “{value[:24]}”.")
    return edit.with_start(experiment, *parts)


def without_view(params: Params) -> dict[str, list[str]]:
    """The part of a link that decides what is computed."""
    return {key: list(values) for key, values in params.items() if key not in VIEW}
