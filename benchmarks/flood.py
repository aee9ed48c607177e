"""Hostile formulas submitted at full speed: `python -m benchmarks.flood ADDRESS` sends them until its input closes.

Half of the visitors ask over HTTP, as a hand does; the others open links in sessions of their own, as a browser does.
Of each half one sends what the reader refuses, and the others what keeps SymPy busy until its process is killed, each a
little different from the one before, so that nothing is answered from memory. It prints how many of both have come.
"""

import http.client
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import quote, urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from components.assets import ROUTE
from tests.formulas import HOSTILE, SLOW

HALF = 3  # visitors, each with one formula under way
PATIENCE = 60  # seconds that one waits for an answer


def main(address: str) -> None:
    over, sent = threading.Event(), [0] * (2 * HALF)

    def submit(own: int) -> None:
        with (asking if own % 2 else opening)(address) as send:
            for number in count():
                if over.is_set():
                    break
                text = HOSTILE[number % len(HOSTILE)] if own < 2 else SLOW.replace("10", f"10.{own}{number}", 1)
                send(f"formula={quote(text.encode('utf-8', 'replace'))}")
                sent[own] += 1

    visitors = [threading.Thread(target=submit, args=(i,)) for i in range(len(sent))]
    for one in visitors:
        one.start()
    sys.stdin.read()
    over.set()
    for one in visitors:
        one.join()
    print(sum(sent[:2]), sum(sent[2:]))


@contextmanager
def asking(address: str) -> Iterator[Callable[[str], None]]:
    """A visitor who asks for the race of a link over HTTP."""
    url = urlparse(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=PATIENCE)

    def send(link: str) -> None:
        connection.request("POST", f"{ROUTE}/race", json.dumps({"link": link, "edits": []}))
        connection.getresponse().read()

    yield send


@contextmanager
def opening(address: str) -> Iterator[Callable[[str], None]]:
    """A visitor who opens links in one session: the script of the page runs for each."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:

        def send(link: str) -> None:
            message = BackMsg()
            message.rerun_script.query_string = link
            socket.send(message.SerializeToString())
            while _kind(socket.recv(PATIENCE, decode=False)) != "script_finished":
                pass

        yield send


def _kind(message: bytes) -> str | None:
    return ForwardMsg.FromString(message).WhichOneof("type")


if __name__ == "__main__":
    main(sys.argv[1])
