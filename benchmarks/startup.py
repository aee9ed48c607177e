"""How long until something moves: after the server's start, for the next visitor, and after a reload."""

import socket
import time

from playwright.sync_api import Browser, Page

from benchmarks.browser import running_browser, visitor
from benchmarks.lines import Line, against, median, ms
from tests.conftest import Server

PARTS = ("page", "modules", "ground", "race", "clock", "map")
POLL = 0.01


def measure(repeats: int = 5) -> list[Line]:
    """All lines of this part."""
    with running_browser() as browser:
        return starting(browser, repeats)


def starting(browser: Browser, repeats: int) -> list[Line]:
    """Start the server `repeats` times; each time one visitor waits for it, one comes later, and that one reloads."""
    cold, warm, again = [], [], []
    for _ in range(repeats):
        begin = time.time()
        server = Server()
        try:
            with visitor(browser) as page:
                _listening(server)
                page.goto(server.url, wait_until="commit")
                cold.append(_moving(page, begin))
            with visitor(browser) as page:
                begin = time.time()
                page.goto(server.url, wait_until="commit")
                warm.append(_moving(page, begin))
                page.wait_for_timeout(1000)
                begin = time.time()
                page.reload(wait_until="commit")
                again.append(_moving(page, begin))
        finally:
            server.stop()
    return [
        _line("server's start → first ball moves in a waiting browser", cold, 4000),
        _line("second visitor, in a new browser context", warm, 2500),
        _line("reload", again, 1000),
    ]


def _listening(server: Server) -> None:
    """Wait until somebody answers at the server's port."""
    while server.process.poll() is None:
        try:
            socket.create_connection(("localhost", server.port), timeout=1).close()
        except OSError:
            time.sleep(POLL)
        else:
            return
    raise RuntimeError(f"The app did not start:\n{server.stop()}")


def _moving(page: Page, begin: float) -> dict[str, float]:
    """Milliseconds from `begin` until each part was there; `missed` is how many steps nobody saw, for want of a map."""
    marks = page.evaluate("probe.moving")
    return {name: at if name == "missed" else at - 1000 * begin for name, at in marks.items()}


def _line(what: str, marks: list[dict[str, float]], target: float) -> Line:
    moving = [one["moving"] for one in marks]
    parts = ", ".join(f"{name} {median([one[name] for one in marks]):.0f}" for name in PARTS)
    missed = median([one["missed"] for one in marks])
    how = f"{len(marks)} times, till the clock runs and the map is drawn; in ms: {parts}; then at step {missed:.1f}"
    return Line(what, ms(median(moving)), f"best {ms(min(moving))}", how, **against(median(moving), target, "ms"))
