"""Strangers' formulas are worked out in processes that can be killed: slow ones, greedy ones, unwanted ones."""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from surfaces.formula import limits, pool, work
from surfaces.formula.error import FormulaError
from surfaces.formula.pool import POOL, Pool, Unanswered
from surfaces.formula.reader import read
from surfaces.formula.typed import KEPT, _slow, from_formula, reading_of, typed
from tests.formulas import SLOW

READ = {"do": "read", "text": "x^2 + sin(y)"}
BAD = "import sys, time\nprint('ready', flush=True)\nfor line in sys.stdin:\n    {}\n"


@pytest.fixture
def fresh(monkeypatch):
    """A pool of one process that does with a request what is told."""
    pools = []

    def make(what: str | None = None, seconds: float = 0.5) -> Pool:
        monkeypatch.setattr(pool, "SECONDS", seconds)
        if what is not None:
            monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", BAD.format(what)))
        pools.append(Pool(1))
        return pools[-1]

    yield make
    for one in pools:
        one.close()


def test_work_is_done_and_done_again():
    first, again = POOL.ask(dict(READ)), POOL.ask(dict(READ))
    assert first == again
    assert set(first) == {"programs", "tree", "latex"}


def test_a_slow_formula_is_killed_and_the_next_one_is_answered(fresh, monkeypatch):
    one = fresh("time.sleep(60)")
    begin = time.perf_counter()
    with pytest.raises(Unanswered, match="longer than"):
        one.ask(dict(READ))
    assert time.perf_counter() - begin < 5
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", BAD.format("print('{\"done\": 1}', flush=True)")))
    with pytest.raises(Unanswered):  # the one that was started to replace it is as slow
        one.ask(dict(READ))
    assert one.ask(dict(READ)) == 1


@pytest.mark.slow
def test_a_formula_that_keeps_sympy_busy_is_given_up_after_two_seconds(monkeypatch):
    read(SLOW)
    POOL.ask(dict(READ))
    begin = time.perf_counter()
    with pytest.raises(Unanswered, match="longer than 2 seconds"):
        reading_of(SLOW)
    assert 1.9 < time.perf_counter() - begin < 6
    with monkeypatch.context() as patch:
        patch.setattr(POOL, "ask", pytest.fail)
        with pytest.raises(FormulaError, match="longer than 2 seconds"):  # now it is known
            reading_of(SLOW)
    assert from_formula("x^2 + 79y^2").value((1.0, 1.0)) == 80


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("sys.exit(3)", pool.BROKEN),
        ("print('x' * 5_000_000, flush=True)", pool.TOO_LARGE),
    ],
)
def test_whatever_a_process_does_there_is_a_message(fresh, what, said):
    one = fresh(what, seconds=20.0)
    for _ in range(2):
        with pytest.raises(Unanswered) as caught:
            one.ask(dict(READ))
        assert str(caught.value) == said


def test_work_can_be_stopped(fresh):
    one = fresh("time.sleep(60)", seconds=30.0)
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(one.ask, dict(READ), "ticket")
        while not one._named:
            time.sleep(0.01)
        one.stop("another")
        one.stop("ticket")
        with pytest.raises(Unanswered, match="Stopped"):
            asked.result(timeout=10)


def test_work_that_waits_can_be_stopped_and_its_process_goes_to_others(fresh):
    one = fresh("time.sleep(60)", seconds=30.0)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(one.ask, dict(READ), "first")
        while one._named.get("first") is None:
            time.sleep(0.01)
        second = threads.submit(one.ask, dict(READ), "second")
        while "second" not in one._named:
            time.sleep(0.01)
        one.stop("second")
        with pytest.raises(Unanswered, match="Stopped"):
            second.result(timeout=10)
        assert not first.done()
        one.stop("first")
        with pytest.raises(Unanswered, match="Stopped"):
            first.result(timeout=10)
    assert one._named == {}
    assert one._idle.qsize() == 1


def test_a_search_that_is_stopped_leaves_no_surface_without_minima(monkeypatch):
    def ask(request, ticket=""):
        if request["do"] == "search":
            assert ticket == "mine"
            raise Unanswered(pool.STOPPED)
        return whole(request, ticket)

    whole = POOL.ask
    monkeypatch.setattr(POOL, "ask", ask)
    with pytest.raises(Unanswered, match="Stopped"):
        typed("x^2 + 83y^2", ticket="mine")


def test_only_so_many_wait_and_not_for_ever(fresh, monkeypatch):
    monkeypatch.setattr(pool, "PATIENCE", 0.2)
    one = fresh("time.sleep(60)", seconds=1.5)
    one._places = threading.BoundedSemaphore(2)
    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(one.ask, dict(READ)) for _ in range(3)]
        said = sorted(str(one.exception(timeout=20)) for one in asked)
    assert said == sorted([pool.TOO_SLOW, pool.BUSY, pool.BUSY])


def test_memory_is_limited_and_files_cannot_be_written():
    greedy = (
        "from surfaces.formula import worker\nworker.limit()\n"
        "try:\n    a = bytearray(600 * 2**20)\nexcept MemoryError:\n    print('memory')\n"
        "import sys, os\nsys.addaudithook(worker.watch)\nopen(os.devnull).close()\nsys.stdout.flush()\n"
        "open(os.devnull, 'w')\nprint('open')\n"
    )
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, cwd=pool.ROOT, timeout=60)
    assert done.stdout.split() == ["memory"]
    assert done.returncode == 70


@pytest.mark.parametrize("request_", [READ, {"do": "order", "text": "x^4", "order": 4}])
def test_what_goes_over_the_pipe_is_json(request_):
    answer = work.answer(dict(request_))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_a_worker_that_is_asked_nonsense_ends():
    done = subprocess.run(pool.COMMAND, input=b"import os\n", capture_output=True, cwd=pool.ROOT, timeout=60)
    assert done.stdout == b"ready\n"
    assert done.returncode != 0


def test_a_text_that_was_too_slow_is_not_tried_again(monkeypatch):
    text, asked = "x^2 + 77y^2", []

    def ask(request, ticket=""):
        asked.append(request)
        raise Unanswered(pool.TOO_SLOW)

    monkeypatch.setattr(POOL, "ask", ask)
    for _ in range(3):
        with pytest.raises(FormulaError, match="longer than"):
            reading_of(text)
    assert len(asked) == 1
    for n in range(KEPT + 3):
        with pytest.raises(FormulaError, match="longer than"):
            reading_of(f"{text} + {n}")
    assert len(_slow) == KEPT
    _slow.clear()


def test_when_many_ask_a_text_is_tried_again_later(monkeypatch):
    ask, busy = POOL.ask, [True]

    def sometimes(request, ticket=""):
        if busy:
            raise Unanswered(pool.BUSY)
        return ask(request, ticket)

    monkeypatch.setattr(POOL, "ask", sometimes)
    with pytest.raises(Unanswered, match="Many"):
        from_formula("x^2 + 78y^2")
    busy.clear()
    assert from_formula("x^2 + 78y^2").value((1.0, 1.0)) == 79


def test_many_threads_at_once():
    texts = [f"x^2 + {n}y^2" for n in range(100, 112)]
    with ThreadPoolExecutor(6) as threads:
        surfaces = list(threads.map(from_formula, texts))
    assert [one.value((0.0, 1.0)) for one in surfaces] == list(range(100, 112))


def test_limits_are_those_of_the_process():
    assert (limits.SECONDS, limits.MEMORY) == (2.0, 512 * 2**20)
    assert limits.WORKERS <= 4
