"""A surface that the visitor typed: edits of its formula, its map and its parameters, and how it travels in a link.

    surface=formula a~1.5~0.0~10.0 & formula=x^2 + a*y^2 & bounds=-3.0 3.0 -2.0 2.0

A parameter has its value and, if changed, its range. A formula in a link is as hostile as one in the box.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

import numpy as np

from experiments.experiment import Experiment
from experiments.limits import BOUND, PARAMETER, RATIO, REACH, SIZE, Refused, read_number
from experiments.typeset import short
from surfaces import FormulaError, Surface, TypedSurface
from surfaces.core import Param
from surfaces.formula.pool import BUSY
from surfaces.formula.text import text_of
from surfaces.formula.typed import BOUNDS, RANGE, Bounds, parameter, reading_of, typed

LOOKS = 40  # an even number: not at 0 of a map around it, where 1/x has no value
ENDS = ("Left", "Right", "Bottom", "Top")
LATER = f"The formula of this link has to wait. {BUSY}"


class FormulaRefused(Refused):
    """A formula that cannot be taken; `error` has the place and the fix."""

    def __init__(self, error: FormulaError) -> None:
        super().__init__(error.message)
        self.error = error


def own(surface: Surface) -> TypedSurface:
    """The surface of the experiment as one whose formula is the visitor's. Refused if it was not typed."""
    if not isinstance(surface, TypedSurface):
        raise Refused("Only a surface with your own formula has that.")
    return surface


def with_formula(experiment: Experiment, text: str, ticket: str = "") -> Experiment:
    """The same race on the surface of a formula, on the same map. Parameters that stay keep value and range.

    The start stays if the loss is defined there. Raises FormulaRefused. `ticket` names the work, for `Pool.stop`.
    """
    before = experiment.surface
    with _refused():
        reading = reading_of(text, ticket)
    known = _parameters_of(before)
    params, settings = [], []
    for name in reading.names:
        param, value = known.get(name, (parameter(name), parameter(name).default))
        params.append(param)
        settings.append(value)
    with _refused():
        surface = typed(text, before.bounds, tuple(params), tuple(settings), ticket)
    return _on(experiment, surface)


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except FormulaError as error:
        raise FormulaRefused(error) from None


def _parameters_of(surface: Surface) -> dict[str, tuple[Param, float]]:
    """Its parameters under the names that they have in a typed formula, with their values."""
    found = text_of(surface)
    if found is None:
        return {}
    named = {p.name: name for p, name in found[1]}
    return {
        name: (replace(parameter(name, p.low, p.high), scale=p.scale), surface.values[p.name])
        for p in surface.params
        if (name := named.get(p.name))
    }


def _on(experiment: Experiment, surface: TypedSurface) -> Experiment:
    start = experiment.start
    if not _is_near(start, surface) or not math.isfinite(float(surface.value(start))):
        start = surface.starts[0]
    return replace(experiment, surface=surface, start=start, step=None)


def _is_near(start: tuple[float, float], surface: Surface) -> bool:
    return all(
        abs(at - (low + high) / 2) <= REACH * (high - low)
        for at, (low, high) in zip(start, surface.bounds, strict=True)
    )


@lru_cache(maxsize=64)
def undefined(surface: TypedSurface) -> float:
    """The share of the map on which the formula has no value, of a lattice of LOOKS × LOOKS points."""
    xs, ys = (np.linspace(*ends, LOOKS) for ends in surface.bounds)
    return float(np.mean(~np.isfinite(surface.value(np.stack(np.meshgrid(xs, ys), axis=-1)))))


def with_bounds(experiment: Experiment, ends: Sequence[object]) -> Experiment:
    """The same formula on another map: left, right, bottom, top. Raises Refused."""
    surface = own(experiment.surface)
    bounds = read_bounds(ends)
    with _refused():
        return _on(experiment, typed(surface.text, bounds, surface.params, surface.settings))


def read_bounds(ends: Sequence[object]) -> Bounds:
    """The map between four ends. Raises Refused if they are not in order, or it would be too narrow."""
    if len(ends) != len(ENDS):
        raise Refused("A map has four ends: left, right, bottom, top.")
    left, right, bottom, top = (read_number(e, -BOUND, BOUND, name) for e, name in zip(ends, ENDS, strict=True))
    width, height = right - left, top - bottom
    if width <= 0 or height <= 0:
        less, more, end = ("Left", "Right", right) if width <= 0 else ("Bottom", "Top", top)
        raise Refused(f"{less} must be smaller than {more} ({short(end)}).")
    if min(width, height) < SIZE:
        raise Refused(f"The map must be at least {SIZE:g} wide and {SIZE:g} high.")
    if max(width, height) > RATIO * min(width, height):
        longest = f"{RATIO * min(width, height):g}"
        raise Refused(f"The map may be at most {RATIO:g} times as long one way as the other: here {longest}.")
    return (left, right), (bottom, top)


