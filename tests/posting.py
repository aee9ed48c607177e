"""Questions to the app's own endpoints, without a server."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

PART = 4096  # bytes that arrive at once


Endpoint = Callable[[Request], Awaitable[Response]]


def posted(endpoint: Endpoint, body: bytes, left: threading.Event | None = None) -> Response:
    """The endpoint's answer to a POST of that body, from a browser that waits until `left` is set."""
    return asyncio.run(answered(endpoint, body, left))


async def answered(endpoint: Endpoint, body: bytes, left: threading.Event | None = None) -> Response:
    """As `posted`, for several browsers at once."""
    parts = [body[i : i + PART] for i in range(0, len(body), PART)] or [b""]
    messages: list[Message] = [
        {"type": "http.request", "body": part, "more_body": i + 1 < len(parts)} for i, part in enumerate(parts)
    ]

    async def receive() -> Message:
        if messages:
            return messages.pop(0)
        while left is None or not left.is_set():
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    return await endpoint(Request({"type": "http", "method": "POST", "headers": []}, receive))
