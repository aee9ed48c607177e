"""One step under the glass: a sub-frame for every line of its update, with all that a picture of it needs.

Every number comes from evaluating the displayed equations, as in `experiments.update`; what a line adds up is drawn
added up (`optimizers.parts`). Nothing here knows any optimizer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from experiments import typeset
from experiments.experiment import Experiment, Point
from experiments.record import Array, Record, record
from experiments.update import Line, update, values
from optimizers import Loss, proof
from optimizers.parts import Part, parts

UNROLLED = 6  # past terms that are told one by one; all older ones are one
ALIKE = 1e-9  # relative difference of two coordinates' factors that counts as none


@dataclass(frozen=True)
class Arrow:
    """One term of a quantity: its LaTeX, and its components (areas, for squares)."""

    latex: str
    x: float
    y: float
    role: str  # "past", "new" or "decay": carried on from before, added now, or along θ itself


@dataclass(frozen=True)
class Frame:
    """One line of the update, or a momentum unrolled.

    at: the point that it hangs on. value: x and y of a vector, step or square, the point itself, a number, or a matrix
    row by row. arrows: the terms that add up to it, from `at` on. before: the quantity before the update. of: what it
    rescales. uses: the quantities that it is made of.
    """

    line: int  # which of the update's lines
    name: str
    symbol: str  # LaTeX, as is `rule`
    rule: str
    filled: str  # the rule with numbers; "" where there is none
    result: str
    glyph: str
    says: str  # one sentence with this step's numbers, as HTML
    at: Point
    value: tuple[float, ...]
    arrows: tuple[Arrow, ...]
    before: tuple[float, ...] | None
    of: str | None
    uses: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """Update t, from `start` to `end`; `end` and `loss` may be not finite if it diverged."""

    t: int
    start: Point
    end: Point
    loss: tuple[float, float]  # the surface's own, before and after
    frames: tuple[Frame, ...]


@dataclass(frozen=True)
class Moment:
    """Update t of a run: all its quantities, and the loss as the racer saw it."""

    record: Record
    t: int
    known: dict[str, Array]
    loss: Loss

    def change(self, point: Array) -> tuple[float, float]:
        """The surface's own loss before the update, and at a point."""
        before, point = float(self.record.loss[self.t - 1]), np.ravel(point)
        return before, float(self.record.surface.value(point)) if point.size == 2 else before


def opened(one: Record, t: int) -> Opened | None:
    """Update t of a run, or the last one before it that ran; None if none ran."""
    told = update(one, t)
    if not told.t:
        return None
    moment = Moment(one, told.t, told.values, one.seen(told.t))
    frames: list[Frame] = []
    for index, (line, shown) in enumerate(zip(proof.lines(one.optimizer), told.lines, strict=True)):
        terms = _holding(moment, line)
        frames.append(_frame(moment, index, line, shown, terms))
        if (chain := _unrolled(moment, frames[-1], line, terms)) is not None:
            frames.append(chain)
    end = told.values["theta"][0]
    return Opened(told.t, _pair(one.theta[told.t - 1]), _pair(end), moment.change(end), tuple(frames))


def _holding(moment: Moment, line: proof.Line) -> list[Part]:
    """The terms that a line has in this update."""
    terms = parts(moment.record.optimizer).get(line.name, ())
    return [part for part in terms if part.holds(moment.loss, moment.known)]


@lru_cache(maxsize=64)
def reach(experiment: Experiment, t: int) -> float:
    """The longest vector, or the widest square, in step t of any racer that is on: what one scale for all must show."""
    sizes = []
    for racer in experiment.racers:
        one = record(experiment, racer)
        if not racer.on or not 1 <= t < one.count:
            continue
        known = values(one, t)
        for line in proof.lines(one.optimizer):
            if line.equation.glyph == "vector":
                sizes.append(float(np.hypot(*known[line.name][0])))
            elif line.equation.glyph == "square":
                sizes.append(math.sqrt(max(0.0, *known[line.name][0])))
    return max((size for size in sizes if math.isfinite(size)), default=0.0)


