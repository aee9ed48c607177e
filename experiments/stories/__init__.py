"""What the catalogue tells of each optimizer and schedule, and the races that measure it.

`tests/test_stories.py` runs every race again: the numbers in a `claim` are what `measured` gives, in their order,
rounded as they are written, or within a twentieth where it says "about" (on which side of a ridge noise throws a run
may hang on the last bit of a processor's exponential); and each limit in `becomes` is the same run. Where an
improvement does not show on these surfaces, the claim says so.
"""

from experiments.stories.adaptive import ADAPTIVE
from experiments.stories.curvature import CURVATURE
from experiments.stories.momentum import MOMENTUM
from experiments.stories.schedules import SCHEDULE_STORIES
from experiments.stories.story import Story
from experiments.stories.weight_decay import WEIGHT_DECAY
from experiments.stories.wrappers import WRAPPERS

OPTIMIZER_STORIES: dict[str, Story] = MOMENTUM | ADAPTIVE | WEIGHT_DECAY | WRAPPERS | CURVATURE

__all__ = ["OPTIMIZER_STORIES", "SCHEDULE_STORIES"]
