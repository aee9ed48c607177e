"""A line between browser and server on which everything takes longer: a proxy that hands on every byte later.

`python -m tests.slow_line PORT TARGET SECONDS` listens on one port of this machine and leads to another, with a delay
each way; it says a word when it listens. A process of its own: it ends with all that is under way.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator

from tests.conftest import ROOT, free_port

Bytes = tuple[float, bytes]


@contextlib.contextmanager
def slow_line(target: int, seconds: float) -> Iterator[str]:
    """The address of a line to that port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.slow_line", str(port), str(target), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process, process.stdout:
        assert process.stdout.readline() == b"listening\n"
        yield f"http://localhost:{port}"
        process.terminate()


async def listen(port: int, target: int, seconds: float) -> None:
    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(hand_on(reader, far_writer, seconds), hand_on(far_reader, writer, seconds))

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    print("listening", flush=True)
    await server.serve_forever()


async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    under_way: asyncio.Queue[Bytes] = asyncio.Queue()
    now = asyncio.get_running_loop().time

    async def read() -> None:
        with contextlib.suppress(ConnectionError):  # whoever leaves, leaves
            while data := await reader.read(65536):
                under_way.put_nowait((now() + seconds, data))
        under_way.put_nowait((now() + seconds, b""))

    reading = asyncio.ensure_future(read())
    with contextlib.suppress(ConnectionError):
        while (due := await under_way.get())[1]:
            await asyncio.sleep(due[0] - now())
            writer.write(due[1])
            await writer.drain()
    reading.cancel()
    writer.close()


if __name__ == "__main__":
    asyncio.run(listen(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
