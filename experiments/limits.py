"""Every declared maximum of an experiment, in one place, and the one way a stranger's number is read.

Those of a typed formula are declared in `surfaces.formula.limits`, and are these too.
"""

import math

from experiments.typeset import short
from surfaces.formula import limits as formula

FORMULA = formula.LENGTH  # characters
STEPS = (1, 2000)  # updates of one run
RACERS = 8  # as many as there are colours, dashes and markers
REACH = 4.0  # a start lies at most this many map sizes from the middle of the map
SWARM = (2, 2000)  # runs at once
SWARM_SAMPLES = 400_000  # that all runs of a swarm see in one update
NOISE = (0.0, 10.0)  # standard deviation of each gradient coordinate's error
SEED = (0, 9999)
CLIP = (0.0, 1000.0)  # gradient norm; 0 is off
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # times ten steps a second
CIRCLE = (1e-3, 10.0)  # radius of the circle around the start
CAMERA = 50.0  # a coordinate of the 3-D camera, in boxes from the middle
GRID = (120, 160, 240, 360)  # cells of a map along each axis: the first that is fine enough, the last at most
LINK = 2000  # characters of a link, without data
DATA_IN_LINK = 2000  # characters of the visitor's own samples that travel in it
OWN_BYTES = 1_000_000  # of the visitor's own samples
OWN_ROWS = 20_000
OWN_SIZE = 1e6  # of one of their numbers
LINES = 60  # sub-frames of one step
RADII = (1e-6, 4.0)  # of a circle around a point, in lengths of the map
ARROWS = (1 / 64, 64.0)  # factor on the scale of the arrows of an opened step
BOUND = 1e4  # of a map with a formula of the visitor's own: the farthest end
SIZE = 1e-3  # of its sides, at least
RATIO = 4.0  # of one side to the other, at most
PARAMETER = 1e6  # the largest end of a parameter's range

# Of the server
QUESTION = 32_768  # bytes of a question over HTTP
QUICK = 4  # such questions under way: more would only take the processor from one another
FORMULAS = 2  # as many about formulas that have to be worked out, so that others never wait behind them
SWARMS = 2  # swarms under way, for a swarm may take a processor for a minute
SOON = 0.5  # seconds after which a race counts as long, and gives its place to others
LONG = 2  # such races that go on at the same time
WAITING = 16  # others that wait for that
PATIENCE = 0.3  # seconds of processor time that a session computes before it leaves the rest to a question


class Refused(ValueError):
    """An edit or a piece of a link that cannot be taken; the message is for the student."""


def read_number(value: object, low: float, high: float, name: str) -> float:
    """The number that `value` (text or number) stands for, if it lies in [low, high]; else Refused."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name} must be a number, not “{_short(value)}”.") from None
    if isinstance(value, bool) or not math.isfinite(number):
        raise Refused(f"{name} must be a finite number, not “{_short(value)}”.")
    if not low <= number <= high:
        raise Refused(f"{name} = {short(number)} is outside its range, {short(low)} to {short(high)}.")
    return number


def read_whole(value: object, low: int, high: int, name: str) -> int:
    """As `read_number`, for whole numbers."""
    number = read_number(value, low, high, name)
    if number != int(number):
        raise Refused(f"{name} must be a whole number, not {short(number)}.")
    return int(number)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 24 else text[:23] + "…"
