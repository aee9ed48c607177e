"""The box in which a formula is typed: one field, and under it one line that says how it was read or what is wrong.

The field tells the server what is typed while it is typed, and asks for the surface when that is wished. What is
typed stays in this session; the formulas used last are kept by this browser only.
"""

from collections.abc import Callable
from typing import Any

from components.assets import ROUTE, mounted
from experiments.limits import FORMULA

_box = mounted(
    "formula",
    "formula_box/mount.js",
    "box",
    html='<div class="steepest-formula"></div>',
    styles=("formula_box/box.css",),
)

STOP = f"{ROUTE}/stop"[1:]  # without the first slash: the app may stand below a path


def formula_box(message: dict[str, Any], on_draft: Callable[[], None], on_apply: Callable[[], None]) -> None:
    """Mount the box. It has sent a "draft" or an "apply" when these are called: text, serial, ticket.

    message: "text" (of the surface), "told" (the serial last answered), "draft" (the text that `said` is about),
    "said" (message, start, end, fixes; or None), "notes" (what the line says of the surface when nothing is
    wrong), "decisions" (what it says instead while somebody types: how ambiguous spellings are read), "focus" (a number
    that grows whenever the field is to be focused).
    """
    fixed = {"longest": FORMULA, "stop": STOP}
    _box(key="formula_box", data=message | fixed, on_draft_change=on_draft, on_apply_change=on_apply)
