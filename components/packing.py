"""Arrays for the browser."""

import base64

import numpy as np
from numpy.typing import ArrayLike, DTypeLike


def packed(values: ArrayLike, dtype: DTypeLike) -> str:
    """An array as base64 of its little-endian bytes."""
    return base64.b64encode(np.ascontiguousarray(values, dtype=dtype).tobytes()).decode("ascii")
