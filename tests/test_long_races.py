"""Races that take long: they say how far they are, end when nobody waits, and keep nobody else waiting."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.requests import Request

from components.stage import race_message
from experiments import experiment as edit
from experiments import link
from experiments import race as module
from experiments.limits import LONG, QUICK, SOON
from experiments.race import race
from experiments.record import record
from tests.posting import posted
from ui import beside, panels, quick, work
from ui.quick import quick_race

HARD = "surface=line10000&drawing=replaced&racer=line_search_exact"
SLOW = f"{HARD}&racer=gradient_descent&steps=1000&batch=4000&start=0.25+0.5"  # seconds' work
ENDLESS = f"{HARD}&steps=2000&batch=9997&start=0+{{}}"  # half a minute's
SCOPE = {"type": "http", "method": "POST", "headers": [], "asgi": {"spec_version": "2.0"}}


async def heard(query: str, leaves: Callable[[list], bool] = lambda _: False) -> list[dict]:
    """What the server says, line by line, to a browser that leaves as soon as `leaves` of the lines so far."""
    lines: list[dict] = []
    gone = asyncio.Event()
    asked = [{"type": "http.request", "body": json.dumps({"link": query}).encode(), "more_body": False}]

    async def receive():
        if asked:
            return asked.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message) -> None:
        lines.extend(map(json.loads, message.get("body", b"").splitlines()))
        if leaves(lines):
            gone.set()

    response = await quick_race(Request(SCOPE, receive))
    await response(SCOPE, receive, send)
    return lines


def test_a_long_race_tells_how_far_it_is_and_then_what_came_of_it():
    *told, last = asyncio.run(heard(SLOW))
    shares = [line["share"] for line in told]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    e, _ = link.parse(SLOW)
    assert last["race"] == json.loads(json.dumps(race_message(e, race(e))))
    assert len(asyncio.run(heard(SLOW))) == 1  # now it is known


def test_a_session_shows_what_is_known_and_leaves_the_rest(monkeypatch):
    e = edit.with_circle(edit.with_start(edit.default(), 0.31, 0.17), 0.4)
    race(replace(e, racers=e.racers[1:3]))
    monkeypatch.setattr(work, "PATIENCE", -1)
    e = replace(e, racers=(e.racers[1], e.racers[3], e.racers[2]))
    message = panels._race(e)
    assert [run["slot"] for run in message["runs"]] == [1]
    assert message["late"]
    assert message["circle"] is None
    monkeypatch.undo()
    whole = panels._race(e)
    assert whole == race_message(e, race(e)) | {"late": False}
    assert whole["circle"]
    assert whole["runs"][0] == message["runs"][0]


def test_the_record_that_the_panels_wait_for_is_kept_for_them(monkeypatch):
    e = edit.with_start(edit.default(), 0.29, 0.13)
    racer = e.racers[2]
    said = posted(beside.recorded, json.dumps({"link": beside._link(e, racer)}).encode())
    assert json.loads(bytes(said.body)) == {"count": e.steps + 1}
    monkeypatch.setattr(module, "run", pytest.fail)
    assert record(e, racer).count == e.steps + 1


def test_when_its_browser_leaves_the_work_ends():
    begin = time.perf_counter()
    *_, last = asyncio.run(heard(ENDLESS.format(1), leaves=lambda lines: len(lines) > 1))
    assert time.perf_counter() - begin < 10
    assert last["share"] < 1
    assert quick.AT_ONCE.borrowed_tokens == quick.THREADS.borrowed_tokens == 0


def test_long_races_keep_nobody_waiting():
    """More of them than there are places: a short one is answered all the same, and only some go on meanwhile."""

    async def run() -> tuple[float, list[list[dict]]]:
        over = asyncio.Event()
        long = [
            asyncio.ensure_future(heard(ENDLESS.format(2 + i), lambda _: over.is_set())) for i in range(QUICK + LONG)
        ]
        await asyncio.sleep(6 * SOON)
        begin = time.perf_counter()
        (answer,) = await heard("surface=bowl&steps=7&start=0.5+0.25")
        waited = time.perf_counter() - begin
        assert answer["race"]["steps"] == 7
        over.set()
        return waited, await asyncio.gather(*long)

    waited, told = asyncio.run(run())
    assert waited < 2
    assert all(lines and "race" not in lines[-1] for lines in told)
    assert sum(lines[-1]["share"] > 2 * lines[2]["share"] for lines in told) <= LONG
    assert [work._going.acquire(timeout=5 if i < LONG else 0.2) for i in range(LONG + 1)] == [True] * LONG + [False]
    for _ in range(LONG):
        work._going.release()


def test_where_too_many_wait_that_is_said(monkeypatch):
    monkeypatch.setattr(work, "_places", threading.BoundedSemaphore(1))
    assert work._places.acquire(blocking=False)
    said = posted(quick_race, json.dumps({"link": ENDLESS.format(40)}).encode())
    assert (said.status_code, said.body) == (400, work.BUSY.encode())


def tick(one: work.Work) -> None:
    with pytest.raises(work.Stopped):
        one.tick(0.2)


def test_only_so_many_go_on(monkeypatch):
    monkeypatch.setattr(work, "_going", threading.Semaphore(0))
    one = work.Work(lambda: None)
    one.tick(0.1)
    one._soon = 0
    thread = threading.Thread(target=tick, args=(one,))
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()  # it waits
    one.stopped = True
    thread.join(5)
    assert not thread.is_alive()
