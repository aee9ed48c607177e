"""Arrays for the browser."""

import base64

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray


def packed(values: ArrayLike, dtype: DTypeLike) -> str:
    """An array as base64 of its little-endian bytes."""
    return base64.b64encode(np.ascontiguousarray(values, dtype=dtype).tobytes()).decode("ascii")


def packed_changes(values: NDArray[np.int16]) -> str:
    """Rows (k, ...) of whole numbers as base64 of what changes from row to row: all low bytes, then all high ones.

    Changes wrap around, and are folded to 0, -1, 1, -2, ... = 0, 1, 2, 3, ...: where they are small, high bytes are 0,
    and the web server's gzip has a third of the work and of the size.
    """
    change = np.diff(values, axis=0, prepend=np.zeros_like(values[:1]))
    folded = np.ascontiguousarray((change << 1) ^ (change >> 15), dtype="<i2")
    return packed(folded.view(np.uint8).reshape(-1, 2).T, np.uint8)
