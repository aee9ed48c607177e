"""The Taylor model around a point, and the critical points of the surface, as plain HTTP answers for the stage."""

import math
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from experiments import taylor
from experiments.around import Around, Step, around, sentence
from experiments.circle import Spot
from experiments.experiment import Experiment
from experiments.limits import RACERS, STEPS, read_whole
from experiments.link_keys import read_model
from experiments.mathml import mathml
from experiments.record import followed, record
from surfaces import TypedSurface
from surfaces.critical_points import critical_points_of
from ui.quick import answered


async def model(request: Request) -> Response:
    """Answer {"link", "edits", "slot", "step", "model": [order, radius] or [order, radius, x, y]}."""
    return await answered(request, _model)


async def critical(request: Request) -> Response:
    """Answer {"link", "edits"}: where the gradient is zero, and what each such point is."""
    return await answered(request, _critical)


def _model(experiment: Experiment, question: dict[str, Any]) -> dict[str, Any]:
    asked = question.get("model")
    order, radius, *at = read_model(experiment, asked if isinstance(asked, list) else ())
    slot = question.get("slot")
    racer = followed(experiment, None if slot is None else read_whole(slot, 0, RACERS - 1, "Chosen racer"))
    t = read_whole(question.get("step"), 0, STEPS[1], "Step")
    one = record(experiment, racer) if racer else None
    rate, name, last = None, "", None
    if one and one.count:
        last = one.last(t)
        rate = float(one.rate[min(last, one.steps - 1)])
    if at:
        point = (at[0], at[1])
    elif one and racer and last is not None:
        point, name = tuple(one.theta[last].tolist()), racer.optimizer.name
    else:
        return {"refused": "There is no ball to stand at: switch a racer on, or drag the point onto the map."}
    shown = around(experiment.surface, point, int(order), radius, rate)
    return {
        "slot": racer.slot if racer else None,
        "name": name,
        "step": None if at else last,
        **_told(shown, experiment.surface.letter),
        **_drawn(shown),
    }


def _told(shown: Around, letter: str) -> dict[str, Any]:
    slope = shown.errors.slope if shown.errors else None
    x, y = shown.point
    return {
        "kind": shown.kind,
        "lacks": list(shown.lacks),
        "formula": [mathml(piece, display=True) for piece in taylor.pieces(shown.formula)],
        "circleSays": sentence(shown, letter),
        "stepsSay": shown.newton_is,
        "slope": slope,
        "order": shown.order,
        "point": [x, y],
    }


def _drawn(shown: Around) -> dict[str, Any]:
    ring = shown.circle
    return {
        "value": _number(shown.value),
        "gradient": shown.gradient,
        "eigenvalues": list(shown.eigenvalues),
        "eigenvectors": [list(vector) for vector in shown.eigenvectors],
        "coefficients": [list(row) for row in shown.coefficients],
        "circle": {
            "radius": ring.radius,
            "lowest": _spot(ring.lowest),
            "downhill": _spot(ring.downhill),
            "model": _spot(ring.model),
            "angle": ring.angle,
        },
        "steps": [_step(step) for step in shown.gradient_steps],
        "newton": _step(shown.newton) if shown.newton else None,
        "errors": [list(shown.errors.radii), list(shown.errors.errors)] if shown.errors else None,
    }


def _step(step: Step) -> dict[str, Any]:
    known = all(map(math.isfinite, step.to))
    return {"label": mathml(step.name), "to": list(step.to) if known else None, "value": _number(step.value)}


def _spot(spot: Spot | None) -> dict[str, Any] | None:
    return None if spot is None else asdict(spot) | {"value": _number(spot.value)}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _critical(experiment: Experiment, _question: dict[str, Any]) -> dict[str, Any]:
    found = critical_points_of(experiment.surface)
    more = isinstance(experiment.surface, TypedSurface)  # nobody knows whether that is all
    return asdict(found) | {
        "more": more,
        "points": [
            asdict(point) | {"value": _number(point.value), "residual": _number(point.residual)}
            for point in found.points
        ],
    }
