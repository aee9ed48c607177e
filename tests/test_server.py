"""The web server's own part: answers that leave at once."""

import socket
import threading
import time
import urllib.request
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.server import NoDelay


async def delay(request: Request) -> PlainTextResponse:
    cycle = cast(Any, request.receive).__self__  # uvicorn's, of this one request
    connection = cycle.transport.get_extra_info("socket")
    return PlainTextResponse(str(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))


def answered(*middleware: Middleware) -> str:
    """What a server like Streamlit's, on a socket made with the default protocol, says of its connection."""
    app = Starlette(routes=[Route("/", delay)], middleware=list(middleware))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            with urllib.request.urlopen(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout=20) as answer:
                return answer.read().decode()
        finally:
            server.should_exit = True
            thread.join()


def test_answers_leave_at_once():
    assert answered() == "0"
    assert answered(Middleware(NoDelay)) != "0"
