"""The player in a real browser: what a frame costs while it plays, and how long a hand waits for new paths."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.browser import Wire, cpu, running_browser, running_server, visitor
from benchmarks.lines import Line, against, kb, median, ms, p95
from experiments import experiment as edit
from experiments import link
from experiments.experiment import Experiment, Racer
from experiments.settings import with_rate
from optimizers import OPTIMIZERS
from tests.conftest import Server

RACERS = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam", "adamw")
RATE = 0.002  # with it no racer diverges from anywhere on the map
PLACES = {"map": "on the map", "3d": "in 3-D"}
SPEED = 8.0  # the fastest: 80 steps a second
PAUSE = 300  # milliseconds between two clicks
QUIET = 1500  # until the page has come to rest


def measure() -> list[Line]:
    """All lines of this part."""
    with running_server() as server, running_browser() as browser:
        return [*playing(server, browser), *editing(server, browser)]


def race_link(racers: int, steps: int, step: int, speed: float = 1.0, **view: Any) -> str:
    """The query string of a race on Himmelblau whose runs all last to the end; it opens standing on `step`."""
    run = tuple(Racer(optimizer=with_rate(OPTIMIZERS[name](), RATE), slot=i) for i, name in enumerate(RACERS[:racers]))
    first = edit.first_look("himmelblau")
    return "?" + link.text(
        Experiment(surface=first.surface, start=(-1.0, 4.0), racers=run, steps=steps, step=step, speed=speed, **view)
    )


def playing(
    server: Server,
    browser: Browser,
    racers: int = 8,
    steps: int = 1000,
    plays: int = 3,
    view: str = "map",
    most: float = 2,
) -> list[Line]:
    """Play whole races at the highest speed. most: milliseconds of script a frame that are aimed at."""
    spent: list[float] = []
    paces: list[float] = []
    script: list[float] = []
    task: list[float] = []
    with visitor(browser) as page:
        wire = Wire(page)
        open_race(page, server, race_link(racers, steps, step=0, speed=SPEED, view=view))
        wire.clear()
        for _ in range(plays):
            before = wire.metrics()
            page.evaluate("probe.frames.length = 0; document.querySelector('.transport [name=play]').click()")
            page.wait_for_timeout(1000 * steps / (10 * SPEED))
            while page.evaluate("probe.hub.then((hub) => hub.time < hub.race.steps)"):
                page.wait_for_timeout(200)
            after = wire.metrics()
            frames = page.evaluate("probe.frames")
            stamps, costs = np.array(frames).T
            spent.extend(costs)
            paces.extend(np.diff(stamps))
            script.append(1000 * (after["ScriptDuration"] - before["ScriptDuration"]) / len(frames))
            task.append(1000 * (after["TaskDuration"] - before["TaskDuration"]) / len(frames))
        sent = len(wire.sent)
    name = f"{racers} racers × {steps} steps, playing {PLACES[view]}"
    time, cost = median(spent), median(script)
    how = f"wall time in all requestAnimationFrame callbacks, every frame of {plays} whole plays at {SPEED:g}×"
    lines = [Line(f"{name}: script a frame", ms(time), f"p95 {ms(p95(spent))}", how, **against(time, most, "ms"))]
    how = (
        "the browser's ScriptDuration in processor time, all JavaScript of the page; TaskDuration has layout, paint too"
    )
    also = f"all tasks {ms(median(task))}"
    lines.append(Line(f"{name}: script a frame, CPU", ms(cost), also, how, **against(cost, most, "ms")))
    how = "between requestAnimationFrame timestamps"
    lines.append(Line(f"{name}: frames a second", f"{1000 / np.mean(paces):.0f}", f"p95 gap {ms(p95(paces))}", how))
    how = "Network.webSocketFrameSent during these plays"
    lines.append(Line(f"{name}: messages to the server", str(sent), "in all", how, "0", missed=sent > 0))
    return lines


def editing(
    server: Server, browser: Browser, racers: int = 6, steps: int = 300, clicks: int = 40, moves: int = 150
) -> list[Line]:
    """Click the start somewhere else, again and again; then drag it around."""
    with visitor(browser) as page:
        wire = Wire(page)
        open_race(page, server, race_link(racers, steps, step=steps))
        ground = max((size for name, size in wire.received if name == "steepest_ground"), default=0)
        click = Editing(page, server, wire, lambda: _click_about(page, clicks))
        drag = Editing(page, server, wire, lambda: drag_about(page, moves))
    name = f"{racers} racers × {steps} steps"
    lines = []
    for what, one, amount in (
        ("click", click, f"{len(click.shown)} of {clicks} clicks on the map, the player running between them"),
        ("drag", drag, f"{len(drag.shown)} answers to {moves} moves at 60 a second"),
    ):
        p50, slow = median(one.shown), p95(one.shown)
        how = f"from the pointer event to the end of the frame that shows the new paths; {amount}"
        aims = {"target": "≤ 60, p95 ≤ 120 ms", "missed": p50 > 60 or slow > 120}
        lines.append(Line(f"{name}, {what} → new paths", ms(p50), f"p95 {ms(slow)}", how, **aims))
        also = f"drawing {ms(median(one.drawing))}"
        how = "of that time, until the page has the race: server and both ways, over HTTP"
        lines.append(Line(f"{name}, {what} → answer", ms(median(one.answered)), also, how))
        how = "user and system time of the server process, shared out among its answers: a mean"
        lines.append(Line(f"{name}, {what}: server CPU", ms(one.cpu), "–", how, **against(one.cpu, 40, "ms")))
        how = f"web socket before compression and HTTP after it, an answer; the largest parts: {one.parts()}"
        largest = max(size for _, size in one.received)
        lines.append(Line(f"{name}, {what}: received", kb(one.bytes), f"largest {kb(largest)}", how))
    again = click.grounds + drag.grounds
    how = f"the surface came once, {kb(ground)}, when the page opened; counted in the hub while clicking and dragging"
    lines.append(Line("unchanged surface sent again", str(again), "in all", how, "0", missed=again > 0))
    return lines


class Editing:
    """What one stretch of editing cost. Times in milliseconds, one for each answer of the server that was seen."""

    def __init__(self, page: Page, server: Server, wire: Wire, hand: Any) -> None:
        page.evaluate("probe.edits.length = 0; Object.assign(probe.counts, { ground: 0, race: 0 })")
        wire.clear()
        before = cpu(server)
        hand()
        page.wait_for_timeout(PAUSE)
        spent = cpu(server) - before
        counts = page.evaluate("probe.counts")
        edits = page.evaluate("probe.edits")
        self.received = list(wire.received)
        self.races, self.grounds = max(1, counts["race"]), counts["ground"]
        self.cpu = spent / self.races
        self.bytes = sum(size for _, size in self.received) / self.races
        self.shown, self.answered, self.drawing = (
            [one[key] for one in edits] or [math.nan] for key in ("shown", "answered", "drawing")
        )

    def parts(self) -> str:
        """The largest kinds of messages, in kB an answer."""
        totals: dict[str, int] = {}
        for name, size in self.received:
            totals[name] = totals.get(name, 0) + size
        largest = sorted(totals.items(), key=lambda item: -item[1])[:3]
        return ", ".join(f"{name} {kb(size / self.races)}" for name, size in largest)


def open_race(page: Page, server: Server, query: str) -> None:
    page.goto(server.url + "/" + query)
    page.wait_for_selector(".steepest-stage :is(.plot svg, .scene canvas)", state="attached")
    page.evaluate("probe.hub.then(() => true)")
    page.wait_for_timeout(QUIET)


def _click_about(page: Page, clicks: int) -> None:
    for x, y in places(page, clicks):
        page.mouse.click(x, y)
        page.wait_for_timeout(PAUSE)


def drag_about(page: Page, moves: int) -> None:
    box = page.locator(".steepest-stage .start").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    turn = np.linspace(0, 4 * math.pi, moves)
    left, top, width, height = _plot(page)
    for x, y in zip(0.5 + 0.3 * np.cos(turn), 0.5 + 0.3 * np.sin(2 * turn + 0.5), strict=True):
        page.mouse.move(left + x * width, top + y * height)
        page.wait_for_timeout(1000 / 60)
    page.wait_for_timeout(PAUSE)
    page.mouse.up()


def places(page: Page, count: int) -> Sequence[Any]:
    """Points of the screen, in the middle of the map."""
    left, top, width, height = _plot(page)
    share = np.random.default_rng(0).uniform(0.2, 0.8, (count, 2))
    return (np.array([left, top]) + share * [width, height]).tolist()


def _plot(page: Page) -> tuple[float, float, float, float]:
    box = page.locator(".steepest-stage .map").bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]