def _frame(moment: Moment, index: int, line: proof.Line, shown: Line, terms: list[Part]) -> Frame:
    known, equation = moment.known, line.equation
    glyph = equation.glyph
    base = next((part.base for part in terms if part.base), None)
    at = base or equation.at or "theta_prev"
    if glyph in ("point", "ghost") and base is None:
        at = "theta_prev"
    arrows = tuple(_arrow(part, moment) for part in terms if not part.base)
    before = known.get(f"{line.name}_prev") if glyph in ("vector", "step", "square") else None
    if before is not None and np.shape(before) != np.shape(known[line.name]):
        before = None
    value = tuple(np.ravel(known[line.name]).tolist())
    return Frame(
        line=index,
        name=line.name,
        symbol=shown.symbol,
        rule=shown.rule,
        filled=shown.filled,
        result=shown.result,
        glyph=glyph,
        says=_sentence(moment, line, arrows, before),
        at=_pair(known[at][0]),
        value=value,
        arrows=arrows if len(arrows) > 1 or glyph in ("point", "ghost") else (),
        before=None if before is None else tuple(np.ravel(before).tolist()),
        of=equation.of,
        uses=tuple(name for name in line.needs if name != "theta_prev"),
    )


def _arrow(part: Part, moment: Moment) -> Arrow:
    x, y = np.broadcast_to(part.value(moment.loss, moment.known), (1, 2))[0].tolist()
    return Arrow(part.latex, x, y, "past" if part.past else "decay" if part.decay else "new")


def _unrolled(moment: Moment, frame: Frame, line: proof.Line, terms: list[Part]) -> Frame | None:
    """A quantity that carries its past on, as the weighted sum of what was added: newest first."""
    carried = [part for part in terms if part.past]
    if frame.glyph not in ("vector", "step") or moment.t < 2 or len(carried) != 1 or len(terms) < 2:
        return None
    found, numbers, weight, age = _added(moment, line, carried[0].kept)
    if len(found) < 2:
        return None
    count = "all its past" if age == moment.t else f"the last {len(found) - 1} and all older ones"
    return replace(
        frame,
        name=f"{line.name} unrolled",
        rule=" + ".join(arrow.latex for arrow in found),
        filled=" + ".join(numbers),
        says=f"Unrolled: {count} in one sum, each {_weights(weight, age)} its age.",
        at=_pair(moment.known["theta_prev"][0]),
        arrows=tuple(found),
        before=None,
        of=None,
        uses=(),
    )


def _added(moment: Moment, line: proof.Line, kept: str) -> tuple[list[Arrow], list[str], Array, int]:
    """What was added to a quantity in this update and those before, weighted: each as an arrow and as numbers, the last
    one for all that is older; with the weight of that, and its age in updates."""
    one, t = moment.record, moment.t
    found: list[Arrow] = []
    numbers: list[str] = []
    weight, age, rest = np.ones(2), 0, moment.known[line.name][0]
    while age < t and len(found) < UNROLLED:
        then = Moment(one, t - age, values(one, t - age), one.seen(t - age)) if age else moment
        holding = _holding(then, line)
        past = [part for part in holding if part.past]
        added = sum((part.value(then.loss, then.known)[0] for part in holding if not part.past), np.zeros(2))
        latex = _then(" + ".join(part.latex for part in holding if not part.past), age)
        number = typeset.column(added)
        if latex:
            many = latex.startswith("-") or " + " in latex
            term = rf"\left({latex}\right)" if many and age else latex
            x, y = (weight * added).tolist()
            found.append(Arrow(f"{_power(kept, age)} {term}".strip(), x, y, "new"))
            numbers.append(rf"{typeset.latex(float(weight[0]))} \times {number}" if age else number)
            rest = rest - weight * added
        weight = weight * (_kept(past[0], then) if past else 0.0)
        age += 1
    if age < t:
        x, y = rest.tolist()
        found.append(Arrow(r"\text{older}", x, y, "past"))
        numbers.append(typeset.column(rest))
    return found, numbers, weight, age


