"""The web server's own part: answers that leave at once, and work that is done before the first session begins."""

import ast
import asyncio
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any, cast

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from tests.conftest import ROOT
from ui import server
from ui.questions import SCRIPT
from ui.server import FIRST, NoDelay, Preparation, Prepared


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


def test_a_session_waits_for_the_first_screen(monkeypatch):
    done, told = threading.Event(), []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        told.append((scope["type"], done.is_set()))

    async def silent() -> Message:
        raise AssertionError("nobody listens")

    async def deaf(_message: Message) -> None:
        raise AssertionError("nobody speaks")

    def work() -> None:
        time.sleep(0.1)
        done.set()

    async def come() -> None:
        monkeypatch.setattr(server, "FIRST", first := Preparation(work))
        first.begin()
        assert sys.getswitchinterval() == pytest.approx(server.BRISK)
        visits = [Prepared(app)({"type": kind}, silent, deaf) for kind in ("websocket", "http", "websocket")]
        await asyncio.gather(*visits)

    usual = sys.getswitchinterval()
    asyncio.run(come())
    assert sys.getswitchinterval() == usual
    assert told == [("http", False), ("websocket", True), ("websocket", True)]


def test_the_app_answers_before_it_knows_any_mathematics():
    told = "import sys, app; print(*{'numpy', 'sympy', 'surfaces'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_all_that_the_first_page_imports_is_there_before_it():
    page = ast.parse((ROOT / "pages" / "race.py").read_text(encoding="utf-8"))
    named = [one.names for one in ast.walk(page) if isinstance(one, ast.ImportFrom) and one.module == "ui"]
    assert {alias.name for names in named for alias in names} == {*SCRIPT}


def test_nobody_waits_for_what_was_not_begun():
    asyncio.run(FIRST.ready())


def test_an_error_before_the_first_screen_ends_the_server_and_is_logged(caplog):
    ended = threading.Event()

    def work() -> None:
        raise ZeroDivisionError

    async def begin() -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        first = Preparation(work)
        first.begin()
        with pytest.raises(ZeroDivisionError):
            await first.ready()
        while not ended.is_set():
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(begin(), 10))
    (record,) = caplog.records
    assert record.levelname == "CRITICAL"
    assert "ZeroDivisionError" in caplog.text
