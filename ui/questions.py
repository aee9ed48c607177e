"""All that needs the mathematics outside a session: what is asked over HTTP, and the first screen.

To import this takes a second, most of it SymPy's: `ui.server` does so while the first browser loads its files.
"""

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response

from experiments import experiment, race, taylor
from optimizers import proof
from ui import beside
from ui.caching import ground_message
from ui.crowd import swarm
from ui.glass import step
from ui.model import critical, model
from ui.own_formula import stop
from ui.quick import quick_race

QUESTIONS: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
    "race": quick_race,
    "step": step,
    "record": beside.recorded,
    "swarm": swarm,
    "stop": stop,
    "model": model,
    "critical": critical,
}

SCRIPT = ("beside", "data_picker", "fit_panel", "panels", "pickers", "state")  # what the race's page imports from `ui`


def make_first_screen() -> None:
    """Import, compile and run what it needs, so that the first visitor does not wait for SymPy."""
    for module in SCRIPT:
        import_module(f"ui.{module}")
    first = experiment.default()
    for racer, _ in race.race(first):
        proof.lines(racer.optimizer)
    taylor.symbols(first.surface)
    ground_message(first.surface)
