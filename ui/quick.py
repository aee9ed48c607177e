"""The race of a link with some edits, as a plain HTTP answer: what the player asks for while a hand moves.

No session is touched and no script runs, so the answer takes a fraction of the time of a rerun, and any process can
give it. When the hand rests, the same edits reach the session, which writes the link. When a newer question of the
page overtakes one, or the page is left, the browser gives the older one up, and its work ends. A race that takes long
tells how far it is.
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
from experiments.limits import FORMULAS, LONG, QUESTION, QUICK, SOON, WAITING, Refused
from experiments.own_formula import LATER
from optimizers.run import watched
from surfaces.formula.once import Unknown, only_known
from ui.caching import ground_message
from ui.tickets import without_ticket
from ui.work import Stopped, Told, Work

OWN = CapacityLimiter(FORMULAS)  # for questions about typed formulas that have to be worked out
AT_ONCE = CapacityLimiter(QUICK)  # for all others
THREADS = CapacityLimiter(FORMULAS + QUICK + LONG + WAITING)  # enough for those that have given their place away
LOOK = 0.1  # seconds between two looks whether the browser still waits
GONE = 499  # the status of an answer that nobody reads


async def quick_race(request: Request) -> Response:
    """Answer {"link": query string, "edits": [...], "ground": key of the surface that the browser has}.

    A long race is answered by lines of JSON: {"share": 0 to 1}, and at last the answer, or {"refused": words}.
    """
    return await answered(request, _race, tells=True)


Answer = Callable[[Experiment, dict[str, Any]], dict[str, Any]]


async def answered(request: Request, answer: Answer, tells: bool = False) -> Response:
    """Answer a question about the experiment of a link with edits, as JSON; `answer` runs in a thread."""
    asked = await question_of(request)
    if isinstance(asked, Response):
        return asked
    work, looks = Work(), 0
    making = asyncio.ensure_future(_made(asked, answer, work))
    try:
        while not (await asyncio.wait({making}, timeout=LOOK))[0]:
            work.stopped = work.stopped or await request.is_disconnected()
            looks += 1
            if tells and looks * LOOK > SOON and not work.stopped:
                return Told(work, making, _last)
        return making.result()
    except Stopped:
        return Response(status_code=GONE)
    except asyncio.CancelledError:
        work.stopped = True
        raise


async def _made(asked: bytes, answer: Answer, work: Work) -> Response:
    """The answer. Where a formula has to be worked out for it, it waits among its like, and for nobody else."""
    try:
        return await _in_place(AT_ONCE, work, lambda: _of_what_is_known(asked, answer, work))
    except Unknown:
        return await _in_place(OWN, work, lambda: _answer(asked, answer, work))


async def _in_place(limiter: CapacityLimiter, work: Work, make: Callable[[], Response]) -> Response:
    """What a thread makes, once there is a place for it, which it gives away when it takes long."""
    loop, left = asyncio.get_running_loop(), False

    def leave() -> None:
        nonlocal left
        if not left:
            left = True
            limiter.release_on_behalf_of(work)

    def when_long() -> None:
        loop.call_soon_threadsafe(leave)

    await limiter.acquire_on_behalf_of(work)
    try:
        work.begins(when_long)
        return await to_thread.run_sync(make, limiter=THREADS)
    finally:
        leave()


def _last(response: Response) -> str:
    """The last line of an answer that has begun."""
    text = bytes(response.body).decode()
    return text if response.status_code == 200 else json.dumps({"refused": text})


async def question_of(request: Request) -> bytes | Response:
    """What the request brings, or the answer to one that is too long."""
    asked = bytearray()
    try:
        async for part in request.stream():
            asked += part
            if len(asked) > QUESTION:
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


def experiment_of(query: str) -> Experiment:
    """That of a link; of a bad one the session says what was ignored. Refused if its formula has to wait."""
    experiment, notes = link.parse(*without_ticket(query))
    if any(note.startswith(LATER) for note in notes):
        raise Refused(LATER)  # another surface is no answer
    return experiment


def _of_what_is_known(asked: bytes, answer: Answer, work: Work) -> Response:
    with only_known():
        return _answer(asked, answer, work)


def _answer(asked: bytes, answer: Answer, work: Work) -> Response:
    try:
        return _worked_out(asked, answer, work)
    finally:
        work.end()


def _worked_out(asked: bytes, answer: Answer, work: Work) -> Response:
    question = opened(asked)
    if isinstance(question, Response):
        return question
    try:
        work.tick(0)
        experiment = all_edited(experiment_of(question["link"]), question["edits"])
        work.runs = sum(racer.on for racer in experiment.racers) + (experiment.circle is not None)  # its walk, too
        with watched(work.tick):
            message = answer(experiment, question)
    except Refused as refused:
        said = str(refused).encode("utf-8", "replace")  # it may quote half a letter
        return PlainTextResponse(said, status_code=400)
    return Response(json.dumps(message, allow_nan=False, separators=(",", ":")), media_type="application/json")


def _race(experiment: Experiment, question: dict[str, Any]) -> dict[str, Any]:
    message = {"race": race_message(experiment, race.race(experiment))}
    if question.get("ground") != ground_key(experiment.surface):
        message["ground"] = ground_message(experiment.surface)
    return message
