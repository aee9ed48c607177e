"""Hostile formulas of some visitors, and how long another one's hand waits for new paths meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.browser import Wire, running_browser, running_server, visitor
from benchmarks.flood import HALF
from benchmarks.lines import Line, median, ms, p95
from benchmarks.stage import Editing, drag_about, open_race, race_link
from tests.conftest import ROOT, Server

WARM = 4000  # milliseconds of the flood before the hand moves
MOST = 2.0  # times the idle value
OWN = {"formula": "(x^2+y-11)^2+(x+y^2-7)^2", "bounds": "-6 6 -6 6"}  # the surface of `race_link`, typed


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return beside_a_flood(server, browser)


@dataclass
class Hand:
    """A visitor's start is dragged around, by turns with and without a flood of formulas. Times in milliseconds."""

    where: str
    page: Page
    wire: Wire
    idle: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)


def beside_a_flood(
    server: Server,
    browser: Browser,
    racers: int = 6,
    steps: int = 300,
    moves: int = 150,
    rounds: int = 4,
    warm: float = WARM,
) -> list[Line]:
    """A visitor of a listed surface and one whose surface is a formula, by turns with and without a flood."""
    listed = race_link(racers, steps, step=steps)
    links = {"listed": listed, "own formula": listed.replace("surface=himmelblau", f"surface=formula&{urlencode(OWN)}")}
    refused, slow = 0, 0
    with ExitStack() as pages:
        hands = []
        for where, link in links.items():
            page = pages.enter_context(visitor(browser))
            hands.append(Hand(where, page, Wire(page)))
            open_race(page, server, link)

        def drag(one: Hand) -> list[float]:
            one.page.bring_to_front()
            return Editing(one.page, server, one.wire, lambda: drag_about(one.page, moves)).shown

        for _ in range(rounds):
            for one in hands:
                one.idle += drag(one)
            with flooded(server) as flood:
                hands[0].page.wait_for_timeout(warm)
                for one in hands:
                    one.beside += drag(one)
            counts = [int(count) for count in flood.communicate()[0].split()]
            refused, slow = refused + counts[0], slow + counts[1]
    flooding = f"{2 * HALF} visitors who sent formulas at full speed, half over HTTP, half by links in sessions"
    how = f"a drag as in the part “stage”, {rounds} rounds; beside {flooding}: {refused} refused, {slow} too slow"
    name = f"{racers} racers × {steps} steps, drag → new paths"
    return [line for one in hands for line in _lines(one, name, how)]


def _lines(one: Hand, name: str, how: str) -> list[Line]:
    ratio = median(one.beside) / median(one.idle)
    times = f"beside hostile formulas, {one.where}, times the idle value"
    return [
        Line(f"{name}, {one.where}, idle", ms(median(one.idle)), f"p95 {ms(p95(one.idle))}", how),
        Line(
            f"{name}, {one.where}, beside hostile formulas",
            ms(median(one.beside)),
            f"p95 {ms(p95(one.beside))}",
            how,
        ),
        Line(times, f"{ratio:.2f}", "–", how, f"≤ {MOST:g}", ratio > MOST),
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
