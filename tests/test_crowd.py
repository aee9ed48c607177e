"""A swarm as an HTTP answer: it tells how far it is, and nobody works on one that nobody waits for."""

import asyncio
import json
import time

import numpy as np
import pytest
from starlette.responses import Response, StreamingResponse

from components.swarm import swarm_message
from experiments import experiment as edit
from experiments import link
from experiments.swarm import cloud
from figures.map import region
from optimizers import OPTIMIZERS, run
from optimizers.run import watched
from surfaces import SURFACES
from surfaces.formula.pool import POOL
from tests.posting import posted
from ui import crowd
from ui.own_formula import stop
from ui.work import Stopped

LONG = "surface=levy_13&steps=2000&racer=line_search_exact&swarm=0+starts+2000"  # a minute's work


def asked(body: object) -> Response:
    return posted(crowd.swarm, json.dumps(body).encode())


def all_lines(query: str) -> list[dict]:
    async def read():
        return [json.loads(line) async for line in crowd._told(query)]

    return asyncio.run(read())


def test_the_last_line_is_the_swarm_that_ran():
    e = edit.with_swarm(edit.default(), 1, "starts", 50)
    *_, last = all_lines(link.text_to_compute(e))
    assert last == {"swarm": json.loads(json.dumps(swarm_message(e, cloud(e, e.racers[1]), region(e.surface.bounds))))}


@pytest.mark.parametrize("query", ["", "swarm=0+none+3", "racer=adam+off&swarm=0+starts+9"])
def test_a_race_without_a_swarm_has_none(query):
    assert all_lines(query) == [{"swarm": None}]


def test_a_swarm_whose_batches_are_too_much_is_refused_in_words():
    query = "surface=line10000&steps=20&drawing=replaced&racer=gradient_descent+batch~%d&swarm=0+starts+2000"
    (said,) = all_lines(query % 201)
    assert said["refused"].startswith("2,000 runs with batches of 201 samples are too much: at most 1,990 runs, or")
    assert all_lines(query % 200)[-1]["swarm"]["n"] == 2000


@pytest.mark.parametrize("body", [None, [], "x", {}, {"link": 3}, {"link": "", "edits": 1}, {"link": "x" * 40_000}])
def test_what_is_no_question_is_refused(body):
    answer = asked(body)
    assert not isinstance(answer, StreamingResponse)
    assert answer.status_code in (400, 413)


def test_a_long_swarm_tells_how_far_it_is_and_ends_when_nobody_waits():
    async def read_and_leave():
        shares, lines = [], crowd._told(LONG)
        async for line in lines:
            shares.append(json.loads(line)["share"])
            if len(shares) > 1 and shares[-1] > 0:
                break
        begin = time.perf_counter()
        await lines.aclose()
        while crowd.AT_ONCE.borrowed_tokens:
            await asyncio.sleep(0.01)
        return shares, time.perf_counter() - begin

    shares, waited = asyncio.run(read_and_leave())
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 0.5
    assert waited < 5


def test_a_watcher_is_told_every_share_and_may_end_a_run():
    told = []
    with watched(told.append):
        run(OPTIMIZERS["adam"](), SURFACES["bowl"], np.array([[1.0, 1.0]]), 4)
    run(OPTIMIZERS["adam"](), SURFACES["bowl"], np.array([[1.0, 1.0]]), 4)
    assert told == [0.25, 0.5, 0.75, 1.0]

    def enough(share: float) -> None:
        raise Stopped

    with watched(enough), pytest.raises(Stopped):
        run(OPTIMIZERS["adam"](), SURFACES["bowl"], np.array([[1.0, 1.0]]), 4)


def test_only_the_right_ticket_stops_a_formula(monkeypatch):
    stopped = []
    monkeypatch.setattr(POOL, "stop", stopped.append)

    assert posted(stop, b"0a1b").status_code == 204
    assert posted(stop, b"\xff\xfe").status_code == 204
    assert posted(stop, b"0" * 65).status_code == 413
    assert stopped == ["0a1b", "\ufffd\ufffd"]
