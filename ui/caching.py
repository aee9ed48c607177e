"""What is computed once a process and shared by all visitors. Keys are values, so nobody sees another's session."""

from functools import lru_cache
from typing import Any

from components.stage import ground_key
from figures.map import surface_message
from figures.space import space_message
from surfaces import Surface


@lru_cache(maxsize=64)
def ground_message(surface: Surface) -> dict[str, Any]:
    """All that the stage needs to know of a surface: see `figures.map` and `figures.space`."""
    return surface_message(surface) | space_message(surface) | {"key": ground_key(surface)}
