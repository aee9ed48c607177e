"""Strangers' formulas are worked out in processes that can be killed: slow ones, greedy ones, unwanted ones."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from experiments import experiment as edit
from experiments import link
from experiments.limits import Refused
from experiments.own_formula import LATER, with_bounds, with_formula
from surfaces import TypedSurface
from surfaces.formula import limits, pool, work
from surfaces.formula.error import FormulaError
from surfaces.formula.once import Once
from surfaces.formula.pool import POOL, Pool, Unanswered
from surfaces.formula.reader import read
from surfaces.formula.typed import KEPT, _readings, from_formula, reading_of, typed
from tests.formulas import SLOW
from tests.posting import posted
from ui.model import model
from ui.quick import quick_race

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
def test_a_formula_that_keeps_sympy_busy_is_given_up_after_two_seconds():
    read(SLOW)
    POOL.ask(dict(READ))
    begin = time.perf_counter()
    with pytest.raises(Unanswered, match="longer than 2 seconds"):
        reading_of(SLOW)
    assert 1.9 < time.perf_counter() - begin < 6
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


def test_a_late_stop_ends_nobody_elses_work(fresh, monkeypatch):
    """The first one's answer has come, and its process works for the next one already."""
    one, back, other = fresh("time.sleep(0.3); print('{\"done\": 1}', flush=True)", seconds=20.0), *_events(2)
    give = Pool._give_back

    def slowly(self, worker, good):
        give(self, worker, good)
        if not back.is_set():
            back.set()
            other.wait(10)

    monkeypatch.setattr(Pool, "_give_back", slowly)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(one.ask, dict(READ), "mine")
        assert back.wait(20)
        second = threads.submit(one.ask, dict(READ), "theirs")
        until(lambda: one._named.get("theirs"))
        one.stop("mine")
        other.set()
        assert (first.result(timeout=10), second.result(timeout=10)) == (1, 1)


def _events(n: int) -> list[threading.Event]:
    return [threading.Event() for _ in range(n)]


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
        raise Unanswered(pool.TOO_SLOW, lasts=True)

    monkeypatch.setattr(POOL, "ask", ask)
    for _ in range(3):
        with pytest.raises(FormulaError, match="longer than"):
            reading_of(text)
    assert len(asked) == 1
    for n in range(KEPT + 3):
        with pytest.raises(FormulaError, match="longer than"):
            reading_of(f"{text} + {n}")
    assert len(_readings._refused) == KEPT
    _readings.forget()


@pytest.mark.parametrize(("what", "lasts"), [("time.sleep(60)", False), ("while True: pass", True)])
def test_only_a_formula_that_has_used_its_time_is_known_to_be_slow(fresh, monkeypatch, what, lasts):
    """The machine may have been busy with something else; then it is tried again."""
    monkeypatch.setattr(pool, "FAULT", 0.1)  # this one may be busy
    one = fresh(what)
    with pytest.raises(Unanswered, match="longer than") as caught:
        one.ask(dict(READ))
    assert caught.value.lasts is lasts
    once: Once[str, int] = Once(2)
    with pytest.raises(Unanswered, match="longer than"):
        once.of("key", lambda: one.ask(dict(READ)))
    assert list(once._refused) == (["key"] if lasts else [])


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


@pytest.fixture
def pool_work(monkeypatch):
    """What the pool was asked to do: it waits until it is released, then does it."""
    ask, release, asked = POOL.ask, threading.Event(), []

    def slowly(request, ticket=""):
        asked.append((request["do"], ticket))
        with POOL.stoppable(ticket):
            while not release.wait(0.01):
                if not POOL.wanted(ticket):
                    raise Unanswered(pool.STOPPED)
        return ask(request)

    monkeypatch.setattr(POOL, "ask", slowly)
    yield SimpleNamespace(asked=asked, release=release)
    release.set()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_link_that_many_open_at_once_is_worked_out_once(pool_work):
    """Far more than there are places in the pool: the others take none, and everybody gets the same surface."""
    query, many = "surface=formula&formula=(x^2%2By-11)^2%2B(x%2By^2-7)^2%2B0.5x", limits.WORKERS + limits.WAITING + 42
    with ThreadPoolExecutor(many) as threads:
        opened = [threads.submit(link.parse, query) for _ in range(many)]
        until(lambda: pool_work.asked)
        pool_work.release.set()
        found = [one.result(timeout=60) for one in opened]
    assert [work for work, _ in pool_work.asked] == ["read", "search"]
    assert {notes for _, notes in found} == {()}
    surfaces = [e.surface for e, _ in found if isinstance(e.surface, TypedSurface)]
    assert len(surfaces) == many
    assert all(one.found for one in surfaces)
    assert len({id(one.reading) for one in surfaces}) == 1


