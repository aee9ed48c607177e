"""The app in a real browser, as the tests start both, and what can be seen of them from outside."""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import FLAGS, Server, chromium

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
SCREEN = {"width": 1366, "height": 768}
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds


@contextmanager
def running_server() -> Iterator[Server]:
    server = Server()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextmanager
def running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser) -> Iterator[Page]:
    """A browser that has never been here, with the probe in it."""
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.add_init_script(PROBE)
    try:
        yield context.new_page()
    finally:
        context.close()


def cpu(server: Server) -> float:
    """Milliseconds of processor time that the server has used so far, in steps of TICK."""
    stat = Path(f"/proc/{server.process.pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return TICK * (int(user) + int(system))


class Wire:
    """What goes over the page's web socket, before compression, and the quick answers over HTTP, as they travel."""

    def __init__(self, page: Page, quick: str = "/race") -> None:
        """quick: how the addresses of the answers over HTTP end."""
        self.sent: list[int] = []
        self.received: list[tuple[str, int]] = []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.webSocketFrameSent", lambda e: self.sent.append(len(_payload(e))))
        self.session.on("Network.webSocketFrameReceived", lambda e: self.received.append(_named(_payload(e))))
        self._quick: set[str] = set()
        self.ending = quick
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def _answered(self, event: Any) -> None:
        if event["response"]["url"].endswith(self.ending):
            self._quick.add(event["requestId"])

    def _finished(self, event: Any) -> None:
        if event["requestId"] in self._quick:
            self.received.append(("quick answer", int(event["encodedDataLength"])))

    def clear(self) -> None:
        self.sent.clear()
        self.received.clear()

    def metrics(self) -> dict[str, float]:
        """The browser's own accounts of the page; durations in seconds of its main thread's processor time."""
        return {m["name"]: m["value"] for m in self.session.send("Performance.getMetrics")["metrics"]}


def _payload(event: Any) -> bytes:
    response = event["response"]
    data = response["payloadData"]
    return base64.b64decode(data) if response["opcode"] == 2 else data.encode()


def _named(payload: bytes) -> tuple[str, int]:
    """What a message of the server brings, and its bytes."""
    message = ForwardMsg.FromString(payload)
    kind = message.WhichOneof("type") or "nothing"
    if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
        element = message.delta.new_element
        kind = element.WhichOneof("type") or "element"
        if kind == "bidi_component":
            kind = element.bidi_component.component_name
    return kind, len(payload)
