"""Steepest: the ASGI entry. `streamlit run app.py` starts it; `ui/frame.py` is the script that a visitor runs."""

import contextlib

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from streamlit import App

from components.assets import ROUTE
from ui.discreet import keep_logs_discreet
from ui.files import KeptFiles, files
from ui.server import FIRST, NoDelay, Prepared, SecurityHeaders, formula_processes, health, question
from ui.shell import shell


@contextlib.asynccontextmanager
async def lifespan(_app):
    """Begin to build what every visitor needs, and end with the server."""
    keep_logs_discreet()
    FIRST.begin()
    async with formula_processes():
        yield


app = App(
    "ui/frame.py",
    lifespan=lifespan,
    routes=[
        Route("/", shell),
        Route("/health", health),
        Route(f"{ROUTE}/{{question}}", question, methods=["POST"]),
        Mount(ROUTE, PlainTextResponse("Not found", status_code=404)),
    ],
    middleware=[Middleware(NoDelay), Middleware(SecurityHeaders), Middleware(KeptFiles, files()), Middleware(Prepared)],
)