def test_who_gives_up_takes_nobody_elses_answer_away(pool_work):
    text = "x^2 + 84y^2"
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(reading_of, text, "first")
        until(lambda: pool_work.asked)
        others = {ticket: threads.submit(reading_of, text, ticket) for ticket in ("second", "third")}
        until(lambda: set(others) <= set(POOL._named))
        POOL.stop("first")
        with pytest.raises(Unanswered, match="Stopped"):
            first.result(timeout=10)
        until(lambda: len(pool_work.asked) == 2)  # one of them has taken the work over
        _, leads = pool_work.asked[1]
        (waits,) = set(others) - {leads}
        until(lambda: waits in POOL._named)
        POOL.stop(waits)
        pool_work.release.set()
        assert others[leads].result(timeout=20).text == text
        with pytest.raises(Unanswered, match="Stopped"):
            others[waits].result(timeout=10)
    assert POOL._named == {}
    assert reading_of(text) is others[leads].result()


def test_a_failure_of_the_one_who_asked_is_told_to_all_and_not_kept():
    once, asked = Once[str, int](2), threading.Barrier(3)

    def work() -> int:
        time.sleep(0.1)  # until the others wait for it
        raise Unanswered(pool.BUSY)

    def ask() -> int:
        asked.wait(10)
        return once.of("key", work)

    with ThreadPoolExecutor(3) as threads:
        errors = [one.exception(timeout=20) for one in [threads.submit(ask) for _ in range(3)]]
    assert [str(error) for error in errors] == [pool.BUSY] * 3
    assert len(set(map(id, errors))) == 3  # nobody's traceback is another one's
    assert [once.of(key, lambda: 7) for key in ("key", "b", "c")] == [7] * 3
    assert list(once._known) == ["b", "c"]
    assert not once._under_way


def test_of_a_surface_without_its_minima_nobody_is_told_that_it_has_none(monkeypatch):
    """A search that finds no place is no search that finds nothing."""
    whole = POOL.ask

    def ask(request, ticket=""):
        if request["do"] == "search":
            raise Unanswered(pool.BUSY)
        return whole(request, ticket)

    before = with_formula(edit.default(), "x^2 + a y^2")
    monkeypatch.setattr(POOL, "ask", ask)
    with pytest.raises(Unanswered, match="Many"):
        from_formula("x^2 + 85y^2")
    for change in (
        lambda: edit.with_param(before, "a", 3),
        lambda: with_bounds(before, [0, 1, 0, 1]),
        lambda: with_formula(before, "x^2 + 86y^2"),
    ):
        with pytest.raises(Refused, match="Many formulas"):
            change()
    experiment, notes = link.parse("formula=x^2+%2B+85y^2")
    assert experiment == edit.default()
    assert notes[0].startswith("The formula of this link has to wait. Many formulas are being worked out")
    for endpoint in (quick_race, model):  # for them another surface is no answer
        said = posted(endpoint, json.dumps({"link": "formula=x^2+%2B+85y^2"}).encode())
        assert (said.status_code, bytes(said.body).decode()) == (400, LATER)
    monkeypatch.undo()
    assert from_formula("x^2 + 85y^2").found == ((0.0, 0.0, "minimum"),)


def test_many_threads_at_once():
    texts = [f"x^2 + {n}y^2" for n in range(100, 112)]
    with ThreadPoolExecutor(6) as threads:
        surfaces = list(threads.map(from_formula, texts))
    assert [one.value((0.0, 1.0)) for one in surfaces] == list(range(100, 112))


def test_limits_are_those_of_the_process():
    assert (limits.SECONDS, limits.MEMORY) == (2.0, 512 * 2**20)
    assert limits.WORKERS <= 4
