"""What every optimizer is made of: settings declared once, a pure step, and the same step as equations."""

import math
import sys
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

import numpy as np
import sympy as sp
from numpy.typing import NDArray

Array = NDArray[np.float64]
Points = NDArray[np.float64]  # (n, 2): n independent trajectories in the plane; rows never interact
State = Any  # each optimizer's own NamedTuple: (n, 2), (n, 1), (n, 2, 2) arrays, or numbers all rows share
Glyph = Literal["vector", "step", "square", "point", "ghost", "scalar", "matrix", "none"]


class Loss(Protocol):
    """All that an optimizer may ask of a surface. theta has shape (n, 2)."""

    def value(self, theta: Points) -> Array:
        """The height at each point, (n,)."""
        ...

    def gradient(self, theta: Points) -> Points:
        """The slope at each point, (n, 2)."""
        ...

    def hessian(self, theta: Points) -> Array:
        """The curvature at each point, (n, 2, 2)."""
        ...

    def at(self, t: int) -> "Loss":
        """The loss of update t = 1, 2, ...: itself, a batch, or itself with this update's noise drawn."""
        ...


@dataclass(frozen=True)
class Hyper:
    """One setting of an optimizer: its symbol, its default, and the range of its slider.

    A whole number as default makes it a count (`whole`). The range is for sliders, links and tests; see
    Optimizer.
    """

    latex: str
    default: float
    low: float
    high: float
    scale: Literal["linear", "log"]
    help: str

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.default, int)


def hyper(
    latex: str,
    default: float,
    low: float,
    high: float,
    *,
    scale: Literal["linear", "log"] = "linear",
    help: str,
) -> Any:
    """A dataclass field that carries its Hyper."""
    return field(default=default, metadata={"hyper": Hyper(latex, default, low, high, scale, help)})


@dataclass(frozen=True)
class Equation:
    """One line of an update: lhs = rhs.

    says: what the line does, in words. glyph: how to draw the quantity; a vector is a slope or made of slopes, a step
    is one in the plane itself. at: the name of the point that it hangs on (None: the point where the update starts).
    of: the name of the quantity that it rescales.
    """

    lhs: sp.Symbol
    rhs: sp.Expr
    says: str
    glyph: Glyph
    at: str | None = None
    of: str | None = None

    @property
    def symbols(self) -> set[sp.Symbol]:
        """Everything that the right-hand side uses."""
        return self.rhs.atoms(sp.Symbol)


@dataclass(frozen=True)
class Event:
    """Something that happens once on the way, with update t: what it was, in words."""

    t: int
    says: str


class Declared:
    """Settings declared once, as fields made by `hyper`. Subclasses are frozen, keyword-only dataclasses.

    Building one checks that its settings are finite Python numbers (whole ones where a count is meant, and then not
    below the declared minimum), and raises ValueError if not. The declared ranges are not enforced: they belong to
    the sliders and to the link, which read them from `hypers()`. Outside of them a rule may be undefined (with
    beta1 = 1 Adam divides by zero).
    """

    name: ClassVar[str]

    if TYPE_CHECKING:  # dataclass writes the real one

        def __init__(self, **settings: Any) -> None: ...

    def __post_init__(self) -> None:
        for key, setting in self.hypers().items():
            value = getattr(self, key)
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ValueError(f"{self.name}: {key} must be a finite number, not {value!r}.")
            if setting.whole and (not isinstance(value, int) or value < setting.low):
                raise ValueError(f"{self.name}: {key} must be a whole number from {setting.low} up, not {value!r}.")

    @classmethod
    def hypers(cls) -> dict[str, Hyper]:
        """The settings by name, in the order in which they are declared; a wrapper's own ones only."""
        return {f.name: f.metadata["hyper"] for f in fields(cls) if "hyper" in f.metadata}  # type: ignore[arg-type]


class Optimizer(Declared):
    """A rule of descent: hashable, a cache key as it is. See Declared for its settings."""

    id: ClassVar[str]
    name: ClassVar[str]
    family: ClassVar[str]
    lr: float  # declared by each rule; a wrapper's is that of its inner optimizer
    inner: "Optimizer | None" = None  # only wrappers have one
    variant: ClassVar[tuple[str, str] | None] = None  # what can be switched off, and the id of the rule without it
    eventful: ClassVar[bool] = False  # whether its `events` have anything to tell, for which its states must be kept

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.inner is not None and not isinstance(self.inner, Optimizer):
            raise ValueError(f"{self.name}: inner must be an optimizer, not {self.inner!r}.")

    @classmethod
    def source(cls) -> str:
        """Where the rule is from and where other codes differ: its file's docstring after "Source:"."""
        _, found, text = (sys.modules[cls.__module__].__doc__ or "").partition("Source:")
        if not found:
            raise LookupError(f"{cls.__module__} names no source")
        return " ".join(text.split())

    def init(self, theta: Points) -> State:
        """The state before the first update, for starts of shape (n, 2)."""
        raise NotImplementedError

    def step(self, theta: Points, loss: Loss, state: State, lr: float) -> tuple[Points, State]:
        """One update with this update's rate. Pure: neither theta (n, 2) nor the state is changed."""
        raise NotImplementedError

    def events(self, states: tuple[State, ...]) -> tuple[Event, ...]:
        """What happened on the way of one trajectory, from its states before and after each update."""
        return self.inner.events(tuple(state.inner for state in states)) if self.inner else ()

    def equations(self, s: Any) -> tuple[Equation, ...]:
        """The same update in the same order, in a `notation.Symbols`; settings by symbol, never by value."""
        raise NotImplementedError
