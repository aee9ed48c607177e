"""Where |u|, sign, min and max bend: points at which derivatives jump, and what stands for them is a convention."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.tree import Tree

BENT = {"abs", "sign", "min", "max", "choice"}
NEAR = 1e-7  # distance of a point from its neighbours, as a share of the map
NEARER = 1 / 16  # of that distance: what is smooth changes by about so much less there, a jump by as much
NOISE = 1e-6  # of the numbers' size: a smaller change is rounding, or steep but smooth
EIGHT = np.arange(8) * (np.pi / 4) + 0.1  # directions, none of them along an axis


def bent(tree: Tree) -> bool:
    """Whether a formula contains an operation with an edge."""
    return isinstance(tree, list) and (tree[0] in BENT or any(map(bent, tree[1:])))


def jumps(numbers: Callable[[Any], NDArray], theta: NDArray, width: float) -> NDArray[np.bool_]:
    """Whether numbers (..., k) of points (..., 2) change at once beside theta (n, 2), on a map so wide: (n,)."""
    around = NEAR * width * np.stack([np.cos(EIGHT), np.sin(EIGHT)], axis=-1)
    here = numbers(theta)[:, None]
    far, near = (numbers(theta[:, None] + share * around) for share in (1, NEARER))
    with np.errstate(all="ignore"):
        size, change, nearer = (np.abs(one).max(axis=(1, 2)) for one in (far, far - here, near - here))
        return (change > NOISE * size) & (nearer > change / 2)
