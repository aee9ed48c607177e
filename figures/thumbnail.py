"""A surface as a stamp: shades and contour lines as two small PNG masks, which the page fills with its theme's colours.

A mask has no colours of its own, so one picture does for the light theme and for the dark one.
"""

import base64
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from figures.map import Tone
from surfaces import Surface

WIDTH, HEIGHT = 240, 180  # pixels; shown at half that size on a fine screen
BANDS = 12  # shades between the lowest and the highest loss
STEPS = 8  # opacities of a line's edge: few, for a small file


@dataclass(frozen=True)
class Stamp:
    """Two PNG images as data addresses. `shades` is opaque where the loss is low."""

    shades: str
    lines: str
    minima: tuple[tuple[float, float], ...]  # per cent from the left and from the top


@lru_cache(maxsize=64)
def stamp(surface: Surface, scale: int = 1) -> Stamp:
    """`scale`: how many times as fine, for a larger picture."""
    (left, right), (bottom, top) = frame(surface)
    xs = np.linspace(left, right, scale * WIDTH)
    ys = np.linspace(top, bottom, scale * HEIGHT)  # the first row is the uppermost
    losses = surface.value(np.stack(np.meshgrid(xs, ys), axis=-1))
    tone = np.clip(np.nan_to_num(Tone.of(losses)(losses), nan=1.0), 0.0, 1.0)
    height = tone * BANDS
    band = np.minimum(height.astype(int), BANDS - 1)
    line = _lines(height, scale)
    if line.mean() > 0.5:  # more lines than ground: the shades say it better
        line[:] = 0.0
    opacity = (255 * (1 - band / (BANDS - 1))).astype(np.uint8)
    minima = tuple((100 * (x - left) / (right - left), 100 * (top - y) / (top - bottom)) for x, y in surface.minima)
    return Stamp(_address(opacity), _address((255 * line).astype(np.uint8)), minima)


def _lines(height: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Opacity, 0 to 1, of lines so many pixels wide where `height` (rows, columns) passes a whole number; no stairs."""
    down, right = np.gradient(height)  # a pixel
    level = np.clip(np.round(height), 1, BANDS - 1)
    away = np.abs(height - level) / np.maximum(np.hypot(down, right), 1e-9)  # pixels from the line
    return np.round(STEPS * np.clip((1.0 + width) / 2 - away, 0.0, 1.0)) / STEPS


def frame(surface: Surface) -> tuple[tuple[float, float], tuple[float, float]]:
    """The bounds, widened to the shape of the stamp so that both axes have one scale."""
    (x0, x1), (y0, y1) = surface.bounds
    width, height = max(x1 - x0, (y1 - y0) * WIDTH / HEIGHT), max(y1 - y0, (x1 - x0) * HEIGHT / WIDTH)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x - width / 2, x + width / 2), (y - height / 2, y + height / 2)


def _address(opacity: NDArray[np.uint8]) -> str:
    return "data:image/png;base64," + base64.b64encode(png(opacity)).decode("ascii")


def png(opacity: NDArray[np.uint8]) -> bytes:
    """A black PNG of that opacity (rows, columns): one byte a pixel, an index into a table of opacities."""
    levels, index = np.unique(opacity, return_inverse=True)
    index = index.reshape(opacity.shape).astype(np.uint8)
    rows = np.hstack([np.zeros((len(index), 1), dtype=np.uint8), index]).tobytes()  # each begins with "no filter"
    height, width = opacity.shape
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", bytes(3 * len(levels))),
            (b"tRNS", levels.tobytes()),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )
