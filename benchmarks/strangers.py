"""Hostile formulas of some visitors, and how long another one's hand waits for new paths meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from benchmarks.browser import Wire, running_browser, running_server, visitor
from benchmarks.lines import Line, median, ms, p95
from benchmarks.stage import Editing, drag_about, open_race, race_link
from tests.conftest import ROOT, Server

WARM = 4000  # milliseconds of the flood before the hand moves
MOST = 2.0  # times the idle value


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return beside_a_flood(server, browser)


def beside_a_flood(
    server: Server, browser: Browser, racers: int = 6, steps: int = 300, moves: int = 150, rounds: int = 4
) -> list[Line]:
    """The start is dragged around, by turns with and without a flood of formulas."""
    idle: list[float] = []
    beside: list[float] = []
    posted, opened = 0, 0
    with visitor(browser) as page:
        wire = Wire(page)
        open_race(page, server, race_link(racers, steps, step=steps))
        for _ in range(rounds):
            idle += Editing(page, server, wire, lambda: drag_about(page, moves)).shown
            with flooded(server) as flood:
                page.wait_for_timeout(WARM)
                beside += Editing(page, server, wire, lambda: drag_about(page, moves)).shown
            asked, linked = map(int, flood.communicate()[0].split())
            posted, opened = posted + asked, opened + linked
    how = f"a drag as in the part “stage”, {rounds} rounds; beside visitors who sent formulas at full speed, "
    how += f"2 over HTTP ({posted}) and 2 by links in sessions ({opened})"
    name = f"{racers} racers × {steps} steps, drag → new paths"
    ratio = median(beside) / median(idle)
    return [
        Line(f"{name}, idle", ms(median(idle)), f"p95 {ms(p95(idle))}", how),
        Line(f"{name}, beside hostile formulas", ms(median(beside)), f"p95 {ms(p95(beside))}", how),
        Line("beside hostile formulas, times the idle value", f"{ratio:.2f}", "–", how, f"≤ {MOST:g}", ratio > MOST),
    ]


@contextmanager
def flooded(server: Server) -> Iterator[subprocess.Popen[str]]:
    """Formulas arrive as fast as they are answered; when it is over, the process tells how many."""
    command = [sys.executable, "-m", "benchmarks.flood", server.url]
    flood = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield flood
    finally:
        assert flood.stdin is not None
        flood.stdin.close()
        flood.stdin = None
        flood.wait(60)