def with_range(experiment: Experiment, name: str, low: object, high: object) -> Experiment:
    """A parameter of the formula with another range, which must hold its present value. Raises Refused."""
    surface = own(experiment.surface)
    if name not in surface.values:
        raise Refused(f"The formula has no parameter “{name[:24]}”.")
    value = surface.values[name]
    low, high = _read_range(name, low, high)
    if not low <= value <= high:
        raise Refused(f"{name} = {value:g} lies outside {low:g} to {high:g}: move it first.")
    changed = [replace(parameter(name, low, high), scale=p.scale if low > 0 else "linear") for p in surface.params]
    params = tuple(new if p.name == name else p for p, new in zip(surface.params, changed, strict=True))
    with _refused():
        return _on(experiment, typed(surface.text, surface.bounds, params, surface.settings))


def _read_range(name: str, low: object, high: object) -> tuple[float, float]:
    first = read_number(low, -PARAMETER, PARAMETER, f"The least {name}")
    last = read_number(high, -PARAMETER, PARAMETER, f"The largest {name}")
    if not first < last:
        raise Refused(f"The least {name} must be smaller than the largest ({short(last)}).")
    return first, last


# The link


def written(surface: Surface) -> dict[str, list[str]]:
    """What the link of a typed surface has besides its name and values."""
    if not isinstance(surface, TypedSurface):
        return {}
    words = {"formula": [surface.text]}
    if surface.bounds != BOUNDS:
        words["bounds"] = [" ".join(repr(end) for ends in surface.bounds for end in ends)]
    return words


def words(surface: TypedSurface) -> list[str]:
    """Its parameters, each with its value and, if it is not the usual one, its range."""
    found = []
    for p, value in zip(surface.params, surface.settings, strict=True):
        scale = ["log"] if p.scale == "log" else []
        ends = [repr(p.low), repr(p.high), *scale] if (p.low, p.high) != RANGE or scale else []
        found.append("~".join([p.name, repr(value), *ends]))
    return found


def from_link(params: Mapping[str, Sequence[str]], notes: list[str]) -> TypedSurface:
    """The surface in a link; what cannot be read of its map and parameters is the usual, with a note.

    Raises Refused if the formula itself cannot be taken.
    """
    text = next(iter(params.get("formula", ())), "")
    with _of_a_link():
        reading = reading_of(text)
    bounds = BOUNDS
    for ends in params.get("bounds", ())[:1]:
        try:
            bounds = read_bounds(ends.split())
        except Refused as refused:
            notes.append(f"{refused} The usual map is used instead.")
    known = {name: parameter(name) for name in reading.names}
    values = {name: p.default for name, p in known.items()}
    for word in next(iter(params.get("surface", ())), "").split()[1:]:
        try:
            name, value, *ends = word.split("~")
            if name in known:
                known[name] = _read_parameter(name, ends)
                values[name] = read_number(value, known[name].low, known[name].high, name)
        except (Refused, ValueError) as refused:
            said = refused if isinstance(refused, Refused) else f"{word[:24]} gives a parameter no value."
            notes.append(f"{said} The usual one is used instead.")
    for name, p in known.items():
        if not p.low <= values[name] <= p.high:
            values[name] = p.default
    with _of_a_link():
        return typed(text, bounds, tuple(known.values()), tuple(values.values()))


@contextmanager
def _of_a_link() -> Iterator[None]:
    """What is said of its formula where that cannot be taken, or not now."""
    try:
        yield
    except FormulaError as error:
        said = LATER if error.message == BUSY else f"The formula of this link cannot be read. {error.message}"
        raise Refused(said) from None


def _read_parameter(name: str, ends: Sequence[str]) -> Param:
    if not ends:
        return parameter(name)
    if len(ends) not in (2, 3):
        raise Refused(f"The range of {name} is two numbers.")
    low, high = _read_range(name, *ends[:2])
    logarithmic = ends[2:] == ["log"] and low > 0
    return replace(parameter(name, low, high), scale="log" if logarithmic else "linear")
