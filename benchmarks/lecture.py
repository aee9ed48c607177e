"""A lecturer shows a link and a whole hall opens it: when has the last one the race, and what does each one cost?"""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.browser import cpu
from benchmarks.lines import Line, median, ms, p95
from benchmarks.stage import race_link
from components.assets import ROUTE
from tests.conftest import ROOT, Server

HALLS = ((20, 0), (100, 0), (300, 60), (300, 0))  # students, and the seconds within which they come
KEPT = 5  # seconds that the server keeps the session of a browser that has left; Streamlit's default is 120
PAUSE = 0.2  # seconds between two quick races of the lecturer


def measure() -> list[Line]:
    """All lines of this part."""
    return [line for hall in HALLS for line in opening(*hall)]


def opening(count: int, within: float, racers: int = 6, steps: int = 300, kept: int = KEPT) -> list[Line]:
    """All open the link of one race, while the lecturer drags the start."""
    server = Server(STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=str(kept))
    try:
        server.wait()
        link = race_link(racers, steps, step=0)
        with audience(server, link, 1, 0):
            pass  # the lecturer, who has tried it
        alone = cpu(server)
        with lecturer(server, link) as idle:
            time.sleep(kept)
        before, memory = cpu(server), resident(server)
        with lecturer(server, link) as beside, audience(server, link, count, within) as came:
            spent, full = cpu(server) - before, resident(server)
            spent -= len(beside) * (before - alone) / len(idle)  # the lecturer's own
        time.sleep(2 * kept)
        left = resident(server)
    finally:
        server.stop()
    when = f"within {within:g} s" if within else "at once"
    name = f"{count} students open one link of {racers} racers × {steps} steps {when}"
    races = [one["race"] for one in came]
    how = "no browser: each fetches all files of a first visit over 6 connections, then its page over a web socket"
    each = f"files {median([one['files'] for one in came]):.1f} s, {came[0]['bytes'] / 1e6:.1f} MB each"
    memories = f"{memory:.0f} MB before, {full:.0f} MB with all, {left:.0f} MB after all have left"
    return [
        Line(f"{name} → each one's race", f"{median(races):.1f} s", f"slowest {max(races):.1f} s", f"{how}; {each}"),
        Line(
            f"{name}: server's processor time a student",
            ms(spent / count),
            "–",
            "user and system, without the client's and the lecturer's",
        ),
        Line(
            f"{name}: memory a student",
            f"{(full - memory) / count:.1f} MB",
            memories,
            f"resident; sessions kept {kept} s",
        ),
        Line(
            f"{name}: the lecturer's drag → new paths meanwhile",
            ms(median(beside)),
            f"p95 {ms(p95(beside))}; idle {ms(median(idle))}",
            "a quick race over HTTP from another start every 0.2 s, without a browser",
        ),
    ]


@contextmanager
def audience(server: Server, link: str, count: int, within: float) -> Iterator[list[dict[str, float]]]:
    """So many students, all there and still there: when each had its files and its race, in seconds, and its bytes."""
    told = [server.url, link.removeprefix("?"), str(count), str(within)]
    command = [sys.executable, "-m", "benchmarks.audience", *told]
    clients = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert clients.stdin
    assert clients.stdout
    try:
        yield json.loads(clients.stdout.readline())
    finally:
        clients.stdin.close()
        clients.stdout.close()
        clients.wait(60)


@contextmanager
def lecturer(server: Server, link: str) -> Iterator[list[float]]:
    """Milliseconds of each quick race that is asked for meanwhile."""
    over, waited = threading.Event(), []

    def drag() -> None:
        connection = http.client.HTTPConnection("localhost", server.port, timeout=60)
        while not over.wait(PAUSE):
            edit = {"op": "start", "x": -1 + 1e-3 * len(waited), "y": 4.0, "settled": False, "restart": False}
            begin = time.perf_counter()
            question = {"link": link, "edits": [edit], "ground": "himmelblau"}
            connection.request("POST", f"{ROUTE}/race", json.dumps(question))
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            waited.append(1000 * (time.perf_counter() - begin))
        connection.close()

    hand = threading.Thread(target=drag)
    hand.start()
    try:
        yield waited
    finally:
        over.set()
        hand.join()


def resident(server: Server) -> float:
    """Megabytes of memory that the server holds."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
