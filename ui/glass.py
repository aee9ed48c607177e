"""One step of one racer as a plain HTTP answer: what the glass on the stage draws and says."""

import math
import re
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from experiments import glass
from experiments.experiment import Experiment
from experiments.glass import Frame
from experiments.limits import RACERS, STEPS, read_whole
from experiments.mathml import mathml
from experiments.record import followed, record
from ui.quick import answered

LONG = 90  # characters of LaTeX: less fits beside what it equals
COLUMN = re.compile(r"\\begin\{pmatrix\} ([^&\\]*(?:\\(?!\\|end)[^&\\]*)*?) \\\\ ([^&]*?) \\end\{pmatrix\}")


async def step(request: Request) -> Response:
    """Answer {"link", "edits", "slot": the chosen racer or null, "step"}: the update that led to this step."""
    return await answered(request, _step)


def _step(experiment: Experiment, question: dict[str, Any]) -> dict[str, Any]:
    slot = question.get("slot")
    slot = None if slot is None else read_whole(slot, 0, RACERS - 1, "Chosen racer")
    t = read_whole(question.get("step"), 1, STEPS[1], "Step")
    racer = followed(experiment, slot)
    if racer is None:
        return {"refused": "No racer is on. Switch one on, and its steps can be opened."}
    one = record(experiment, racer)
    shown = glass.opened(one, t)
    if shown is None:
        return {"refused": "The loss is not defined at this start, so there is no step to open."}
    start, jump = np.array(shown.start), one.surface.jump(shown.start)
    return {
        "slot": racer.slot,
        "name": racer.optimizer.name,
        "t": shown.t,
        "start": shown.start,
        "end": _finite(shown.end),
        "loss": _finite(shown.loss),
        "reach": glass.reach(experiment, shown.t),
        "gradient": _finite(one.surface.gradient(start)) if jump in (None, 2) else None,
        "hessian": _finite(one.surface.hessian(start)) if jump is None else None,
        "frames": [_frame(frame) for frame in shown.frames],
    }


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "line": frame.line,
        "name": frame.name,
        "glyph": frame.glyph,
        "symbol": mathml(frame.symbol),
        "rule": mathml(f"{frame.symbol} = {frame.rule}", display=True),
        "filled": "".join(mathml(piece, display=True) for piece in _pieces(f"= {_flat(frame.filled)}"))
        if frame.filled
        else "",
        "result": mathml(f"= {_flat(frame.result)}", display=True),
        "says": frame.says,
        "at": _finite(frame.at),
        "value": _finite(frame.value),
        "arrows": [
            {"label": mathml(arrow.latex), "x": arrow.x, "y": arrow.y, "role": arrow.role}
            for arrow in frame.arrows
            if math.isfinite(arrow.x) and math.isfinite(arrow.y)
        ],
        "before": None if frame.before is None else _finite(frame.before),
        "of": frame.of,
        "uses": frame.uses,
    }


def _flat(latex: str) -> str:
    """Vectors in a row, (x, y), because one line has to hold them."""
    return COLUMN.sub(r"\\left(\1,\\, \2\\right)", latex)


def _pieces(latex: str) -> list[str]:
    """A long sum in parts, so that a line may break between them."""
    if len(latex) <= LONG or r"\begin" in latex:
        return [latex]
    depth, pieces, start = 0, [], 0
    for i, letter in enumerate(latex):
        depth += (letter in "{(") - (letter in "})")
        if depth == 0 and latex.startswith(" + ", i):
            pieces.append(latex[start:i])
            start = i + 1
    return [*pieces, latex[start:]]


def _finite(values: Any) -> list[float] | None:
    """Numbers for the picture; None if there is one that has no place in it."""
    flat = np.ravel(values)
    return flat.tolist() if np.isfinite(flat).all() else None
