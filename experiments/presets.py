"""A good first picture for every surface: start, steps, and a learning rate for each optimizer.

The rates are the same for all racers where that makes a fair and legible race; where they differ, the line of
conditions on screen says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizers import OPTIMIZERS
from surfaces import SURFACES

FIRST = "bounded_saddle"
RACERS = ("gradient_descent", "momentum", "rmsprop", "adam")


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`lr` holds for every optimizer that `rates` does not name; None means the optimizer's own default."""

    start: tuple[float, float]
    steps: int = 120
    lr: float | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    racers: tuple[str, ...] = RACERS

    def rate(self, optimizer_id: str) -> float:
        return self.rates.get(optimizer_id, OPTIMIZERS[optimizer_id]().lr if self.lr is None else self.lr)


PRESETS: dict[str, Preset] = {
    surface_id: Preset(start=surface.starts[0], lr=0.05) for surface_id, surface in SURFACES.items()
}
