"""What the web server does beside Streamlit: a health answer, security headers, and work done before visitors.

It answers as soon as it can: nothing here imports the mathematics before the files of the page can be asked for.
"""

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger(__name__)
BRISK = 5e-4  # seconds a thread may keep the others waiting while the server prepares itself: ten times less than usual
LATER = 5.0  # seconds after that, lest the processes for formulas keep the first visitor waiting
HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))


async def health(_request: Request) -> PlainTextResponse:
    """For a load balancer: this process serves, and has what the first screen needs."""
    await FIRST.ready()
    return PlainTextResponse("ok")


class Preparation:
    """Work that is done in a thread while the first visitor's browser loads its files. An error ends the server."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work
        self._under_way: asyncio.Future[None] | None = None

    def begin(self) -> None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(BRISK)
        self._under_way = asyncio.ensure_future(to_thread.run_sync(self.work))
        self._under_way.add_done_callback(lambda _: sys.setswitchinterval(usual))
        self._under_way.add_done_callback(_end_if_failed)

    async def ready(self) -> None:
        """When the work is done; at once where it was never begun."""
        if self._under_way is not None:
            await asyncio.shield(self._under_way)


def _end_if_failed(work: asyncio.Future[None]) -> None:
    error = None if work.cancelled() else work.exception()
    if error is not None:
        LOG.critical("The first screen cannot be made: the server ends.", exc_info=error)
        signal.raise_signal(signal.SIGTERM)  # as if asked to end: it closes what it has opened


def prepare() -> None:
    """Import the mathematics, and make what every visitor needs."""
    from ui import questions

    questions.make_first_screen()


FIRST = Preparation(prepare)


async def question(request: Request) -> Response:
    """What is asked of the app over HTTP: see `ui.questions`."""
    await FIRST.ready()
    from ui.questions import QUESTIONS

    answer = QUESTIONS.get(request.path_params["question"])
    return await answer(request) if answer else PlainTextResponse("Not found", status_code=404)


@contextlib.asynccontextmanager
async def formula_processes() -> AsyncIterator[None]:
    """The processes for typed formulas start LATER, or with the first one, and end at the end."""
    with contextlib.ExitStack() as at_the_end:

        async def start() -> None:
            await FIRST.ready()
            from surfaces.formula.pool import POOL

            at_the_end.callback(POOL.close)
            await asyncio.sleep(LATER)
            POOL.start()

        starting = asyncio.ensure_future(start())
        at_the_end.callback(starting.cancel)
        yield


class Prepared:
    """Lets no visitor's session begin before `FIRST` is ready: both would do the same work. A plain ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await FIRST.ready()
        await self.app(scope, receive, send)


class NoDelay:
    """Sends every answer at once, instead of 40 ms later where browser and server share a machine.

    An answer leaves in two parts, and Nagle's algorithm keeps the second until the first is acknowledged. asyncio
    switches that off for sockets made with the protocol TCP by name; Streamlit makes its own with the default. The
    connection is found where uvicorn has it; under another server nothing is changed. A plain ASGI middleware.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        connection = transport.get_extra_info("socket") if transport else None
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


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
