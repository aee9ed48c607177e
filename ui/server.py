"""What the web server does beside Streamlit: a health answer, security headers, and work done before visitors."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.assets import plotly_gzipped
from experiments import experiment, race, taylor
from optimizers import proof
from surfaces.formula.pool import POOL
from ui.caching import ground_message

HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))


async def health(_request: Request) -> PlainTextResponse:
    """For a load balancer: this process serves."""
    return PlainTextResponse("ok")


def warm_up() -> None:
    """Compile and run the first screen, so that the first visitor does not wait for SymPy."""
    first = experiment.default()
    for racer, _ in race.race(first):
        proof.lines(racer.optimizer)
    taylor.symbols(first.surface)
    ground_message(first.surface)
    plotly_gzipped()
    POOL.start()


class SecurityHeaders:
    """Adds HEADERS to every HTTP response. A plain ASGI middleware: it leaves web sockets and streams alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers)
