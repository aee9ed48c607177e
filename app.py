"""Steepest: the ASGI entry. `streamlit run app.py` starts it; `ui/frame.py` is the script that a visitor runs."""

import asyncio
import contextlib

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from streamlit import App

from components.assets import ROUTE
from components.formula_box import STOP
from surfaces.formula.pool import POOL
from ui.crowd import swarm
from ui.discreet import keep_logs_discreet
from ui.files import KeptFiles, files
from ui.glass import step
from ui.model import critical, model
from ui.own_formula import stop
from ui.quick import quick_race
from ui.server import FIRST, NoDelay, Prepared, SecurityHeaders, health
from ui.shell import shell

LATER = 5.0  # seconds after the start, lest the processes for formulas keep the first visitor waiting


@contextlib.asynccontextmanager
async def lifespan(_app):
    """Begin to build what every visitor needs, and end with the server."""
    keep_logs_discreet()
    FIRST.begin()
    later = asyncio.get_running_loop().call_later(LATER, POOL.start)  # or with the first typed formula
    try:
        yield
    finally:
        later.cancel()
        POOL.close()


app = App(
    "ui/frame.py",
    lifespan=lifespan,
    routes=[
        Route("/", shell),
        Route("/health", health),
        Route(f"{ROUTE}/race", quick_race, methods=["POST"]),
        Route(f"{ROUTE}/step", step, methods=["POST"]),
        Route(f"{ROUTE}/swarm", swarm, methods=["POST"]),
        Route(f"/{STOP}", stop, methods=["POST"]),
        Route(f"{ROUTE}/model", model, methods=["POST"]),
        Route(f"{ROUTE}/critical", critical, methods=["POST"]),
        Mount(ROUTE, PlainTextResponse("Not found", status_code=404)),
    ],
    middleware=[Middleware(NoDelay), Middleware(SecurityHeaders), Middleware(KeptFiles, files()), Middleware(Prepared)],
)
