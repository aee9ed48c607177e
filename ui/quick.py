"""The race of a link with some edits, as a plain HTTP answer: what the player asks for while a hand moves.

No session is touched and no script runs, so the answer takes a fraction of the time of a rerun, and any process can
give it. When the hand rests, the same edits reach the session, which writes the link. When a newer question of the
page overtakes one, or the page is left, the browser gives the older one up, and its work ends.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from components.stage import ground_key, race_message
from experiments import link, race
from experiments.edits import MOST, all_edited
from experiments.experiment import Experiment
from experiments.limits import Refused
from optimizers.run import watched
from ui.caching import ground_message
from ui.tickets import without_ticket
from ui.work import Stopped, Work

OWN = CapacityLimiter(2)  # for questions about typed formulas, so that others never wait behind them
AT_ONCE = CapacityLimiter(4)  # more threads would only take the processor from one another
LONGEST = 32_768  # bytes of a question
LOOK = 0.1  # seconds between two looks whether the browser still waits
GONE = 499  # the status of an answer that nobody reads


async def quick_race(request: Request) -> Response:
    """Answer {"link": query string, "edits": [...], "ground": key of the surface that the browser has}."""
    return await answered(request, _race)


async def answered(request: Request, answer: Callable[[Experiment, dict[str, Any]], dict[str, Any]]) -> Response:
    """Answer a question about the experiment of a link with edits, as JSON; `answer` runs in a thread."""
    asked = await question_of(request)
    if isinstance(asked, Response):
        return asked
    work = Work()
    limiter = OWN if b"formula" in asked else AT_ONCE
    making = asyncio.ensure_future(to_thread.run_sync(_answer, asked, answer, work, limiter=limiter))
    try:
        while not (await asyncio.wait({making}, timeout=LOOK))[0]:
            work.stopped = work.stopped or await request.is_disconnected()
        return making.result()
    except Stopped:
        return Response(status_code=GONE)
    finally:
        work.stopped = True


async def question_of(request: Request) -> bytes | Response:
    """What the request brings, or the answer to one that is too long."""
    asked = bytearray()
    try:
        async for part in request.stream():
            asked += part
            if len(asked) > LONGEST:
                return PlainTextResponse("This question is too long.", status_code=413)
    except ClientDisconnect:
        return Response(status_code=GONE)
    return bytes(asked)


def opened(asked: bytes) -> dict[str, Any] | Response:
    """The question, which has a link and perhaps edits, or the answer to what is none."""
    try:
        question = json.loads(asked)
        query, edits = question["link"], question.setdefault("edits", [])
        fits = isinstance(query, str) and isinstance(edits, list) and len(edits) <= MOST
        fits = fits and all(isinstance(one, dict) for one in edits)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fits = False
    return question if fits else PlainTextResponse("A question is a link and a list of edits.", status_code=400)


def _answer(asked: bytes, answer: Callable[[Experiment, dict[str, Any]], dict[str, Any]], work: Work) -> Response:
    work.tick(0)
    question = opened(asked)
    if isinstance(question, Response):
        return question
    query, edits = question["link"], question["edits"]
    experiment, _ = link.parse(*without_ticket(query))  # of a bad link the session says what was ignored
    experiment = all_edited(experiment, edits)
    try:
        with watched(work.tick):
            message = answer(experiment, question)
    except Refused as refused:
        return PlainTextResponse(str(refused), status_code=400)
    return Response(json.dumps(message, allow_nan=False, separators=(",", ":")), media_type="application/json")


def _race(experiment: Experiment, question: dict[str, Any]) -> dict[str, Any]:
    message = {"race": race_message(experiment, race.race(experiment))}
    if question.get("ground") != ground_key(experiment.surface):
        message["ground"] = ground_message(experiment.surface)
    return message