def _kept(past: Part, then: Moment) -> Array:
    """The factor with which an update carried a quantity on, (2,)."""
    assert past.past is not None
    return past.value(then.loss, then.known | {past.past: np.ones((1, 2))})[0]


def _weights(weight: Array, age: int) -> str:
    if not np.all(weight > 0):
        return "weighted by"
    return f"weighing {typeset.html(float(weight[0] ** (1 / age)), 3)} to the power of"


def _then(latex: str, age: int) -> str:
    """The same formula so many updates ago."""
    if age == 0:
        return latex
    return latex.replace("_{t-1}", f"_{{t-{age + 1}}}").replace("_{t}", f"_{{t-{age}}}")


def _power(kept: str, n: int) -> str:
    if n == 0 or kept == "1":
        return ""
    return kept if n == 1 else rf"{{{kept}}}^{{{n}}}" if " " not in kept else rf"\left({kept}\right)^{{{n}}}"


def _pair(point: ArrayLike) -> Point:
    x, y = np.asarray(point, dtype=float).ravel().tolist()
    return x, y


def _sentence(moment: Moment, line: proof.Line, arrows: tuple[Arrow, ...], before: Array | None) -> str:
    """What the line does, with this step's numbers; `before`: the quantity before the update."""
    equation, glyph = line.equation, line.equation.glyph
    value = tuple(np.ravel(moment.known[line.name]).tolist())
    of = moment.known.get(equation.of or "")
    number = typeset.html
    if glyph in ("vector", "step"):
        size = math.hypot(*value)
        told = f"({number(value[0], 3)}, {number(value[1], 3)}), {number(size, 3)} long"
        if (factor := _factor(value, of)) is not None:
            told = f"{number(factor, 3)} times, so {told}"
        kept = next(((a.x, a.y) for a in arrows if a.role == "past"), None)
        if kept is not None and (factor := _factor(kept, before)) is not None:
            told = f"{number(factor, 3)} of it kept, {told}"
        if before is not None and np.any(before):
            told += f", after {number(math.hypot(*np.ravel(before)), 3)}"
    elif glyph == "square":
        x, y = (math.sqrt(v) if v >= 0 else math.nan for v in value)
        told = f"its roots, the sides, are {number(x, 3)} and {number(y, 3)}"
        if (factor := _factor(value, of)) is not None:
            told = f"{number(factor, 3)} times the areas; {told}"
    elif glyph == "ghost":
        told = f"({number(value[0], 3)}, {number(value[1], 3)})"
    elif glyph == "point":
        told = f"to ({number(value[0], 3)}, {number(value[1], 3)}). {_fate(*moment.change(moment.known[line.name]))}"
        return f"{_capital(equation.says)}: {told}"
    elif len(value) == 1:
        told = number(value[0])
    elif len(value) == 2:
        x, y = map(typeset.plain, moment.record.surface.coordinates)
        told = f"{number(value[0], 3)} in {x}, {number(value[1], 3)} in {y}"
    else:
        return f"{_capital(equation.says)}."
    return f"{_capital(equation.says)}: {told}."


def _fate(before: float, after: float) -> str:
    """What became of the loss."""
    if not math.isfinite(after):
        return "The loss leaves the numbers."
    if after == before:
        return f"The loss stays at {typeset.html(before)}."
    verb = "falls" if after < before else "rises"
    return f"The loss {verb} by {typeset.html(abs(after - before), 3)} to {typeset.html(after)}."


def _factor(value: Sequence[float], of: Array | None) -> float | None:
    """The one number by which a quantity was multiplied, if both coordinates were by the same."""
    if of is None or np.shape(np.ravel(of)) != (2,) or not np.all(np.ravel(of)):
        return None
    with np.errstate(invalid="ignore", over="ignore"):
        x, y = np.asarray(value) / np.ravel(of)
    return float(x) if math.isfinite(x) and abs(x - y) <= ALIKE * abs(x) else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
