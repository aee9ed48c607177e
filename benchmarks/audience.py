"""Students who open one link: `python -m benchmarks.audience ADDRESS LINK N SECONDS` has N of them come meanwhile.

Each asks for what a browser asks for on its first visit, over six connections, opens the web socket, and waits for the
page. When all have it, a line of JSON tells of each how many seconds after it came it had its files and its race, and
how many bytes it got; they stay until the input closes.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

CONNECTIONS = 6  # as many as browsers open to one server
PATIENCE = 300  # seconds until a visitor gives up
NAMED = re.compile(r'(?:src|href)="\.(/[^"]+\.(?:js|css|woff2|png))"')
THEN = ("/_stcore/health", "/_stcore/host-config")


async def main(address: str, link: str, count: int, within: float) -> None:
    over = asyncio.Event()
    arrived: list[dict[str, float]] = []

    async def visit(number: int) -> None:
        await asyncio.sleep(within * number / count)
        begin = time.perf_counter()
        fetched = await fetch_page(address)
        files = time.perf_counter() - begin
        async with connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            open_timeout=PATIENCE,
            compression=None,
        ) as socket:
            received = 0
            message = BackMsg()
            message.rerun_script.query_string = link
            await socket.send(message.SerializeToString())
            race = None
            while True:
                answer = await socket.recv(decode=False)
                received += len(answer)
                forward = ForwardMsg.FromString(answer)
                if forward.delta.new_element.bidi_component.component_name == "steepest_stage":
                    race = time.perf_counter() - begin
                if forward.WhichOneof("type") == "script_finished":
                    break
            if race is None:
                raise RuntimeError("the page came without a race")
            arrived.append({"files": files, "race": race, "bytes": fetched + received})
            if len(arrived) == count:
                print(json.dumps(arrived), flush=True)
            await over.wait()

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        visits = [group.create_task(visit(number)) for number in range(count)]
        await asyncio.to_thread(sys.stdin.read)
        over.set()
        await asyncio.gather(*visits)


async def fetch_page(address: str) -> int:
    """Everything that the page's HTML names; how many bytes travelled."""
    first = await asyncio.open_connection(*_host(address))
    html = await _get(first, "/")
    names = iter([*dict.fromkeys(NAMED.findall(html.decode())), *THEN])
    others = [await asyncio.open_connection(*_host(address)) for _ in range(CONNECTIONS - 1)]
    sizes = await asyncio.gather(*(_all(names, one) for one in (first, *others)))
    return len(html) + sum(sizes)


def _host(address: str) -> tuple[str, int]:
    url = urlparse(address)
    return url.hostname or "", url.port or 80


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _all(names: Iterator[str], connection: Connection) -> int:
    size = 0
    for name in names:  # of all connections: each takes the next one
        size += len(await _get(connection, name))
    connection[1].close()
    return size


async def _get(connection: Connection, path: str) -> bytes:
    """The body as it travels. A bare client: what it costs is taken from the same processors as the server's work."""
    reader, writer = connection
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"{path}: {head[:40]!r}")
    length = re.search(rb"content-length: (\d+)", head)
    if length is None:
        raise RuntimeError(f"{path} has no length")
    return await reader.readexactly(int(length[1]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
