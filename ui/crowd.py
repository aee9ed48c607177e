"""The swarm of a link as an HTTP answer that tells how far it is: what the page asks for when its swarm changes.

One answer is under way for a page, for a newer question ends the older one; and the work ends as soon as nobody waits
for it, also when the visitor has stopped it.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from components.swarm import swarm_message
from experiments import swarm as crowd
from experiments.limits import SWARMS, Refused
from figures.map import region
from optimizers.run import watched
from ui.quick import experiment_of, opened, question_of
from ui.work import LINES, Work, told

AT_ONCE = CapacityLimiter(SWARMS)  # for all visitors together


async def swarm(request: Request) -> Response:
    """Answer {"link": query string} by lines of JSON: {"share": 0 to 1}, and at last {"swarm": message or null},
    or {"refused": words} where it is too large.
    """
    asked = await question_of(request)
    if isinstance(asked, Response):
        return asked
    question = opened(asked)
    if isinstance(question, Response):
        return question
    return StreamingResponse(_told(question["link"]), media_type=LINES)


async def _told(query: str) -> AsyncGenerator[str, None]:
    work = Work()
    making = asyncio.ensure_future(to_thread.run_sync(_made, query, work, limiter=AT_ONCE, abandon_on_cancel=True))
    async with contextlib.aclosing(told(work, making, str)) as lines:
        async for line in lines:
            yield line


def _made(query: str, work: Work) -> str:
    try:
        e = experiment_of(query)
        racer = crowd.racer_of(e)
        if racer is None:
            return json.dumps({"swarm": None})
        with watched(work.tick):
            cloud = crowd.cloud(e, racer)
    except Refused as refused:
        return json.dumps({"refused": str(refused)})
    message = swarm_message(e, cloud, region(e.surface.bounds))
    return json.dumps({"swarm": message}, allow_nan=False, separators=(",", ":"))
