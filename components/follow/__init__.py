"""What lets the panels follow the player: it reports where the player stands once it rests.

It shows nothing, but for how far a run is of which the panels cannot wait: the page asks for that over HTTP.

Its style sheet is that of the panels, because it is mounted wherever they are.
"""

from collections.abc import Callable
from typing import Any

from components.assets import mounted

_follow = mounted(
    "follow",
    "follow/follow.js",
    "follow",
    html='<div class="steepest-follow"></div>',
    styles=("follow/follow.css",),
)


def follow(message: dict[str, Any], on_view: Callable[[], None]) -> None:
    """Mount it inside the fragment of the panels. It has sent a "view" when `on_view` is called.

    message: "open" (names of the open panels), "view" (what the panels show: step, chosen, theme, em, and by loads and
    serial which race), "told" (a number that grows with every report taken) and "late" (of a run that takes long: the
    link to ask for, and its racer's slot; else None).
    """
    _follow(key="follow", data=message, on_view_change=on_view)
