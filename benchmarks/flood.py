"""Hostile formulas submitted at full speed: `python -m benchmarks.flood ADDRESS` posts them until its input closes.

Those that no reader takes, and those that keep SymPy busy until their process is killed, each a little different from
the one before, so that nothing is answered from memory. It prints how many it has posted.
"""

import http.client
import json
import sys
import threading
from itertools import count
from urllib.parse import quote, urlparse

from tests.formulas import HOSTILE, SLOW

VISITORS = 4  # at once, each with one question under way


def main(address: str) -> None:
    url = urlparse(address)
    over, posted = threading.Event(), [0] * VISITORS
    visitors = [threading.Thread(target=_post, args=(url, over, posted, i)) for i in range(VISITORS)]
    for one in visitors:
        one.start()
    sys.stdin.read()
    over.set()
    for one in visitors:
        one.join()
    print(sum(posted))


def _post(url, over: threading.Event, posted: list[int], own: int) -> None:
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    for number in count():
        if over.is_set():
            break
        slow = number % len(HOSTILE) == own  # the others are refused by the reader
        text = SLOW.replace("10", f"10.{own}{number}", 1) if slow else HOSTILE[number % len(HOSTILE)]
        link = f"formula={quote(text.encode('utf-8', 'replace'))}"
        body = json.dumps({"link": link, "edits": []})
        connection.request("POST", url.path, body, {"Content-Type": "application/json"})
        connection.getresponse().read()
        posted[own] += 1


if __name__ == "__main__":
    main(sys.argv[1])
