"""What a good first picture is made of: start, steps, racers, and a learning rate for each optimizer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizers import OPTIMIZERS

RACERS = ("gradient_descent", "momentum", "rmsprop", "adam")
FACTOR = 1.0  # an optimizer whose own default is 1 finds its step by itself: its lr is a factor on that step


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`lr` holds for every optimizer that `rates` does not name; None means the optimizer's own default."""

    shows: str  # what happens in this race; a racer "is there" once it stays within 2 % of the map's diagonal
    start: tuple[float, float]
    steps: int = 120
    lr: float | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    racers: tuple[str, ...] = RACERS
    diverges: frozenset[str] = frozenset()  # racers whose divergence is the lesson

    def rate(self, optimizer_id: str) -> float:
        usual = OPTIMIZERS[optimizer_id]().lr
        return self.rates.get(optimizer_id, usual if self.lr is None or usual == FACTOR else self.lr)


def apart(slope: float, **others: float) -> dict[str, float]:
    """Rates for a surface so steep that steps in proportion to the slope need a smaller rate than normalised ones."""
    proportional = (
        "gradient_descent",
        "momentum",
        "momentum_v",
        "nesterov",
        "nesterov_difference",
        "sgd_l2",
        "sgdw",
        "lookahead",
        "sam",
        "line_search_exact",
    )
    return dict.fromkeys(proportional, slope) | others
